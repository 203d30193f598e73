using Workbench.Display;
using Workbench.Plots;
using Workbench.Tests.Papers;
using static Workbench.Tests.Plots.FigureJson;

namespace Workbench.Tests.Plots;

public class LiveFigureTests
{
    [Fact]
    public void In_a_notebook_the_first_point_shows_the_figure_and_later_ones_replace_it_at_a_measured_pace()
    {
        var (clock, kernel) = (new Clock(), new FakeContext());
        FakeContext.Current = kernel;
        var terminal = new StringWriter();
        using (var live = new LiveFigure(["loss"], LiveDisplay.Of(typeof(FakeContext)), terminal, clock))
        {
            for (var step = 0; step < 10; step++, clock.Advance(100))
                live.Add(step, ("loss", 10 - step));
            Assert.Equal([1, 6], kernel.Shown.Select(f => Numbers(Traces(f)[0], "x").Length));
        }

        // The last state is drawn at the end.
        Assert.Equal(10, Numbers(Traces(kernel.Shown[^1])[0], "x").Length);
        Assert.Equal(1, kernel.Displays);
        Assert.Equal("", terminal.ToString());
    }

    [Fact]
    public void In_a_terminal_one_line_is_rewritten_with_the_newest_values()
    {
        var clock = new Clock();
        var terminal = new StringWriter();
        using (var live = new LiveFigure(["loss", "accuracy"], null, terminal, clock) { Title = "Training" })
        {
            live.Add(0, ("loss", 2.5), ("accuracy", 0.125));
            clock.Advance(1000);
            live.Add(1, ("loss", 1));
        }

        Assert.Equal("\rTraining  training step 0  loss 2.5  accuracy 0.125\rTraining  training step 1  loss 1  accuracy 0.125  \n", terminal.ToString());
    }

    [Fact]
    public void Metrics_have_a_panel_each_and_series_share_one()
    {
        using var live = Quiet("loss", "accuracy", "never measured");
        live.Add(0, "loss", 1, "train");
        live.Add(0, "loss", 2, "validation");
        live.Add(0, ("accuracy", 0.5));

        var figure = live.ToFigure();

        Assert.Equal(["loss", "accuracy"], figure.Panels.Select(p => p.Title));
        Assert.Equal(["train", "validation", "accuracy"], Traces(figure).Select(t => t.GetProperty("name").GetString()));
        var shown = Convention.Show(live);
        Assert.Equal(figure.ToJson(), shown["application/vnd.plotly.v1+json"]);
        Assert.Equal(figure.ToString(), shown["text/plain"]);
    }

    [Fact]
    public void A_long_run_stays_small_and_keeps_its_mean()
    {
        var series = new LiveSeries();
        const int Steps = 100_000;
        for (var i = 0; i < Steps; i++)
            series.Add(i, Math.Sin(i / 1000.0) + i % 2);

        Assert.InRange(series.X.Count(), LiveSeries.Most / 2, LiveSeries.Most);
        Assert.Equal(Enumerable.Range(0, Steps).Average(i => Math.Sin(i / 1000.0) + i % 2), series.Y.Average(), 0.01);
        Assert.Equal(series.X.Order(), series.X);
        Assert.InRange(series.X.Last(), Steps - 512, Steps);
    }

    [Fact]
    public void A_gap_stays_a_gap_and_a_single_missing_value_disappears_in_its_stretch()
    {
        var series = new LiveSeries();
        for (var i = 0; i < 2 * LiveSeries.Most; i++)
            series.Add(i, i is >= 100 and < 200 or 300 ? double.NaN : 1);

        Assert.InRange(series.Y.Count(double.IsNaN), 24, 51);
        Assert.All(series.Y.Where(y => !double.IsNaN(y)), y => Assert.Equal(1, y));
        Assert.All(series.X.Zip(series.Y).Where(p => double.IsNaN(p.Second)), p => Assert.InRange(p.First, 100, 200));
    }

    [Fact]
    public void A_metric_on_a_logarithmic_scale_that_reaches_zero_is_drawn_plainly()
    {
        using var live = new LiveFigure(["loss"], null, TextWriter.Null, TimeProvider.System) { Log = ["loss"] };
        live.Add(0, ("loss", 1));
        Assert.Equal("log", Layout(live.ToFigure()).GetProperty("yaxis").GetProperty("type").GetString());
        live.Add(1, ("loss", 0));
        Assert.False(Layout(live.ToFigure()).GetProperty("yaxis").TryGetProperty("type", out _));
    }

    [Fact]
    public void Without_a_running_cell_there_is_no_display()
    {
        FakeContext.Current = null;
        Assert.Null(LiveDisplay.Of(typeof(FakeContext)));
        Assert.Null(LiveDisplay.Of(typeof(string)));
        Assert.Null(LiveDisplay.Find());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        using var live = Quiet("loss", "accuracy");
        Assert.Contains("no metric 'los'. Did you mean 'loss'?", Complaint(() => { live.Add(0, ("los", 1)); return null; }));
        Assert.Contains("no metric 'x'", Complaint(() => { live.Add(0, "x", 1); return null; }));
        Assert.Contains("at least one metric", Complaint(() => new LiveFigure()));
        Assert.Contains("a name of its own", Complaint(() => new LiveFigure("a", "a")));
        Assert.Contains("no points yet", Assert.Throws<InvalidOperationException>(() => live.ToFigure()).Message);
        Assert.Contains("without points", live.ToString());
    }

    private static LiveFigure Quiet(params string[] metrics) => new(metrics, null, TextWriter.Null, TimeProvider.System);

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now;

        public void Advance(long milliseconds) => _now += milliseconds;
    }

    /// <summary>The shape of a kernel's context that the library looks for.</summary>
    public sealed class FakeContext
    {
        public static FakeContext? Current { get; set; }

        internal List<Figure> Shown { get; } = [];

        internal int Displays { get; private set; }

        public FakeDisplay Display(object value, params string[] mimeTypes)
        {
            Assert.Empty(mimeTypes);
            Displays++;
            Shown.Add((Figure)value);
            return new(this);
        }
    }

    /// <summary>A displayed value that can be replaced.</summary>
    public sealed class FakeDisplay(FakeContext context)
    {
        public void Update(object value) => context.Shown.Add((Figure)value);
    }
}
