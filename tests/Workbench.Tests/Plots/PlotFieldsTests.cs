using FsCheck;
using FsCheck.Fluent;
using Workbench.Plots;
using static Workbench.Tests.Plots.FigureJson;

namespace Workbench.Tests.Plots;

/// <summary>Vector fields, densities and heat maps.</summary>
public class PlotFieldsTests
{
    [Fact]
    public void Arrows_point_along_the_field_and_their_length_is_in_proportion()
    {
        var trace = new QuiverTrace([0, 1, 0, 1], [0, 0, 1, 1], [1, 0, -2, 3], [0, 1, -2, 4], null);

        var (x, y) = trace.Outline();

        // Five points and a gap each; the longest vector, (3, 4), spans 95 % of the distance of neighbours.
        Assert.Equal(4 * 6 - 1, x.Length);
        Assert.Equal(0.95 / 5, trace.Scale, 1e-12);
        for (var i = 0; i < 4; i++)
        {
            double u = trace.Scale * trace.U[i], v = trace.Scale * trace.V[i];
            Assert.Equal((trace.X[i], trace.Y[i]), (x[6 * i], y[6 * i]));
            Assert.Equal(trace.X[i] + u, x[6 * i + 1], 1e-12);
            Assert.Equal(trace.Y[i] + v, y[6 * i + 1], 1e-12);
            var (tipX, tipY, length) = (x[6 * i + 1], y[6 * i + 1], Math.Sqrt(u * u + v * v));
            foreach (var barb in new[] { 2, 4 })
            {
                var (bx, by) = (x[6 * i + barb] - tipX, y[6 * i + barb] - tipY);
                Assert.Equal(0.32 * length, Math.Sqrt(bx * bx + by * by), 1e-12);
                Assert.Equal(-Math.Cos(0.42), (bx * u + by * v) / (0.32 * length * length), 1e-12);
            }

            // The barbs lie on both sides of the shaft.
            Assert.True(Side(2) * Side(4) < 0);
            double Side(int barb) => u * (y[6 * i + barb] - tipY) - v * (x[6 * i + barb] - tipX);
        }
    }

    [Fact]
    public void A_field_is_evaluated_on_the_grid_and_a_zero_vector_has_no_length()
    {
        var data = Traces(Plot.Quiver((x, y) => (-y, x), (-1, 1), (-2, 2), 3));

        var (x, y) = (Numbers(data[0], "x"), Numbers(data[0], "y"));
        Assert.Equal(9 * 6 - 1, x.Length);
        Assert.Equal((-1, -2), (x[0], y[0]));
        Assert.Equal((1, 2), (x[48], y[48]));
        Assert.True(Enumerable.Range(24, 5).All(i => x[i] == 0 && y[i] == 0));
        Assert.Contains("length 2.24", Texts(data[1], "text")[0]);
    }

