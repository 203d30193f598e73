using System.Text.Json;
using Workbench.Plots;
using static Workbench.Tests.Plots.FigureJson;

namespace Workbench.Tests.Plots;

/// <summary>Forests, bands, bars and axes that refuse what they cannot show.</summary>
public class PlotIntervalsTests
{
    private static readonly (double, double, double)[] Ends = [(-0.1, 0.2, 0.5), (0.2, 0.6, 0.8), (-1.4, -1.1, -0.8), (double.NaN, double.NaN, double.NaN)];

    [Fact]
    public void A_forest_fills_what_excludes_the_reference_and_stands_in_the_order_given()
    {
        var figure = Plot.Forest(["a", "b", "c", "failed"], Ends);

        var data = Traces(figure);
        Assert.Equal([0.6, -1.1], Numbers(data[0], "x"));
        Assert.Equal([1, 2], Numbers(data[0], "y"));
        Assert.Equal("circle", data[0].GetProperty("marker").GetProperty("symbol").GetString());
        Assert.Equal([0.2, double.NaN], Numbers(data[1], "x"));
        Assert.Equal("circle-open", data[1].GetProperty("marker").GetProperty("symbol").GetString());
        Assert.Equal(0.2, Numbers(data[0].GetProperty("error_x"), "array")[0], 1e-4);
        Assert.Equal(0.4, Numbers(data[0].GetProperty("error_x"), "arrayminus")[0], 1e-4);
        Assert.Equal(["a", "b", "c", "failed"], Texts(Layout(figure).GetProperty("yaxis"), "ticktext"));
        var range = Numbers(Layout(figure).GetProperty("yaxis"), "range");
        Assert.True(range[0] > range[1]);
        Assert.Equal(0, Layout(figure).GetProperty("shapes")[0].GetProperty("x0").GetDouble());
    }

    [Fact]
    public void A_sorted_forest_has_the_largest_mean_on_top_and_what_has_none_below()
    {
        var figure = Plot.Forest(["a", "b", "c", "failed"], Ends, reference: -1, sorted: true);

        Assert.Equal(["b", "a", "c", "failed"], Texts(Layout(figure).GetProperty("yaxis"), "ticktext"));
        // Against -1 the first two differ, the third does not.
        Assert.Equal([0, 1], Numbers(Traces(figure)[0], "y"));
        Assert.Equal([2, 3], Numbers(Traces(figure)[1], "y"));
    }

    [Fact]
    public void The_legend_says_once_what_all_bands_are()
    {
        double[][] runs = [[1, 10], [2, 20], [6, 30]];

        var figure = Plot.Band([0, 1], runs, "a") + Plot.Band([0, 1], runs, "b");

        var entries = Traces(figure).Where(t => !t.TryGetProperty("showlegend", out _)).Select(t => t.GetProperty("name").GetString());
        Assert.Equal(["a", "b", "95 % interval of the mean, 3 seeds"], entries);
        Assert.True(Layout(Plot.Band([0, 1], runs, "only")).GetProperty("showlegend").GetBoolean());
        Assert.Contains("2 to 3 seeds", Plot.Band([0, 1], [[1, 2], [3, 4], [5, double.NaN]]).ToJson());
        Assert.Contains("90 % interval", Plot.Band([0, 1], runs, level: 0.9).ToJson());
        Assert.DoesNotContain("interval", Plot.Band([0, 1], [[1.0, 2]]).ToJson());
    }

    [Fact]
    public void A_band_that_reaches_zero_is_drawn_to_the_lowest_positive_value_of_a_logarithmic_axis()
    {
        var figure = Plot.Band([1, 2], [2.0, 3], [-1.0, 0.5], [4.0, 5], "range");

        Assert.Equal([-1, 0.5, 5, 4], Numbers(Traces(figure)[0], "y"));
        Assert.Equal([0.5, 0.5, 5, 4], Numbers(Traces(figure.LogY())[0], "y"));
    }

    [Fact]
    public void Whiskers_need_not_be_symmetric()
    {
        var trace = Traces(Plot.Bars(["a", "b"], [(1.0, 2, 4), (double.NaN, 3, double.NaN)]))[0];

        Assert.Equal([2, double.NaN], Numbers(trace.GetProperty("error_y"), "array"));
        Assert.Equal([1, double.NaN], Numbers(trace.GetProperty("error_y"), "arrayminus"));
        Assert.False(trace.GetProperty("error_y").GetProperty("symmetric").GetBoolean());
        Assert.Equal(["<br>95 % interval: 1 … 4", ""], Texts(trace, "text"));
    }

