using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Metrics;
using Workbench.Statistics;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class InversionTests
{
    private const double K = 0.7;

    private static VelocityField Linear { get; } = VelocityField.From((x, _) => K * x);

    public static TheoryData<Solver, Func<double, double>> Multipliers => new()
    {
        { Solver.Euler, a => 1 - a * a },
        { Solver.Midpoint, a => 1 + Math.Pow(a, 4) / 4 },
        { Solver.RfSolver, a => 1 + Math.Pow(a, 4) / 4 },
    };

    [Theory]
    [MemberData(nameof(Multipliers))]
    public void A_linear_field_multiplies_by_the_closed_form_for_every_step(Solver solver, Func<double, double> multiplier)
    {
        var x1 = torch.tensor(new[,] { { 1.0, -2.0 }, { 0.5, 3.0 } });
        var grid = new TimeGrid([0, 0.1, 0.35, 0.6, 1]);
        var trip = Inversion.RoundTrip(Linear, x1, solver, grid);
        var product = grid.Times.Zip(grid.Times.Skip(1), (from, to) => multiplier(K * (to - from))).Aggregate((a, b) => a * b);
        Assert.True((trip.Reconstruction - product * x1).abs().max().item<double>() < 1e-13);
    }

    [Fact]
    public void Both_ways_spend_the_evaluations_that_are_asked_for()
    {
        var counted = new CountedVelocity(Linear);
        var trip = Inversion.RoundTrip(counted, torch.ones(3, 2), Solver.RfSolver, evaluations: 16);
        Assert.Equal(16, trip.Evaluations);
        Assert.Equal(32, counted.Evaluations);
        var noise = Solver.RfSolver.SolveBackward(Linear, torch.ones(3, 2), 8).Final;
        Assert.True(trip.Noise.equal(noise).all().item<bool>());
    }

    [Fact]
    public void A_falling_grid_is_refused()
        => Assert.Contains("rising", Assert.Throws<ArgumentException>(
            () => Inversion.RoundTrip(Linear, torch.ones(3, 2), Solver.Euler, TimeGrid.Uniform(4, from: 1, to: 0))).Message);

    [Theory]
    [InlineData("euler", 1)]
    [InlineData("rf-solver", 3)]
    [InlineData("kutta3", 3)]
    public void A_round_trip_has_the_next_higher_order_when_the_order_is_even(string name, int expected)
    {
        var flow = new MixtureFlow(Toys.EightGaussians());
        var x1 = flow.Target.Sample(200, new Generator(3)).to(ScalarType.Float64);
        int[] steps = [32, 64, 128];
        var errors = steps.Select(n => Math.Log(PairedErrors.Of(Inversion.RoundTrip(flow, x1, Solver.ByName(name), TimeGrid.Uniform(n)).Reconstruction, x1).Median) / 2);
        var order = -LinearRegression.Of(steps.Select(n => Math.Log(n)), errors).Slope.Value;
        Assert.InRange(order, expected - 0.2, expected + 0.2);
    }

    [Theory]
    [InlineData("euler", 12, 12)]
    [InlineData("rf-solver", 12, 6)]
    [InlineData("kutta3", 12, 4)]
    public void Steps_are_counted_from_evaluations(string name, int evaluations, int steps)
        => Assert.Equal(steps, Solver.ByName(name).StepsFor(evaluations));

    [Fact]
    public void Steps_for_evaluations_are_those_that_a_solve_takes()
    {
        foreach (var solver in Solver.All.Where(s => !s.IsAdaptive))
        {
            var evaluations = (int)solver.Solve(Linear, torch.ones(2, 2), steps: 6).Evaluations;
            Assert.Equal(6, solver.StepsFor(evaluations));
        }
    }

    [Fact]
    public void Evaluations_that_make_no_whole_step_are_refused()
    {
        Assert.Contains("2 evaluations a step", Assert.Throws<ArgumentException>(() => Solver.RfSolver.StepsFor(7)).Message);
        Assert.Throws<ArgumentException>(() => Solver.RfSolver.StepsFor(0));
        Assert.Throws<ArgumentException>(() => Solver.DormandPrince.StepsFor(12));
    }

    [Fact]
    public void A_point_belongs_to_the_component_of_greatest_posterior_probability()
    {
        // The narrow component wins near its mean only; expected by the densities themselves.
        var mixture = new GaussianMixture([0.9, 0.1], new double[,] { { 0 }, { 4 } }, [1, 0.5]);
        double[] xs = [-20, -1, 1.9, 2.5, 2.9, 3.1, 4, 5, 6, 7.5, 9];
        double Density(double x, double w, double m, double s) => w / s * Math.Exp(-0.5 * (x - m) * (x - m) / (s * s));
        long[] expected = [.. xs.Select(x => Density(x, 0.9, 0, 1) >= Density(x, 0.1, 4, 0.5) ? 0L : 1L)];
        Assert.Equal(expected, mixture.MostLikelyComponents(torch.tensor(xs).unsqueeze(1)).data<long>().ToArray());
        Assert.Equal([0, 1], expected.Distinct().Order());
        // Far out the wider component takes over again.
        Assert.Equal(0, expected[^1]);
    }

    [Fact]
    public void Modes_of_the_ring_are_numbered_as_its_means()
    {
        var ring = Toys.EightGaussians();
        var means = torch.tensor(ring.Means).to(ScalarType.Float32) + 0.2f;
        Assert.Equal(Enumerable.Range(0, 8).Select(k => (long)k), ring.MostLikelyComponents(means).data<long>().ToArray());
        Assert.Throws<ArgumentException>(() => ring.MostLikelyComponents(torch.ones(4, 3)));
    }
}