    [Fact]
    public void Densities_of_points_integrate_to_one_whatever_the_bins()
    {
        Prop.ForAll(Gen.Choose(1, 30).Two().ToArbitrary(), sizes =>
        {
            var random = new Random(sizes.Item1 * 31 + sizes.Item2);
            var points = new float[sizes.Item1, 2];
            for (var i = 0; i < sizes.Item1; i++)
                (points[i, 0], points[i, 1]) = (random.NextSingle() * 3, random.NextSingle() - 5);
            var bins = sizes.Item2;
            var figure = Plot.Density(points, bins, (0, 3), (-5, -4));
            var z = Traces(figure)[0].GetProperty("z").EnumerateArray().SelectMany(r => r.EnumerateArray().Select(v => v.GetDouble())).ToArray();
            Assert.Equal(bins * bins, z.Length);
            Assert.Equal(1, z.Sum() * 3.0 / bins / bins, 1e-3);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_histogram_counts_like_a_loop_over_edges()
    {
        // Quarters are exact, so that values on edges are common and unambiguous.
        Prop.ForAll(Gen.Choose(-12, 12).Select(k => k / 4.0).ListOf().Where(l => l.Count > 0).ToArbitrary(), Gen.Elements(1, 2, 4, 8).ToArbitrary(), (values, bins) =>
        {
            var trace = Traces(Plot.Histogram(values, bins: bins, range: (-2, 2)))[0];
            var width = 4.0 / bins;
            for (var b = 0; b < bins; b++)
            {
                var (low, high) = (-2 + b * width, -2 + (b + 1) * width);
                var count = values.Count(v => low <= v && (v < high || b == bins - 1 && v == high));
                Assert.Equal(count / (values.Count * width), Numbers(trace, "y")[b], 1e-4);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_point_falls_into_its_bin_and_the_upper_edge_belongs_to_the_last()
    {
        var z = Traces(Plot.Density(new float[,] { { 0.1f, 0.9f }, { 1, 1 }, { 5, 5 } }, 2, (0, 1), (0, 1)))[0].GetProperty("z");

        // Two of three points are inside; a bin has the area 1/4.
        Assert.Equal("[[0,0],[1.3333,1.3333]]", z.GetRawText());
    }

    [Fact]
    public void A_smooth_density_integrates_to_one_and_is_a_gaussian_around_a_single_value()
    {
        var data = Traces(Plot.Density([0.2, 0.5, 3, 4, 4.5, double.NaN], points: 400))[0];
        double[] x = Numbers(data, "x"), y = Numbers(data, "y");
        Assert.Equal(1, y.Sum() * (x[1] - x[0]), 0.01);

        data = Traces(Plot.Density([1.0], width: 0.5, points: 7))[0];
        Assert.Equal(1 / (0.5 * Math.Sqrt(2 * Math.PI)), Numbers(data, "y")[3], 1e-4);
        Assert.Equal([-0.5, 0, 0.5, 1, 1.5, 2, 2.5], Numbers(data, "x"));
    }

    [Fact]
    public void Logarithmic_colours_carry_exponents_say_plain_numbers_and_leave_gaps()
    {
        var figure = Plot.Heatmap(new[,] { { 1.0, 1000 }, { 0, -5 } }, log: true, title: "norm");

        var trace = Traces(figure)[0];
        Assert.Equal("[[0,3],[null,null]]", trace.GetProperty("z").GetRawText());
        Assert.Equal("[[1,1000],[0,-5]]", trace.GetProperty("customdata").GetRawText());
        var axis = Layout(figure).GetProperty("coloraxis");
        Assert.Equal((0, 3), (axis.GetProperty("cmin").GetDouble(), axis.GetProperty("cmax").GetDouble()));
        var bar = axis.GetProperty("colorbar");
        Assert.Contains("100", Texts(bar, "ticktext"));
        Assert.Equal(2, Numbers(bar, "tickvals")[Array.IndexOf(Texts(bar, "ticktext"), "100")]);
    }

    [Fact]
    public void Layers_stand_with_the_first_at_the_bottom_over_training_steps()
    {
        var figure = Plot.Layers(new[,] { { 1.0, 2 }, { 3, 4 }, { 5, 6 } }, [0, 100], ["first", "second", "third"], "DNR", range: (0, 10));

        var trace = Traces(figure)[0];
        Assert.Equal(["first", "second", "third"], Texts(trace, "y"));
        Assert.Equal([0, 100], Numbers(trace, "x"));
        Assert.False(Layout(figure).GetProperty("yaxis").TryGetProperty("autorange", out _));
        Assert.Equal(10, Layout(figure).GetProperty("coloraxis").GetProperty("cmax").GetDouble());
    }

    [Fact]
    public void Side_by_side_equal_colours_mean_equal_values()
    {
        var layout = Layout(Plot.Row([Plot.Heatmap(new[,] { { 1.0, 2 } }, title: "rate"), Plot.Heatmap(new[,] { { 5.0, 9 } }, title: "rate"), Plot.Heatmap(new[,] { { 0.0, 7 } }, title: "other")]));

        Assert.Equal((1, 9), (layout.GetProperty("coloraxis").GetProperty("cmin").GetDouble(), layout.GetProperty("coloraxis").GetProperty("cmax").GetDouble()));
        Assert.Equal(7, layout.GetProperty("coloraxis2").GetProperty("cmax").GetDouble());
        Assert.False(layout.TryGetProperty("coloraxis3", out _));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("x and u need one value each per point: 1 and 2", Complaint(() => Plot.Quiver([1], [1], [1, 2], [1])));
        Assert.Contains("positive factor", Complaint(() => Plot.Quiver([1], [1], [1], [1], scale: 0)));
        Assert.Contains("the stretch (1, 1) is empty", Complaint(() => Plot.Quiver((x, y) => (x, y), (1, 1), (0, 1))));
        Assert.Contains("has none", Complaint(() => Plot.Heatmap(new double[2, 2], log: true)));
        Assert.Contains("cannot be logarithmic", Complaint(() => Plot.Heatmap(new[,] { { 1.0 } }, diverging: true, log: true)));
        Assert.Contains("not positive", Complaint(() => Plot.Heatmap(new[,] { { 1.0 } }, range: (0, 1), log: true)));
        Assert.Contains("is empty", Complaint(() => Plot.Heatmap(new[,] { { 1.0 } }, range: (2, 1))));
        Assert.Contains("1 places for 2 rows", Complaint(() => Plot.Layers(new double[2, 2], [1, 2], ["a"])));
        Assert.Contains("[2, 3]", Complaint(() => Plot.Density(new float[2, 3])));
        Assert.Contains("finite point", Complaint(() => Plot.Density(new float[,] { { float.NaN, 0 } })));
        Assert.Contains("finite value", Complaint(() => Plot.Density([double.NaN])));
        Assert.Contains("positive width", Complaint(() => Plot.Density([1.0], width: -1)));
        Assert.Contains("no value is finite", Complaint(() => Plot.Scatter([1], [1], [double.NaN], "c")));
    }
}
