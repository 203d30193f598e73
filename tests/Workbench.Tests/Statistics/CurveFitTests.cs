using Workbench.Statistics;

namespace Workbench.Tests.Statistics;

/// <summary>Fits with known answers, and fits that have none.</summary>
public class CurveFitTests
{
    private static readonly double[] Grid = [.. Enumerable.Range(0, 20).Select(i => i / 5.0)];

    [Fact]
    public void NISTs_certified_values_are_found_from_both_starts()
    {
        // Misra1a of the Statistical Reference Datasets, difficulty "lower"; certified to eleven digits.
        double[] x = [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0];
        double[] y = [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78];
        foreach (var (b1, b2) in new[] { (500, 0.0001), (250, 0.0005) })
        {
            var fit = CurveFit.Of(x, y, Curves.Named("growth"), [("b1", b1), ("b2", b2)]);

            Assert.True(fit.Converged, fit.Problem);
            Assert.Equal(2.3894212918E+02, fit["b1"].Value, 1e-8 * 240);
            Assert.Equal(5.5015643181E-04, fit["b2"].Value, 1e-8 * 5.5e-4);
            Assert.Equal(2.7070075241, fit["b1"].StandardError, 1e-6);
            Assert.Equal(7.2668688436E-06, fit["b2"].StandardError, 1e-6 * 7e-6);
            Assert.Equal(1.2455138894E-01, fit.ResidualSumOfSquares, 1e-10);
        }
    }

    [Fact]
    public void A_straight_line_has_the_intervals_of_the_linear_regression()
    {
        double[] y = [.. Grid.Select((x, i) => 3 - 2 * x + 0.1 * Math.Sin(7 * i))];

        var fit = CurveFit.Of(Grid, y, (x, p) => p[0] + p[1] * x, [("intercept", 0), ("slope", 0)], level: 0.9);

        var line = LinearRegression.Of(Grid, y, 0.9);
        Assert.Equal(line.Slope.Interval.Low, fit["slope"].Interval.Low, 1e-8);
        Assert.Equal(line.Intercept.Interval.High, fit["intercept"].Interval.High, 1e-8);
        Assert.Equal(line.RSquared, fit.RSquared, 1e-12);
        Assert.Equal(line.At(1.7), fit.At(1.7), 1e-8);
    }

    [Fact]
    public void A_curve_through_every_point_is_found_exactly()
    {
        var curve = Curves.Named("decay");

        var fit = CurveFit.Of(Grid, Grid.Select(x => curve(x, [0.5, 2, 1.5])), curve, [("floor", 0), ("height", 1), ("decay", 0.3)]);

        Assert.True(fit.Converged, fit.Problem);
        Assert.Equal([0.5, 2, 1.5], fit.Parameters.Select(p => p.Value), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(1, fit.RSquared, 1e-12);
    }

    [Fact]
    public void Units_do_not_matter()
    {
        double[] y = [.. Grid.Select((x, i) => 1 + Math.Exp(-x) + 0.02 * Math.Cos(5 * i))];
        var plain = CurveFit.Of(Grid, y, Curves.Named("decay"), [("floor", 0.5), ("height", 0.5), ("decay", 0.5)]);

        var small = CurveFit.Of(Grid.Select(x => 1e6 * x), y.Select(v => 1e-9 * v), Curves.Named("decay"), [("floor", 0.5e-9), ("height", 0.5e-9), ("decay", 0.5e-6)]);

        Assert.True(plain.Converged && small.Converged, plain.Problem ?? small.Problem);
        Assert.Equal(plain["decay"].Value, 1e6 * small["decay"].Value, 1e-7);
        Assert.Equal(plain["height"].Interval.High, 1e9 * small["height"].Interval.High, 1e-6);
        Assert.Equal(plain.RSquared, small.RSquared, 1e-9);
    }

    [Fact]
    public void Parameters_that_the_points_do_not_tell_apart_are_named()
    {
        var fit = CurveFit.Of(Grid, Grid.Select((x, i) => Math.Exp(-x) + 0.01 * Math.Cos(5 * i)), (x, p) => p[0] * p[1] * Math.Exp(-p[2] * x), [("a", 1), ("b", 2), ("decay", 1)]);

        Assert.False(fit.Converged);
        Assert.Contains("do not determine 'a' and 'b'", fit.Problem, StringComparison.Ordinal);
        Assert.False(fit["decay"].Interval.IsDefined);
        Assert.StartsWith("did not converge (", fit.ToString(), StringComparison.Ordinal);
        Assert.Contains("do not determine 'unused'", CurveFit.Of(Grid, Grid, (x, p) => p[0] * x, [("slope", 2), ("unused", 1)]).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_is_cut_short_says_so()
    {
        var curve = Curves.Named("logistic");
        var y = Grid.Select((x, i) => curve(x, [2, 5, 1.5]) + 0.05 * Math.Cos(5 * i));

        var cut = CurveFit.Of(Grid, y, curve, [("top", 0.3), ("slope", 0.2), ("middle", 0)], maximumIterations: 2);

        Assert.False(cut.Converged);
        Assert.Contains("away from a minimum", cut.Problem, StringComparison.Ordinal);
        Assert.All(cut.Parameters, p => Assert.False(p.Interval.IsDefined));
    }

    [Fact]
    public void A_trial_without_a_value_is_turned_back_from()
    {
        // √(x + p) has no value for p < 0, where the first step from far away leads.
        var fit = CurveFit.Of(Grid, Grid.Select((x, i) => Math.Sqrt(x + 0.01) + 1e-3 * Math.Cos(5 * i)), (x, p) => Math.Sqrt(x + p[0]), [("shift", 40)]);

        Assert.True(fit.Converged, fit.Problem);
        Assert.True(fit["shift"].Interval.Contains(0.01), fit.ToString());
    }

    [Fact]
    public void A_model_that_does_not_fit_is_found_out_by_Akaike()
    {
        double[] y = [.. Grid.Select((x, i) => 1 + Math.Exp(-2 * x) + 0.01 * Math.Sin(9 * i))];
        var right = CurveFit.Of(Grid, y, Curves.Named("decay"), [("floor", 0), ("height", 1), ("decay", 1)]);
        var wrong = CurveFit.Of(Grid, y, (x, p) => p[0] + p[1] * x, [("floor", 0), ("slope", 0)]);

        Assert.True(right.Aic < wrong.Aic - 10);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("at least 3 points, 2 given", Message(() => CurveFit.Of([1, 2], [1, 2], (x, p) => p[0], [("a", 1), ("b", 1)])));
        Assert.Contains("not finite at x = 0", Message(() => CurveFit.Of(Grid, Grid, (x, p) => Math.Log(p[0] * x), [("a", 1)])));
        Assert.Contains("y[1] is NaN", Message(() => CurveFit.Of([1, 2], [1, double.NaN], (x, p) => p[0], [("a", 1)])));
        Assert.Contains("2 x, 1 y", Message(() => LinearRegression.Of([1, 2], [1])));
        Assert.Contains("two different x", Message(() => LinearRegression.Of([1, 1], [1, 2])));
        Assert.Contains("name of its own", Message(() => CurveFit.Of([1, 2, 3], [1, 2, 3], (x, p) => p[0], [("a", 1), ("a", 1)])));
        Assert.Contains("no parameter 'b'; it has a", Message(() => CurveFit.Of([1, 2, 4], [1, 2, 3], (x, p) => p[0] * x, [("a", 1)])["b"]));

        static string Message(Func<object> wrong) => Assert.ThrowsAny<ArgumentException>(wrong).Message;
    }
}
