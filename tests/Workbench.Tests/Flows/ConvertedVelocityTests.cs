using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class ConvertedVelocityTests
{
    private static readonly GaussianMixture Mixture = new([0.3, 0.7], new double[,] { { -1 }, { 3 } }, [0.5, 1]);

    /// <summary>Interpolants that begin at pure noise, so that each covers the others' noise levels.</summary>
    public static TheoryData<Interpolant, Interpolant> Pairs()
    {
        Interpolant[] whole = [Interpolant.Linear, new Trigonometric(), new CosineInterpolant(), new ConstantAcceleration(1.5)];
        var pairs = new TheoryData<Interpolant, Interpolant>();
        foreach (var from in whole)
        {
            foreach (var to in whole)
                pairs.Add(from, to);
        }

        pairs.Add(Interpolant.Linear, new VariancePreserving());
        pairs.Add(Interpolant.Linear, new SubVariancePreserving());
        pairs.Add(Interpolant.Linear, new VarianceExploding());
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_converted_flow_is_the_flow_of_the_new_interpolant(Interpolant from, Interpolant to)
    {
        var converted = new ConvertedVelocity(new MixtureFlow(Mixture, interpolant: from), from, to);
        var direct = new MixtureFlow(Mixture, interpolant: to);
        var t = torch.linspace(0.05, 0.95, 7, dtype: ScalarType.Float64);
        var x = torch.linspace(-2, 4, 7, dtype: ScalarType.Float64).unsqueeze(1);
        var expected = direct.Velocity(x, t);
        Assert.True(((converted.Velocity(x, t) - expected) / (1 + expected.abs())).abs().max().item<double>() < 1e-8);
        Assert.True(((converted.Velocity(x, 0.4) - direct.Velocity(x, 0.4)) / (1 + direct.Velocity(x, 0.4).abs())).abs().max().item<double>() < 1e-8);
    }

    [Fact]
    public void The_reference_values_of_the_trigonometric_path_come_out()
    {
        // N(0, 1) to N(1, 2²), worked out from the Gaussian formula on the circle.
        var converted = new ConvertedVelocity(GaussianFlow.Isotropic([0], 1, [1], 2), Interpolant.Linear, new Trigonometric());
        Assert.Equal(1.4842089616, converted.Velocity(torch.tensor(new[,] { { 0.3 } }), 0.2).item<double>(), 9);
        Assert.Equal(-0.4445999240, converted.Velocity(torch.tensor(new[,] { { -1.0 } }), 0.6).item<double>(), 9);
        Assert.Equal(0.4334389959, converted.Velocity(torch.tensor(new[,] { { 2.0 } }), 0.9).item<double>(), 9);
    }

    [Fact]
    public void Both_ends_are_finite_and_images_keep_their_shape()
    {
        var field = VelocityField.From((x, _) => -x);
        var converted = new ConvertedVelocity(field, Interpolant.Linear, new Trigonometric());
        foreach (var t in new[] { 0.0, 1.0 })
        {
            var v = converted.Velocity(torch.ones(2, 1, 3, 3), t);
            Assert.Equal([2, 1, 3, 3], v.shape);
            Assert.True(v.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void Solving_either_path_gives_the_same_map()
    {
        var flow = new MixtureFlow(Mixture);
        var x0 = torch.tensor(new[,] { { -1.5 }, { 0.3 }, { 1.0 } });
        var linear = Solver.RungeKutta4.Solve(flow, x0, 400).Final;
        var circle = Solver.RungeKutta4.Solve(new ConvertedVelocity(flow, Interpolant.Linear, new Trigonometric()), x0, 400).Final;
        Assert.True((linear - circle).abs().max().item<double>() < 1e-6);
    }

    [Fact]
    public void Clamped_times_see_the_nearest_time()
    {
        var clamped = new ClampedTimes(VelocityField.From((x, t) => x * 0 + t), 0.1, 0.8);
        var x = torch.zeros(3, 2, dtype: ScalarType.Float64);
        Assert.Equal(0.1, clamped.Velocity(x, 0)[0, 0].item<double>(), 12);
        Assert.Equal(0.8, clamped.Velocity(x, 1)[0, 0].item<double>(), 12);
        Assert.Equal(0.5, clamped.Velocity(x, 0.5)[0, 0].item<double>(), 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClampedTimes(clamped, 0.9, 0.1));
    }
}
