using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class PredictionTests
{
    public static TheoryData<Prediction, Interpolant> Everyone()
    {
        var pairs = new TheoryData<Prediction, Interpolant>();
        foreach (var prediction in Prediction.All)
        {
            foreach (var interpolant in Interpolant.All)
                pairs.Add(prediction, interpolant);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_network_that_hits_its_target_has_the_conditional_velocity(Prediction prediction, Interpolant interpolant)
    {
        using var generator = new Generator(0);
        var x0 = torch.randn([7, 1, 2, 3], dtype: ScalarType.Float64, generator: generator);
        var x1 = torch.randn([7, 1, 2, 3], dtype: ScalarType.Float64, generator: generator);
        var t = torch.linspace(0.1, 0.95, 7, dtype: ScalarType.Float64);
        var sample = interpolant.At(x0, x1, t);

        var velocity = prediction.ToVelocity(prediction.Target(sample), sample.Xt, t, interpolant);

        Assert.True((velocity - sample.Velocity).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void Noise_prediction_is_finite_from_the_floor_on()
    {
        var x = torch.ones(2, 2, dtype: ScalarType.Float64);
        var floored = Prediction.Noise.ToVelocity(x, x, torch.tensor(0.0), new Trigonometric(0.068));
        var bare = Prediction.Noise.ToVelocity(x, x, torch.tensor(0.0), Interpolant.Linear);
        Assert.True(floored.isfinite().all().item<bool>());
        Assert.False(bare.isfinite().any().item<bool>());
    }
}