    [Fact]
    public void A_logarithmic_axis_refuses_values_without_a_place_unless_told_to_leave_them_out()
    {
        var line = Plot.Line([0, 1, 2, 3], [1, 0, double.NaN, -2], "loss");

        Assert.Contains("2 of 4 y values of 'loss' are not positive (the first is 0)", Complaint(() => line.LogY()));
        Assert.Contains("LogX(gaps: true)", Complaint(() => line.LogX()));
        Assert.Contains("y values", Complaint(() => Plot.Line([1], [1.0]).LogY() + line));
        Assert.Contains("from 0 to 1", Complaint(() => Plot.Line([1], [1.0]).RangeY(0, 1).LogY()));
        Assert.Equal("log", Layout(line.LogY(gaps: true)).GetProperty("yaxis").GetProperty("type").GetString());
    }

    [Fact]
    public void Reference_lines_run_across_every_panel_and_their_texts_know_logarithmic_axes()
    {
        var layout = Layout(Plot.Row([Plot.Line([1, 10], [1.0, 100]), Plot.Line([1, 10], [1.0, 100])]).LogY().Horizontal(10, "chance").Vertical(3));

        Assert.Equal(4, layout.GetProperty("shapes").GetArrayLength());
        Assert.Equal(["y", "x domain"], new[] { "yref", "xref" }.Select(k => layout.GetProperty("shapes")[0].GetProperty(k).GetString()));
        Assert.Equal("y2", layout.GetProperty("shapes")[2].GetProperty("yref").GetString());
        Assert.Equal(10, layout.GetProperty("shapes")[0].GetProperty("y0").GetDouble());
        Assert.Equal(1, layout.GetProperty("annotations")[0].GetProperty("y").GetDouble());
        Assert.Contains("finite", Complaint(() => Plot.Line([1.0]).Horizontal(double.NaN)));
        Assert.Contains("at 0 has no place", Complaint(() => Plot.Line([1.0]).LogY().Horizontal(0)));
        Assert.Contains("at -1 has no place", Complaint(() => Plot.Line([1], [1.0]).Vertical(-1).LogX()));
    }

    [Fact]
    public void A_theme_colours_what_is_not_data()
    {
        var figure = Plot.Line([1.0, 2]);

        string Paper(Figure f) => Layout(f).GetProperty("paper_bgcolor").GetString()!;
        Assert.Equal(["rgba(0,0,0,0)", "#16181c", "#ffffff"], [Paper(figure), Paper(figure.Dark()), Paper(figure.Light())]);
        Assert.Equal("#16181c", Paper(Plot.Row([figure.Dark(), figure])));
        Assert.Equal("#16181c", Paper(figure + figure.Dark()));
        Assert.NotEqual(Layout(figure.Dark()).GetProperty("font").GetRawText(), Layout(figure.Light()).GetProperty("font").GetRawText());
    }

    [Fact]
    public void Two_factors_are_named_above_and_at_the_right()
    {
        var figure = Plot.Grid(["r1", "r2"], ["c1", "c2", "c3"], (r, c) => Plot.Line([1, 2], [1.0, 2], r + c));

        Assert.Equal(["c1", "c2", "c3", "r1", "r2"], Layout(figure).GetProperty("annotations").EnumerateArray().Select(a => a.GetProperty("text").GetString()!).Order());
        Assert.Equal(["r1c1", "r1c2", "r1c3", "r2c1", "r2c2", "r2c3"], Traces(figure).Select(t => t.GetProperty("name").GetString()));
        Assert.Equal("x", Layout(figure).GetProperty("xaxis6").GetProperty("matches").GetString());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("1 names and 2 intervals", Complaint(() => Plot.Forest(["a"], [(0, 1, 2), (0, 1, 2)])));
        Assert.Contains("no names", Complaint(() => Plot.Forest([], [])));
        Assert.Contains("'a' has the mean 3 outside of its interval 0 … 2", Complaint(() => Plot.Forest(["a"], [(0, 3, 2)])));
        Assert.Contains("reference", Complaint(() => Plot.Forest(["a"], [(0, 1, 2)], double.NaN)));
        Assert.Contains("outside of its interval", Complaint(() => Plot.Bars(["a"], [(2.0, 1, 3)])));
        Assert.Contains("x and high need one value each per point: 1 and 2", Complaint(() => Plot.Band([1], [1.0], [1.0], [1.0, 2], "range")));
        Assert.Contains("its ends are exchanged", Complaint(() => Plot.Band([1], [1.0], [2.0], [0.0], "range")));
        Assert.Contains("at least one row", Complaint(() => Plot.Grid([], ["a"], (_, _) => Plot.Line([1.0]))));
        Assert.Contains("2 and 1 given", Complaint(() => Plot.Line([1.0]).RangeX(2, 1)));
        Assert.Contains("logarithmic axis cannot run from -1 to 1", Complaint(() => Plot.Line([1.0]).LogY().RangeY(-1, 1)));
        Assert.Contains("more than 0 and at most 10", Complaint(() => { Plot.Line([1.0]).SavePng("never.png", 0); return null; }));
    }
}
