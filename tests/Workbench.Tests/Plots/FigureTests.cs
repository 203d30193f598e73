using System.Text.Json;
using Workbench.Papers;
using Workbench.Plots;
using Workbench.Tests.Papers;

namespace Workbench.Tests.Plots;

/// <summary>What figures say to plotly.</summary>
public class FigureTests
{
    [Fact]
    public void Laid_over_each_other_series_get_the_colours_of_the_palette_in_turn()
    {
        var figure = Plot.Line([1, 2], [3, 4], "a") + Plot.Line([1, 2], [4, 5], "b") + Plot.Line([1, 2], [5, 6], "a");

        var data = Data(figure);

        Assert.Equal([Palette.Series[0], Palette.Series[1], Palette.Series[0]], data.Select(t => t.GetProperty("line").GetProperty("color").GetString()));
        Assert.Equal([true, true, false], data.Select(t => !t.TryGetProperty("showlegend", out _)));
    }

    [Fact]
    public void A_single_series_has_no_legend_and_a_fixed_colour_stays()
    {
        var figure = Plot.Line([1, 2], [3, 4], "a", color: "#123456");

        Assert.Equal("#123456", Data(figure)[0].GetProperty("line").GetProperty("color").GetString());
        Assert.False(Layout(figure).GetProperty("showlegend").GetBoolean());
        Assert.False(Layout(figure).TryGetProperty("legend", out _));
    }

    [Fact]
    public void Nameless_series_begin_with_the_first_colour_in_every_panel()
    {
        var figure = Plot.Row([Plot.Line([1, 2]), Plot.Line([2, 1])]);

        Assert.All(Data(figure), t => Assert.Equal(Palette.Series[0], t.GetProperty("line").GetProperty("color").GetString()));
    }

    [Fact]
    public void Numbers_are_short_and_what_is_not_finite_is_null()
    {
        var data = Data(Plot.Line([0, 1, 2, 3, 4, 5], [Math.PI, 1e-7 / 3, 123456789, double.NaN, double.PositiveInfinity, -0.0]))[0];

        Assert.Equal("[3.1416,3.3333E-08,123456789,null,null,0]", data.GetProperty("y").GetRawText());
    }

    [Fact]
    public void A_short_stretch_far_from_zero_keeps_the_digits_that_tell_its_points_apart()
    {
        var data = Data(Plot.Line([20001, 20002.5, 20003], [100.001, 100.0025, 100.003]))[0];

        Assert.Equal([20001, 20002.5, 20003], Numbers(data, "x"));
        Assert.Equal([100.001, 100.0025, 100.003], Numbers(data, "y"));
    }

