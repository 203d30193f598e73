using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class TimeGridTests
{
    [Fact]
    public void Schedules_have_their_hand_made_times()
    {
        Assert.Equal([0, 0.25, 1], TimeGrid.Shifted(2, 3).Times);
        var sigmas = TimeGrid.Sigmas(3, sigmaMin: 1, sigmaMax: 3, rho: 1, fromNoise: false);
        // σ = 3, 2, 1, 0.
        Assert.Equal([0.25, 1.0 / 3, 0.5, 1], sigmas.Times.Select(t => Math.Round(t, 15)).Select((t, i) => i == 1 ? 1.0 / 3 : t));
        Assert.Equal(1.0 / 3, sigmas.Times[1], 12);
        Assert.Equal(0, TimeGrid.Sigmas(18).Times[0]);
        Assert.Equal(1 / (1 + 0.002), TimeGrid.Sigmas(18).Times[17], 12);
        Assert.Equal(TimeGrid.Uniform(7).Times, TimeGrid.Quantiles(TimeSampler.Uniform, 7).Times);
        var dense = TimeGrid.Quantiles(new UShapedTimes(), 8).Times;
        Assert.True(dense[1] - dense[0] < dense[4] - dense[3]);
        Assert.Equal(0.5, dense[4], 12);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Shifted(3, 0)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Sigmas(1)).ParamName);
        Assert.Equal("sigmaMax", Assert.Throws<ArgumentOutOfRangeException>(() => TimeGrid.Sigmas(4, 1, 0.5)).ParamName);
    }

    [Theory]
    [InlineData(2, 2, new[] { 0, 41, 100 }, 1.0224)]
    [InlineData(2, 4, new[] { 0, 20, 39, 62, 100 }, 0.5282)]
    [InlineData(2, 8, new[] { 0, 10, 19, 28, 37, 48, 61, 77, 100 }, 0.2631)]
    [InlineData(0.5, 2, new[] { 0, 68, 100 }, 0.2431)]
    [InlineData(0.5, 4, new[] { 0, 43, 66, 83, 100 }, 0.1287)]
    [InlineData(1, 2, new[] { 0, 55, 100 }, 0.4971)]
    [InlineData(1, 4, new[] { 0, 30, 52, 73, 100 }, 0.2597)]
    public void The_bellman_grid_between_gaussians_is_that_of_the_reference(double s, int steps, int[] nodes, double error)
    {
        // The field is linear in x, so one point of unit size stands for all of N(0, 1).
        var flow = GaussianFlow.Isotropic([0], 1, [0], s);
        var x0 = torch.ones(1, 1, dtype: ScalarType.Float64);
        var found = BellmanSteps.Find(flow, x0, steps);
        Assert.Equal(nodes, found.Nodes);
        var fine = Solver.Euler.Solve(flow, x0, 100).Final.item<double>();
        Assert.Equal(error, Math.Abs(Solver.Euler.Solve(flow, x0, found.Grid).Final.item<double>() - fine), 2e-4);
    }

    [Fact]
    public void The_programme_finds_what_trying_all_ways_finds()
    {
        var random = new Random(5);
        var costs = new double[13, 13];
        for (var i = 0; i < 13; i++)
        {
            for (var j = i + 1; j < 13; j++)
                costs[i, j] = random.NextDouble();
        }

        var best = double.PositiveInfinity;
        for (var a = 1; a < 12; a++)
        {
            for (var b = a + 1; b < 12; b++)
                best = Math.Min(best, costs[0, a] + costs[a, b] + costs[b, 12]);
        }

        Assert.Equal(best, BellmanSteps.Find(costs, 3).Cost, 12);
    }

    [Fact]
    public void More_steps_cost_less_and_all_of_them_nothing()
    {
        var costs = BellmanSteps.LocalErrors(MixtureFlowTests.LawB, torch.randn(64, 1, dtype: ScalarType.Float64, generator: new Generator(0)), 30);
        var totals = Enumerable.Range(1, 30).Select(k => BellmanSteps.Find(costs, k).Cost).ToArray();
        Assert.All(totals.Zip(totals.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
        Assert.Equal(0, totals[^1], 15);
        var uniform = costs[0, 10] + costs[10, 20] + costs[20, 30];
        Assert.True(totals[2] <= uniform);
        Assert.Throws<ArgumentOutOfRangeException>(() => BellmanSteps.Find(costs, 31));
        Assert.Throws<ArgumentOutOfRangeException>(() => BellmanSteps.Find(costs, 0));
    }
}
