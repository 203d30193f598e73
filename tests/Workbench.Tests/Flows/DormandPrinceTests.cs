using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class DormandPrinceTests
{
    private static readonly Tensor Quantiles = torch.linspace(-2, 2, 41, dtype: ScalarType.Float64).unsqueeze(1).DetachFromDisposeScope();

    private static double Error(DormandPrince solver, out long evaluations)
    {
        var flow = MixtureFlowTests.LawB;
        var exact = torch.tensor(Quantiles.data<double>().ToArray().Select(flow.MonotoneMap).ToArray()).unsqueeze(1);
        var solution = solver.Solve(flow, Quantiles, 1);
        evaluations = solution.Evaluations;
        return (solution.Final - exact).square().mean().sqrt().item<double>();
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    public void The_error_follows_the_tolerance(double tolerance)
    {
        Assert.InRange(Error(new DormandPrince(tolerance, tolerance), out _), 0, 20 * tolerance);
    }

    [Fact]
    public void A_thousandth_of_the_tolerance_costs_about_four_times_the_evaluations()
    {
        // The step falls as the fifth root of the tolerance: 1000^(1/5) = 3.98.
        Error(new DormandPrince(1e-9, 1e-9), out var coarse);
        Error(new DormandPrince(1e-12, 1e-12), out var fine);
        Assert.InRange((double)fine / coarse, 3, 5);
    }

    [Fact]
    public void The_path_between_steps_is_as_good_as_its_ends()
    {
        var grid = TimeGrid.Uniform(17);
        var wanted = new DormandPrince(1e-8, 1e-8).Solve(MixtureFlowTests.LawB, Quantiles, grid, record: true);
        var exact = Solver.RungeKutta4.Solve(MixtureFlowTests.LawB, Quantiles, TimeGrid.Uniform(17 * 40), record: true);
        Assert.Equal(18, wanted.States.Count);
        for (var i = 0; i <= 17; i++)
            Assert.True((wanted.States[i] - exact.States[40 * i]).abs().max().item<double>() < 1e-6, $"time {i}");
        Assert.Equal(wanted.Final, wanted.States[17]);
        // Recording takes no evaluation more.
        Assert.Equal(new DormandPrince(1e-8, 1e-8).Solve(MixtureFlowTests.LawB, Quantiles, grid).Evaluations, wanted.Evaluations);
    }

    [Fact]
    public void The_way_back_returns_to_the_start()
    {
        var solver = new DormandPrince(1e-9, 1e-9);
        var back = solver.SolveBackward(MixtureFlowTests.LawB, solver.Solve(MixtureFlowTests.LawB, Quantiles, 3).Final, 3, record: true);
        Assert.True((back.Final - Quantiles).abs().max().item<double>() < 1e-6);
        Assert.Equal(4, back.States.Count);
    }

    [Fact]
    public void Evaluations_run_out_with_a_message()
    {
        var error = Assert.Throws<ArithmeticException>(() => new DormandPrince(1e-12, 1e-12, mostEvaluations: 50).Solve(MixtureFlowTests.LawB, Quantiles, 1));
        Assert.Contains("may use 50", error.Message);
        var pole = VelocityField.From((x, t) => x / (0.5 - t).abs());
        Assert.Contains("t = 0.", Assert.Throws<ArithmeticException>(() => Solver.DormandPrince.Solve(pole, Quantiles, 1)).Message);
        var nan = VelocityField.From((x, t) => x * double.NaN);
        Assert.Contains("not finite at t = 0", Assert.Throws<ArithmeticException>(() => Solver.DormandPrince.Solve(nan, Quantiles, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DormandPrince(relative: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DormandPrince(mostEvaluations: 3));
    }

    [Fact]
    public void Evaluations_are_counted()
    {
        var calls = 0;
        var field = VelocityField.From((x, t) =>
        {
            calls++;
            return MixtureFlowTests.LawB.Velocity(x, t);
        });
        var evaluations = Solver.DormandPrince.Solve(field, Quantiles, 4).Evaluations;
        Assert.Equal(calls, evaluations);
        // One to begin and six a step, taken or repeated.
        Assert.Equal(0, (evaluations - 1) % 6);
    }
}
