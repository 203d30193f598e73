using FsCheck;
using FsCheck.Fluent;
using Workbench.Plots;
using static Workbench.Tests.Plots.FigureJson;

namespace Workbench.Tests.Plots;

public class ParetoFrontTests
{
    [Fact]
    public void The_front_is_what_no_other_point_beats_for_every_pair_of_directions()
    {
        // Few different values, so that ties and equal points are common.
        var points = Gen.Choose(0, 6).Two().ListOf().Where(l => l.Count > 0).ToArbitrary();
        Prop.ForAll(points, list =>
        {
            double[] x = [.. list.Select(p => (double)p.Item1)], y = [.. list.Select(p => (double)p.Item2)];
            foreach (var (bx, by) in from a in Enum.GetValues<Better>() from b in Enum.GetValues<Better>() select (a, b))
            {
                var front = ParetoFront.Of(x, y, bx, by);
                var expected = Enumerable.Range(0, x.Length).Where(i => !Enumerable.Range(0, x.Length).Any(j => Beats(j, i) || j < i && x[j] == x[i] && y[j] == y[i]));
                Assert.Equal(expected.Order(), front.Order());

                bool Beats(int j, int i) => AsGood(x[j], x[i], bx) && AsGood(y[j], y[i], by) && (x[j] != x[i] || y[j] != y[i]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Points_that_are_not_finite_are_never_on_the_front()
    {
        Assert.Equal([2], ParetoFront.Of([double.NaN, 1, 2], [0, double.PositiveInfinity, 3]));
        Assert.Empty(ParetoFront.Of([double.NaN], [1]));
        Assert.Contains("2 and 1", Complaint(() => ParetoFront.Of([1, 2], [1])));
    }

    [Fact]
    public void The_staircase_runs_over_the_front_and_the_beaten_points_stand_apart()
    {
        var figure = Plot.Pareto([1, 2, 3, 4], [0.5, 0.9, 0.7, 0.95], Better.Lower, Better.Higher, ["a", "b", "c", "d"]);

        var data = Traces(figure);
        Assert.Equal("hv", data[0].GetProperty("line").GetProperty("shape").GetString());
        Assert.Equal([1, 2, 4], Numbers(data[0], "x"));
        Assert.Equal(["a", "b", "d"], Texts(data[1], "text"));
        Assert.Equal([3], Numbers(data[2], "x"));
        Assert.Equal(data[0].GetProperty("line").GetProperty("color").GetString(), data[1].GetProperty("marker").GetProperty("color").GetString());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("1 names for 2 points", Complaint(() => Plot.Pareto([1, 2], [1, 2], names: ["a"])));
        Assert.Contains("no point is finite", Complaint(() => Plot.Pareto([double.NaN], [1])));
        Assert.Contains("2 and 3", Complaint(() => Plot.Pareto([1, 2], [1, 2, 3])));
    }

    private static bool AsGood(double a, double b, Better better) => better == Better.Lower ? a <= b : a >= b;
}
