using MathNet.Numerics.Distributions;
using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class SolverTests
{
    private static readonly int[] Counts = [4, 8, 16, 32, 64, 128, 256];

    public static TheoryData<Solver> Everyone => [.. Solver.All];

    public static TheoryData<Solver> OfFixedSteps => [.. Solver.All.Where(solver => !solver.IsAdaptive)];

    /// <summary>rms errors over the 41 mid-quantiles of N(0, 1) at 4, 8, … 256 steps; numpy, apart from this code.</summary>
    public static TheoryData<string, string, double[]> ErrorTable => new()
    {
        { "B", "euler", [5.91e-01, 3.12e-01, 1.58e-01, 8.10e-02, 4.41e-02, 2.37e-02, 1.24e-02] },
        { "B", "heun", [1.30e-01, 3.34e-02, 9.14e-03, 2.30e-03, 5.68e-04, 1.40e-04, 3.49e-05] },
        { "B", "midpoint", [4.92e-02, 1.65e-02, 4.83e-03, 1.28e-03, 3.28e-04, 8.26e-05, 2.07e-05] },
        { "B", "rf-solver", [4.92e-02, 1.65e-02, 4.83e-03, 1.28e-03, 3.28e-04, 8.26e-05, 2.07e-05] },
        { "B", "pseudo-corrector", [2.16e-01, 5.66e-02, 1.73e-02, 4.65e-03, 1.17e-03, 2.92e-04, 7.26e-05] },
        { "B", "rk4", [5.42e-03, 3.47e-04, 2.03e-05, 1.23e-06, 7.61e-08, 4.73e-09, 2.95e-10] },
        { "A", "euler", [3.38e-01, 1.69e-01, 8.48e-02, 4.26e-02, 2.14e-02, 1.07e-02, 5.35e-03] },
        { "A", "heun", [3.90e-02, 1.11e-02, 3.55e-03, 1.00e-03, 2.68e-04, 6.90e-05, 1.75e-05] },
        { "A", "midpoint", [2.50e-02, 9.66e-03, 2.97e-03, 8.34e-04, 2.22e-04, 5.72e-05, 1.45e-05] },
        { "A", "rk4", [4.99e-03, 5.02e-04, 5.17e-05, 3.56e-06, 2.32e-07, 1.47e-08, 9.29e-10] },
    };

    private static double[] Errors(Solver solver, MixtureFlow flow, IEnumerable<int> counts)
    {
        var quantiles = Enumerable.Range(0, 41).Select(i => Normal.InvCDF(0, 1, (i + 0.5) / 41)).ToArray();
        var x0 = torch.tensor(quantiles).unsqueeze(1);
        var exact = torch.tensor(quantiles.Select(flow.MonotoneMap).ToArray()).unsqueeze(1);
        return [.. counts.Select(n => (solver.Solve(flow, x0, n).Final - exact).square().mean().sqrt().item<double>())];
    }

    /// <summary>Minus the slope of log error against log steps, by least squares.</summary>
    private static double MeasuredOrder(IReadOnlyList<int> counts, IReadOnlyList<double> errors)
    {
        var (_, slope) = MathNet.Numerics.Fit.Line(
            [.. counts.Select(n => Math.Log(n))], [.. errors.Select(e => Math.Log(e))]);
        return -slope;
    }

    [Theory]
    [MemberData(nameof(OfFixedSteps))]
    public void The_measured_order_is_the_declared_one(Solver solver)
    {
        // Mixture law B: between two Gaussians the midpoint rule would look third-order.
        int[] counts = [64, 128, 256];
        var order = MeasuredOrder(counts, Errors(solver, MixtureFlowTests.LawB, counts));
        Assert.InRange(order, solver.Order - (solver.Order == 1 ? 0.15 : 0.1), solver.Order + 0.1);
    }

    [Theory]
    [MemberData(nameof(ErrorTable))]
    public void The_error_is_that_of_the_table(string law, string name, double[] expected)
    {
        var errors = Errors(Solver.ByName(name), law == "A" ? MixtureFlowTests.LawA : MixtureFlowTests.LawB, Counts);
        for (var i = 0; i < Counts.Length; i++)
        {
            // Two per cent; the table itself is rounded to three digits.
            Assert.InRange(errors[i] / expected[i], 0.98, 1.02);
        }
    }

    [Theory]
    [InlineData("euler", 1, new[] { -1.000e+00, -5.000e-01, -2.800e-01, -1.492e-01, -7.730e-02 })]
    [InlineData("euler", 0.5, new[] { -5.000e-01, -3.000e-01, -1.595e-01, -8.522e-02, -4.432e-02 })]
    [InlineData("heun", 1, new[] { -5.000e-01, -6.250e-02, -1.000e-02, -1.294e-03, -1.630e-04 })]
    [InlineData("heun", 2, new[] { -1.500e+00, -4.700e-01, -9.028e-02, -1.915e-02, -4.247e-03 })]
    [InlineData("pseudo-corrector", 1, new[] { -5.000e-01, -6.250e-02, -1.219e-02, -1.897e-03, -2.548e-04 })]
    [InlineData("pseudo-corrector", 2, new[] { -1.500e+00, -6.500e-01, -1.442e-01, -3.031e-02, -6.611e-03 })]
    [InlineData("rf-solver", 0.5, new[] { -1.000e-01, -5.613e-03, -1.709e-03, -2.236e-04, -2.835e-05 })]
    [InlineData("midpoint", 2, new[] { -4.000e-01, -2.245e-02, -6.835e-03, -8.942e-04, -1.134e-04 })]
    [InlineData("rk4", 1, new[] { 0, -3.611e-03, -8.389e-05, -2.650e-06, -8.368e-08 })]
    [InlineData("rk4", 2, new[] { -2.000e-02, 8.695e-03, -8.231e-04, -2.547e-05, -1.160e-06 })]
    public void Between_Gaussians_the_error_of_the_spread_is_that_of_the_table(string name, double s1, double[] expected)
    {
        // The map is linear, so one unit of the source ends at the multiplier.
        var flow = GaussianFlow.Isotropic([0.0], 1, [0.0], s1);
        for (var i = 0; i < expected.Length; i++)
        {
            var end = Solver.ByName(name).Solve(flow, torch.ones(1, 1, dtype: ScalarType.Float64), 1 << i).Final.item<double>();
            Assert.InRange(end - s1, expected[i] - 6e-4 * Math.Abs(expected[i]) - 1e-14, expected[i] + 6e-4 * Math.Abs(expected[i]) + 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(OfFixedSteps))]
    public void Evaluations_are_counted_steps_are_not_evaluations(Solver solver)
    {
        var calls = 0;
        var field = VelocityField.From((x, _) =>
        {
            calls++;
            return torch.zeros_like(x);
        });
        var solution = solver.Solve(field, torch.zeros(3, 2), 7);
        Assert.Equal(7 * solver.EvaluationsPerStep + solver.EvaluationsToBegin, solution.Evaluations);
        Assert.Equal(calls, solution.Evaluations);
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Backward_undoes_forward(Solver solver)
    {
        var x0 = new StandardNormal(2).Sample(200, new Generator(0)).to_type(ScalarType.Float64);
        var flow = new MixtureFlow(Workbench.Data.Toys.EightGaussians());
        var back = solver.SolveBackward(flow, solver.Solve(flow, x0, 400).Final, 400).Final;
        var distance = (back - x0).square().sum(1).sqrt().median().item<double>();
        // The card asks 1e-4 of 400 RK4 steps; a method of lower order is off by more, as h to its order.
        Assert.InRange(distance, 0, solver.Order switch { 1 => 3e-2, 2 => 1e-3, _ => 1e-4 });
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_constant_field_is_solved_exactly_and_images_keep_their_shape(Solver solver)
    {
        var x0 = torch.randn([3, 1, 4, 4], dtype: ScalarType.Float64, generator: new Generator(0));
        var shift = torch.randn([3, 1, 4, 4], dtype: ScalarType.Float64, generator: new Generator(1));
        var solution = solver.Solve(VelocityField.From((_, _) => shift), x0, 3, record: true);
        Assert.True((solution.Final - x0 - shift).abs().max().item<double>() < 1e-14);
        Assert.Equal([4, 3, 1, 4, 4], solution.Path.shape);
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void The_path_begins_at_the_start_and_ends_at_the_end(Solver solver)
    {
        var x0 = torch.tensor(new[,] { { 0.5 }, { -1.0 } });
        var recorded = solver.Solve(MixtureFlowTests.LawA, x0, new TimeGrid([0, 0.1, 0.5, 1]), record: true);
        var plain = solver.Solve(MixtureFlowTests.LawA, x0, new TimeGrid([0, 0.1, 0.5, 1]));
        Assert.Equal(4, recorded.States.Count);
        Assert.Equal(x0, recorded.States[0]);
        Assert.Equal(plain.Final, recorded.States[3]);
        Assert.Throws<InvalidOperationException>(() => plain.Path);
        Assert.Equal(torch.tensor(new[,] { { 0.5 }, { -1.0 } }), x0);
    }

    [Fact]
    public void One_Euler_step_collapses_to_the_mean_of_the_data()
    {
        var x0 = new StandardNormal(2).Sample(1000, new Generator(0));
        var end = Solver.Euler.Solve(new MixtureFlow(new GaussianMixture([1, 3], new double[,] { { 2, 0 }, { -1, 1 } }, [0.3, 0.7])), x0, 1).Final;
        Assert.True((end - torch.tensor(new[] { -0.25f, 0.75f })).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void No_gradient_is_recorded_and_the_points_survive_the_callers_scope()
    {
        Tensor final;
        using (var scope = torch.NewDisposeScope())
        {
            var weight = torch.ones(1, requires_grad: true);
            var solution = Solver.Heun.Solve(VelocityField.From((x, _) => x * weight), torch.ones(2, 2), 4, record: true);
            Assert.False(solution.Final.requires_grad);
            final = solution.Final.MoveToOuterDisposeScope();
        }

        Assert.Equal(2 * 2, final.numel());
        Assert.True(final.isfinite().all().item<bool>());
    }

    [Fact]
    public void A_velocity_that_is_not_finite_names_its_step_and_time()
    {
        var field = VelocityField.From((x, t) => t.item<float>() > 0.65 ? x / 0 : x);
        var error = Assert.Throws<ArithmeticException>(() => Solver.Euler.Solve(field, torch.ones(2, 2), 10));
        Assert.Contains("step 8 of 10", error.Message);
        Assert.Contains("t = 0.7", error.Message);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var (field, x) = (MixtureFlowTests.LawA, torch.zeros(1, 1));
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => Solver.Euler.Solve(field, x, 0)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => field.Velocity(x, 1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => field.Velocity(x, double.NaN));
        Assert.Throws<InvalidOperationException>(() => Solver.Euler.Solve(VelocityField.From((p, _) => p.sum(1)), x, 1));
        Assert.Throws<ArgumentException>(() => new TimeGrid([0]));
        Assert.Throws<ArgumentException>(() => new TimeGrid([0, 0.5, 0.5, 1]));
        Assert.Throws<ArgumentException>(() => new TimeGrid([0, 0.5, 0.2]));
        Assert.Contains("1.2", Assert.Throws<ArgumentException>(() => new TimeGrid([0, 1.2])).Message);
        var unknown = Assert.Throws<ArgumentException>(() => Solver.ByName("huen"));
        Assert.Contains("'heun'", unknown.Message);
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(Solver.All.Count, Solver.All.Select(s => s.Name).Distinct().Count());
}
