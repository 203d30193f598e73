using TorchSharp;
using Workbench.Flows;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class FirstOrderErrorTests
{
    [Fact]
    public void A_straight_flow_is_first_order_and_stays_so_on_every_path()
    {
        // Z_1 = 3·Z_0 at constant speed: v(x, t) = 2·x/(1 + 2t), and the predicted noise is Z_0 all along.
        var straight = VelocityField.From((x, t) => 2 * x / (1 + 2 * t));
        var x0 = torch.randn(50, 2, dtype: ScalarType.Float64, generator: new Generator(0));
        Assert.True(FirstOrderError.Along(straight, Solver.RungeKutta4.Solve(straight, x0, 50, record: true)) < 1e-12);

        var circle = new ConvertedVelocity(straight, Interpolant.Linear, new Trigonometric());
        var path = Solver.RungeKutta4.Solve(circle, x0, 200, record: true);
        Assert.True(FirstOrderError.Along(circle, path, new Trigonometric()) < 1e-9);
        // Curved in x all the same.
        Assert.True(Straightness.Along(circle, path).Value > 0.1);
    }

    [Fact]
    public void A_rectified_gaussian_flow_has_the_error_of_its_closed_form()
    {
        // N(0,1) to N(0,1): Z_t = σ_t·Z_0 and ε̂ = E[X_0|Z_t] = (1-t)·Z_0/σ_t.
        var flow = GaussianFlow.Isotropic([0], 1, [0], 1);
        const int steps = 200;
        var gains = Enumerable.Range(0, steps + 1).Select(i => (double)i / steps).Select(t => (1 - t) / Math.Sqrt((1 - t) * (1 - t) + t * t)).ToArray();
        var mean = gains.Average();
        var expected = gains.Average(g => (g - mean) * (g - mean)) / (mean * mean);
        var x0 = torch.randn(100, 1, dtype: ScalarType.Float64, generator: new Generator(1));
        Assert.Equal(expected, FirstOrderError.Along(flow, Solver.RungeKutta4.Solve(flow, x0, steps, record: true)), 1e-6);
    }

    [Fact]
    public void A_path_must_have_been_recorded()
    {
        var flow = GaussianFlow.Isotropic([0], 1, [0], 1);
        var solution = Solver.Euler.Solve(flow, torch.zeros(2, 1, dtype: ScalarType.Float64), 3);
        Assert.Throws<ArgumentException>(() => FirstOrderError.Along(flow, solution));
    }
}