    [Fact]
    public void The_first_figure_decides_axes_and_title_and_changes_leave_the_original()
    {
        var below = Plot.Line([1, 2], [3, 4]).Axes("x", "y").Titled("first");
        var above = Plot.Line([1, 2], [3, 4]).Axes("u", "v").Titled("second").LogY();

        var both = below + above;

        Assert.Equal("first", Layout(both).GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("y", Layout(both).GetProperty("yaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal("log", Layout(both).GetProperty("yaxis").GetProperty("type").GetString());
        Assert.False(Layout(below).GetProperty("yaxis").TryGetProperty("type", out _));
    }

    [Fact]
    public void A_loss_is_thinned_to_means_that_keep_the_average()
    {
        double[] losses = [.. Enumerable.Range(0, 1000).Select(i => 1 + Math.Sin(i) / 2)];

        var trace = Data(Plot.Loss(losses, points: 50))[0];

        var y = Numbers(trace, "y");
        Assert.Equal(50, y.Length);
        Assert.Equal(losses.Average(), y.Average(), 1e-4);
        Assert.Equal((10.5, 990.5), (Numbers(trace, "x")[0], Numbers(trace, "x")[^1]));
        Assert.Equal("log", Layout(Plot.Loss(losses)).GetProperty("yaxis").GetProperty("type").GetString());
        Assert.False(Layout(Plot.Loss([1, 0, -1])).GetProperty("yaxis").TryGetProperty("type", out _));
    }

    [Fact]
    public void A_band_is_the_mean_with_students_interval()
    {
        double[][] runs = [[1, 10], [2, 20], [6, 30]];

        var data = Data(Plot.Band([0, 1], runs, "metric"));

        Assert.Equal([3, 20], Numbers(data[1], "y"));
        var interval = Workbench.Statistics.Estimate.Of([1, 2, 6]).Interval;
        Assert.Equal([0, 1, 1, 0], Numbers(data[0], "x"));
        Assert.Equal(interval.Low, Numbers(data[0], "y")[0], 1e-3);
        Assert.Equal(interval.High, Numbers(data[0], "y")[3], 1e-3);
        Assert.Equal("toself", data[0].GetProperty("fill").GetString());
    }

    [Fact]
    public void A_histogram_has_area_one_and_carries_bins_not_samples()
    {
        var trace = Data(Plot.Histogram([0, 0.1, 0.2, 0.9, 1], bins: 4))[0];

        Assert.Equal([0.125, 0.375, 0.625, 0.875], Numbers(trace, "x"));
        Assert.Equal([2.4, 0, 0, 1.6], Numbers(trace, "y"));
        Assert.Equal([5 / 0.5 / 5, 0], Numbers(Data(Plot.Histogram([1, 1, 1, 1, 1], bins: 2, range: (1, 2)))[0], "y"));
        Assert.Equal(1.0, Numbers(Data(Plot.Histogram([7, 7], bins: 1))[0], "y")[0]);
    }

    [Fact]
    public void Bars_carry_means_and_half_the_interval()
    {
        var trace = Data(Plot.Bars(["a", "b"], [[1, 2, 3], [5]]))[0];

        Assert.Equal([2, 5], Numbers(trace, "y"));
        var errors = trace.GetProperty("error_y").GetProperty("array").EnumerateArray().ToArray();
        Assert.Equal(Workbench.Statistics.Estimate.Of([1, 2, 3]).Interval.Width / 2, errors[0].GetDouble(), 1e-3);
        Assert.Equal(JsonValueKind.Null, errors[1].ValueKind);
    }

    [Fact]
    public void Trajectories_are_one_trace_with_gaps_coloured_by_time_and_two_of_ends()
    {
        var paths = new float[3, 2, 2];
        for (var t = 0; t < 3; t++)
            (paths[t, 0, 0], paths[t, 0, 1], paths[t, 1, 0], paths[t, 1, 1]) = (t, 10 + t, -t, -10 - t);

        var data = Data(Plot.Trajectories(paths));

        Assert.Equal("[0,1,2,null,0,-1,-2]", data[0].GetProperty("x").GetRawText());
        Assert.Equal("[10,11,12,null,-10,-11,-12]", data[0].GetProperty("y").GetRawText());
        Assert.Equal("[0,0.5,1,null,0,0.5,1]", data[0].GetProperty("marker").GetProperty("color").GetRawText());
        Assert.Equal("[0,0]", data[1].GetProperty("x").GetRawText());
        Assert.Equal("[2,-2]", data[2].GetProperty("x").GetRawText());
    }

    [Fact]
    public void The_open_end_of_a_trajectory_is_that_of_the_earlier_time()
    {
        var paths = new float[2, 1, 2];
        (paths[0, 0, 0], paths[1, 0, 0]) = (1, 2);

        string Open(params double[] times) => Data(Plot.Trajectories(paths, times))
            .Single(t => t.GetProperty("marker").TryGetProperty("symbol", out var symbol) && symbol.GetString() == "circle-open").GetProperty("x").GetRawText();

        Assert.Equal("[1]", Open(0, 1));
        Assert.Equal("[2]", Open(1, 0));
    }

    [Fact]
    public void Many_long_trajectories_stay_small()
    {
        var random = new Random(1);
        var paths = new float[101, 500, 2];
        foreach (var (t, s) in Enumerable.Range(0, 101).SelectMany(t => Enumerable.Range(0, 500).Select(s => (t, s))))
            (paths[t, s, 0], paths[t, s, 1]) = (random.NextSingle() * 4 - 2, random.NextSingle() * 4 - 2);

        Assert.InRange(Plot.Trajectories(paths).ToJson().Length, 10_000, 40_000);
    }

    [Fact]
    public void Panels_of_equal_scale_show_one_unit_as_long_on_both_axes()
    {
        var figure = Plot.Row([Plot.Scatter(new float[,] { { 0, 0 }, { 4, 1 } }), Plot.Scatter(new float[,] { { 0, 0 }, { 1, 1 } })]);

        var layout = Layout(figure);

        foreach (var i in new[] { "", "2" })
        {
            double[] x = Numbers(layout.GetProperty("xaxis" + i), "range"), y = Numbers(layout.GetProperty("yaxis" + i), "range");
            double[] dx = Numbers(layout.GetProperty("xaxis" + i), "domain"), dy = Numbers(layout.GetProperty("yaxis" + i), "domain");
            var width = layout.GetProperty("width").GetInt32() - layout.GetProperty("margin").GetProperty("l").GetInt32() - layout.GetProperty("margin").GetProperty("r").GetInt32();
            var height = layout.GetProperty("height").GetInt32() - layout.GetProperty("margin").GetProperty("t").GetInt32() - layout.GetProperty("margin").GetProperty("b").GetInt32();
            Assert.Equal((dx[1] - dx[0]) * width / (x[1] - x[0]), (dy[1] - dy[0]) * height / (y[1] - y[0]), 0.2);
            Assert.True(x[0] < 0 && x[1] > 4 && y[0] < 0 && y[1] > 1);
        }
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(0, 0)]
    public void Equal_scales_hold_tall_wide_and_single_points(float width, float height)
    {
        var layout = Layout(Plot.Scatter(new float[,] { { 1, 2 }, { 1 + width, 2 + height } }));

        double[] x = Numbers(layout.GetProperty("xaxis"), "range"), y = Numbers(layout.GetProperty("yaxis"), "range");
        Assert.True(x[0] < 1 && x[1] > 1 + width && y[0] < 2 && y[1] > 2 + height);
    }

    [Fact]
    public void Small_multiples_share_axes_and_titles()
    {
        var figures = Enumerable.Range(1, 4).Select(k => Plot.Line([1, 2, 3], [k, 2 * k, 3 * k]).Titled($"k = {k}").Axes("step", "loss"));

        var layout = Layout(Plot.Grid(figures, 2));

        Assert.Equal(["k = 1", "k = 2", "k = 3", "k = 4"], layout.GetProperty("annotations").EnumerateArray().Select(a => a.GetProperty("text").GetString()));
        Assert.Equal("x", layout.GetProperty("xaxis4").GetProperty("matches").GetString());
        Assert.False(layout.GetProperty("xaxis2").TryGetProperty("title", out _));
        Assert.False(layout.GetProperty("xaxis2").GetProperty("showticklabels").GetBoolean());
        Assert.Equal("step", layout.GetProperty("xaxis3").GetProperty("title").GetProperty("text").GetString());
        Assert.False(layout.GetProperty("yaxis4").TryGetProperty("title", out _));
        Assert.True(Numbers(layout.GetProperty("yaxis"), "domain")[0] > Numbers(layout.GetProperty("yaxis3"), "domain")[1]);
    }

    [Fact]
    public void The_legend_and_the_titles_have_room_of_their_own()
    {
        var bare = Plot.Line([1, 2], [3, 4], "a");

        var full = (bare + Plot.Line([1, 2], [3, 4], "b")).Titled("title");

        static int Top(Figure f) => Layout(f).GetProperty("margin").GetProperty("t").GetInt32();
        static int Drawn(Figure f) => Layout(f).GetProperty("height").GetInt32() - Top(f) - Layout(f).GetProperty("margin").GetProperty("b").GetInt32();
        Assert.True(Top(full) >= Top(bare) + 50);
        Assert.Equal(Drawn(bare), Drawn(full));
        Assert.True(Layout(full).GetProperty("legend").GetProperty("y").GetDouble() > 1);
    }

    [Theory]
    [InlineData(0.1, 0.4, 20, "0.1;0.15;0.2;0.25;0.3;0.4")]
    [InlineData(24, 100, 7, "30;40;50;70;100")]
    [InlineData(24, 100, 4, "30;50;100")]
    [InlineData(0.01, 1, 10, "0.01;0.02;0.05;0.1;0.2;0.5;1")]
    [InlineData(0.01, 1, 3, "0.01;0.1;1")]
    [InlineData(1e-9, 1e4, 8, "10<sup>-8</sup>;10<sup>-6</sup>;0.0001;0.01;1;100;10000")]
    public void Logarithmic_axes_have_plain_ticks_where_there_is_room(double low, double high, double room, string texts)
    {
        var (places, ticks) = LogTicks.For(low, high, room)!.Value;

        var shown = ticks.Where((_, i) => places[i] >= low * 0.999 && places[i] <= high * 1.001).ToArray();
        Assert.Equal(texts.Split(';'), shown);
        Assert.Null(LogTicks.For(0, 1, room));
    }

    [Fact]
    public void A_figure_is_shown_as_plotly_json_and_as_a_sentence()
    {
        var shown = Convention.Show((Plot.Line([1, 2], [3, 4], "a") + Plot.Line([1, 2], [3, 4], "b")).Titled("T").Axes("step", "loss"));

        Assert.Equal(["application/vnd.plotly.v1+json", "text/plain"], shown.Keys);
        Assert.Equal(2, JsonDocument.Parse(shown["application/vnd.plotly.v1+json"]).RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal("Figure 'T': a: line of 2 points, b: line of 2 points (loss over step)", shown["text/plain"]);
    }

    [Fact]
    public void A_page_carries_everything_and_no_text_can_leave_its_script()
    {
        var folder = Directory.CreateTempSubdirectory("workbench-page-").FullName;
        var script = Path.Combine(folder, "plotly.min.js");
        File.WriteAllText(script, "/* plotly */");

        var page = Plot.Line([1, 2], [3, 4]).Titled("</script><script>alert(1)</script>").ToHtml(script);

        Assert.Contains("/* plotly */", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("2 and 3", Throws(() => Plot.Line([1, 2], [1, 2, 3])));
        Assert.Contains("nothing to draw", Throws(() => Plot.Line(Array.Empty<double>())));
        Assert.Contains("run 1 has 1 values for 2 places", Throws(() => Plot.Band([1, 2], [[1.0, 2.0], [1.0]])));
        Assert.Contains("at least one run", Throws(() => Plot.Band([1], Array.Empty<double[]>())));
        Assert.Contains("[3, 3]", Throws(() => Plot.Scatter(new float[3, 3])));
        Assert.Contains("[1, 5, 2] given", Throws(() => Plot.Trajectories(new float[1, 5, 2])));
        Assert.Contains("3 times for 2", Throws(() => Plot.Trajectories(new float[2, 5, 2], [0, 0.5, 1])));
        Assert.Contains("3 places for 2 columns", Throws(() => Plot.Heatmap(new double[2, 2], [1.0, 2, 3])));
        Assert.Contains("no whole number of 28×28", Throws(() => Plot.Images(new float[100], 28, 28)));
        Assert.Contains("is empty", Throws(() => Plot.Images(new float[1, 2, 2], range: (1, 1))));
        Assert.Contains("2 labels and 1 groups", Throws(() => Plot.Bars(["a", "b"], [[1.0]])));
        Assert.Contains("'a' has no values", Throws(() => Plot.Bars(["a"], [[]])));
        Assert.Contains("at least one figure", Throws(() => Plot.Row([])));
        Assert.Contains("figure 0 has 2 panels", Throws(() => Plot.Row([Plot.Row([Plot.Line([1]), Plot.Line([1])])])));
        Assert.Contains("1 and 2 panels", Throws(() => Plot.Line([1]) + Plot.Row([Plot.Line([1]), Plot.Line([1])])));
        Assert.Contains("at least one finite", Throws(() => Plot.Histogram([double.NaN])));
        Assert.Contains(".json, .html, .png or .svg, not '.gif'", Throws(() => Plot.Line([1]).Save("figure.gif")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Plot.Line([1]).Sized(10, 100));
    }

    private static string Throws(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static string Throws(Func<Figure> make) => Throws(() => { _ = make(); });

    private static JsonElement[] Data(Figure figure) => [.. JsonDocument.Parse(figure.ToJson()).RootElement.GetProperty("data").EnumerateArray()];

    private static JsonElement Layout(Figure figure) => JsonDocument.Parse(figure.ToJson()).RootElement.GetProperty("layout");

    private static double[] Numbers(JsonElement owner, string name) => [.. owner.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
