using TorchSharp;
using Workbench.Flows;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class CurvatureTests
{
    [Fact]
    public void A_quarter_of_a_circle_has_its_length_detour_and_curvature()
    {
        // Rotation by π/2 in unit time about the origin, from (2, 0): length π, distance 2√2, acceleration 2·(π/2)².
        var turn = VelocityField.From((x, _) => Math.PI / 2 * torch.stack([-x.select(1, 1), x.select(1, 0)], 1));
        var path = Solver.RungeKutta4.Solve(turn, torch.tensor(new[,] { { 2.0, 0 } }), 200, record: true);
        Assert.Equal(Math.PI, Curvature.PathLength(path), 1e-4);
        Assert.Equal(Math.PI / (2 * Math.Sqrt(2)), Curvature.Detour(path), 1e-4);
        Assert.Equal(2 * Math.PI * Math.PI / 4, Curvature.Acceleration(path), 1e-3);
    }

    [Fact]
    public void A_line_at_uneven_pace_has_no_detour_but_acceleration()
    {
        // Z = Z_0·(1 + t²): second derivative 2·Z_0.
        var field = VelocityField.From((x, t) => x * 2 * t / (1 + t * t));
        var path = Solver.RungeKutta4.Solve(field, torch.tensor(new[,] { { 3.0, 4.0 } }), 100, record: true);
        Assert.Equal(1, Curvature.Detour(path), 1e-9);
        Assert.Equal(10, Curvature.Acceleration(path), 1e-3);
        Assert.Equal(5, Curvature.PathLength(path), 1e-6);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var flow = GaussianFlow.Isotropic([0], 1, [0], 1);
        var x = torch.ones(2, 1, dtype: ScalarType.Float64);
        Assert.Throws<ArgumentException>(() => Curvature.PathLength(Solver.Euler.Solve(flow, x, 4)));
        Assert.Throws<ArgumentException>(() => Curvature.Acceleration(Solver.Euler.Solve(flow, x, new TimeGrid([0, 0.1, 1]), record: true)));
        Assert.Equal(1, Curvature.Detour(Solver.Euler.Solve(VelocityField.From((p, _) => p * 0), x, 3, record: true)));
    }
}
