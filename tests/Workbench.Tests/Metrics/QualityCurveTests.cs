using TorchSharp;
using Workbench.Flows;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class QualityCurveTests
{
    // dZ/dt = Z from 1 ends at e. By hand: n Euler steps give (1 + 1/n)^n, n steps of Heun (1 + 1/n + 1/(2n²))^n.
    private static readonly VelocityField Growth = VelocityField.From((x, _) => x);

    private static QualityCurve Curve(params Solver[] solvers) => QualityCurve.Of(
        Growth, torch.ones(1, 1, dtype: ScalarType.Float64), solvers, [1, 2, 4], x => Math.Abs(x.item<double>() - Math.E));

    [Fact]
    public void Every_solver_is_measured_where_some_number_of_steps_takes_as_many_evaluations()
    {
        var curve = Curve(Solver.Euler, Solver.Heun, Solver.RungeKutta4, new AdamsBashforth(2));
        Assert.Equal([("euler", 1L), ("euler", 2L), ("euler", 4L), ("heun", 2L), ("heun", 4L), ("rk4", 4L), ("adams-bashforth-2", 2L), ("adams-bashforth-2", 4L)],
            curve.Points.Select(p => (p.Solver, p.Evaluations)));
        Assert.Equal([Math.E - 2, Math.E - 2.25, Math.E - Math.Pow(1.25, 4)], curve.Of("euler").Select(p => p.Quality), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([Math.E - 2.5, Math.E - Math.Pow(1.625, 2)], curve.Of("heun").Select(p => p.Quality), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_front_holds_what_nothing_as_cheap_equals()
    {
        // Heun beats Euler at 2 and at 4 evaluations, and one step of RK4 beats both at 4: 1 + 1 + 1/2 + 1/6 + 1/24.
        Assert.Equal([("euler", 1L), ("heun", 2L), ("rk4", 4L)], Curve(Solver.Euler, Solver.Heun, Solver.RungeKutta4).Front.Select(p => (p.Solver, p.Evaluations)));
        var points = new QualityCurve([new("a", 4, 1), new("b", 2, 1), new("c", 2, double.NaN), new("d", 1, double.PositiveInfinity), new("e", 8, 0.5), new("f", 2, 1)]);
        Assert.Equal(["b", "e"], points.Front.Select(p => p.Solver));
    }

    [Fact]
    public void Steps_may_be_unequal()
    {
        var curve = QualityCurve.Of(Growth, torch.ones(1, 1, dtype: ScalarType.Float64), [Solver.Euler], [2], x => x.item<double>(), _ => new TimeGrid([0, 0.25, 1]));
        Assert.Equal(1.25 * 1.75, Assert.Single(curve.Points).Quality, 12);
    }

    [Fact]
    public void A_solver_of_its_own_steps_is_measured_once_for_what_it_costs()
    {
        var point = Assert.Single(Curve(Solver.DormandPrince).Points);
        Assert.Equal(1, point.Evaluations % 6);
        Assert.InRange(point.Quality, 0, 1e-4);
    }

    [Fact]
    public void Nothing_to_measure_is_an_error()
    {
        var x = torch.ones(1, 1);
        Assert.Contains("(1, 3)", Assert.Throws<ArgumentException>(() => QualityCurve.Of(Growth, x, [Solver.Heun], [1, 3], _ => 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => QualityCurve.Of(Growth, x, [Solver.Euler], [0], _ => 0));
    }
}
