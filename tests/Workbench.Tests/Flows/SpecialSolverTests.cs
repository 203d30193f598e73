using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class SpecialSolverTests
{
    private static Tensor Starts(int count = 300) => torch.randn(count, 2, dtype: ScalarType.Float64, generator: new Generator(0));

    private static MixtureFlow EightGaussians => new(Workbench.Data.Toys.EightGaussians());

    [Fact]
    public void Rf_solver_is_the_midpoint_rule()
    {
        foreach (var steps in new[] { 1, 5, 40 })
        {
            var difference = Solver.RfSolver.Solve(EightGaussians, Starts(), steps).Final - Solver.Midpoint.Solve(EightGaussians, Starts(), steps).Final;
            Assert.True(difference.abs().max().item<double>() < 1e-12);
        }
    }

    [Fact]
    public void Rf_solver_multiplies_a_linear_field_as_its_expansion_says()
    {
        const double k = 1.7;
        const double h = 0.25;
        var field = VelocityField.From((x, _) => k * x);
        var there = Solver.RfSolver.Solve(field, torch.ones(1, 1, dtype: ScalarType.Float64), new TimeGrid([0, h])).Final;
        Assert.Equal(1 + k * h + k * h * k * h / 2, there.item<double>(), 12);
        var back = Solver.RfSolver.Solve(field, there, new TimeGrid([h, 0])).Final.item<double>();
        Assert.Equal(1 + Math.Pow(k * h, 4) / 4, back, 12);
    }

    [Fact]
    public void Ddim_follows_a_first_order_path_in_one_step_and_is_euler_on_the_line()
    {
        var straight = VelocityField.From((x, t) => 2 * x / (1 + 2 * t));
        var circle = new ConvertedVelocity(straight, Interpolant.Linear, new Trigonometric());
        // Z_1 = 3·Z_0.
        var end = new Ddim(new Trigonometric()).Solve(circle, Starts(), 1).Final;
        Assert.True((end - 3 * Starts()).abs().max().item<double>() < 1e-9);
        Assert.True((Solver.Euler.Solve(circle, Starts(), 1).Final - 3 * Starts()).abs().max().item<double>() > 0.1);
        var difference = new Ddim().Solve(EightGaussians, Starts(), 9).Final - Solver.Euler.Solve(EightGaussians, Starts(), 9).Final;
        Assert.True(difference.abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void Ddim_on_a_curved_path_has_order_one()
    {
        var flow = new MixtureFlow(new GaussianMixture([0.3, 0.7], new double[,] { { -1 }, { 3 } }, [0.5, 1]), interpolant: new Trigonometric());
        var x0 = torch.linspace(-2, 2, 41, dtype: ScalarType.Float64).unsqueeze(1);
        var exact = Solver.RungeKutta4.Solve(flow, x0, 2000).Final;
        double Error(int steps) => (new Ddim(new Trigonometric()).Solve(flow, x0, steps).Final - exact).square().mean().sqrt().item<double>();
        Assert.InRange(Math.Log2(Error(64) / Error(128)), 0.85, 1.15);
    }

    [Fact]
    public void Reinterpolation_is_euler_for_two_steps_and_on_straight_flows()
    {
        foreach (var steps in new[] { 1, 2 })
        {
            var difference = Solver.Reinterpolation.Solve(EightGaussians, Starts(), steps).Final - Solver.Euler.Solve(EightGaussians, Starts(), steps).Final;
            Assert.True(difference.abs().max().item<double>() < 1e-12);
        }

        var straight = VelocityField.From((x, t) => 2 * x / (1 + 2 * t));
        Assert.True((Solver.Reinterpolation.Solve(straight, Starts(), 7).Final - 3 * Starts()).abs().max().item<double>() < 1e-12);
        Assert.True((Solver.Reinterpolation.SolveBackward(straight, 3 * Starts(), 7).Final - Starts()).abs().max().item<double>() < 1e-12);
        Assert.True((Solver.Reinterpolation.Solve(EightGaussians, Starts(), 3).Final - Solver.Euler.Solve(EightGaussians, Starts(), 3).Final).abs().max().item<double>() > 1e-3);
        Assert.Throws<ArgumentException>(() => Solver.Reinterpolation.Solve(straight, Starts(), new TimeGrid([0.5, 1])));
        Assert.Same(Solver.Reinterpolation, Solver.ByName("reinterpolation"));
    }

    [Fact]
    public void Reinterpolation_steps_from_the_predicted_end()
    {
        // v(x, t) = t: x̂_1 = x + (1-t)·t. By hand over 0, ½, 1 with the start 0: x(½) = 0, then 0 + ½·½.
        var field = VelocityField.From((x, t) => torch.zeros_like(x) + t);
        var solution = Solver.Reinterpolation.Solve(field, torch.zeros(1, 1, dtype: ScalarType.Float64), new TimeGrid([0, 0.5, 0.75, 1]), record: true);
        // x(¾) = ¾·(0 + ½·½), x(1) = x(¾) + ¼·¾.
        Assert.Equal(0.1875, solution.States[2].item<double>(), 12);
        Assert.Equal(0.375, solution.Final.item<double>(), 12);
    }

    [Fact]
    public void Adams_bashforth_is_exact_for_polynomials_on_uneven_grids()
    {
        foreach (var order in new[] { 2, 3, 4 })
        {
            // ∫k·t^(k-1) = t^k; the starting steps are exact for these, too.
            var degree = order == 2 ? 2 : order;
            var field = VelocityField.From((x, t) => torch.zeros_like(x) + degree * t.pow(degree - 1));
            var end = new AdamsBashforth(order).Solve(field, torch.zeros(1, 1, dtype: ScalarType.Float64), new TimeGrid([0, 0.1, 0.25, 0.3, 0.55, 0.7, 1])).Final;
            Assert.Equal(1, end.item<double>(), 12);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamsBashforth(5));
    }

    [Fact]
    public void Seven_refinements_of_a_straight_flow_take_one_step_of_any_solver()
    {
        var straight = VelocityField.From((x, t) => 2 * x / (1 + 2 * t));
        foreach (var solver in new[] { Solver.Euler, Solver.RfSolver, Solver.Heun })
            Assert.True((solver.Solve(straight, Starts(), 1).Final - 3 * Starts()).abs().max().item<double>() < 1e-12, solver.Name);
    }
}
