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

        Assert.True(((velocity - sample.Velocity) / (1 + sample.Velocity.abs())).abs().max().item<double>() < 1e-11);
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_velocity_is_turned_into_the_target_it_comes_from(Prediction prediction, Interpolant interpolant)
    {
        using var generator = new Generator(1);
        var x0 = torch.randn([7, 3], dtype: ScalarType.Float64, generator: generator);
        var x1 = torch.randn([7, 3], dtype: ScalarType.Float64, generator: generator);
        var t = torch.linspace(0.1, 0.95, 7, dtype: ScalarType.Float64);
        var sample = interpolant.At(x0, x1, t);
        var target = prediction.Target(sample);

        Assert.True(((prediction.FromVelocity(sample.Velocity, sample.Xt, t, interpolant) - target) / (1 + target.abs())).abs().max().item<double>() < 1e-10);
        foreach (var other in Prediction.All)
        {
            var read = prediction.ToPrediction(target, other, sample.Xt, t, interpolant);
            Assert.True(((read - other.Target(sample)) / (1 + other.Target(sample).abs())).abs().max().item<double>() < 1e-9, $"{prediction.Name} as {other.Name}");
        }
    }

    [Fact]
    public void The_ends_of_the_linear_path_are_exact()
    {
        var x = torch.tensor(new[,] { { 0.4, -2 } });
        var v = torch.tensor(new[,] { { 1.5, 0.25 } });
        Assert.Equal(x, Posterior.Of(v, x, torch.tensor(0.0), Interpolant.Linear).X0);
        Assert.Equal(x + v, Posterior.Of(v, x, torch.tensor(0.0), Interpolant.Linear).X1);
        Assert.Equal(x, Posterior.Of(v, x, torch.tensor(1.0), Interpolant.Linear).X1);
        Assert.Equal(x - v, Posterior.Of(v, x, torch.tensor(1.0), Interpolant.Linear).X0);
    }

    [Fact]
    public void The_score_of_a_gaussian_flow_is_the_gaussians()
    {
        // X_0 ~ N(0, 1), X_1 ~ N(1, 2²): X_t ~ N(t, (1-t)² + 4t²).
        var flow = GaussianFlow.Isotropic([0], 1, [1], 2);
        foreach (var t in new[] { 0.1, 0.5, 0.9 })
        {
            var x = torch.tensor(new[,] { { -1.0 }, { 0.3 }, { 2.5 } });
            var score = Prediction.Score.FromVelocity(flow.Velocity(x, t), x, torch.tensor(t), Interpolant.Linear);
            var expected = -(x - t) / ((1 - t) * (1 - t) + 4 * t * t);
            Assert.True((score - expected).abs().max().item<double>() < 1e-12);
        }
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
