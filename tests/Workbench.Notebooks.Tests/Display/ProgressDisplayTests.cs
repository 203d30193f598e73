using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Display;

[Collection(EngineCollection.Name)]
public sealed class ProgressDisplayTests
{
    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;
    }

    private sealed class Screen : IFrontend
    {
        public List<(string Kind, string Id, string Text, string Html)> Shown { get; } = [];

        public void Stream(string name, string text) => Assert.Fail(text);

        public void Display(JsonObject data, string displayId) => Shown.Add(("display", displayId, $"{data["text/plain"]}", $"{data["text/html"]}"));

        public void UpdateDisplay(JsonObject data, string displayId) => Shown.Add(("update", displayId, $"{data["text/plain"]}", $"{data["text/html"]}"));

        public void Result(JsonObject data) => Assert.Fail("a result");

        public void ClearOutput(bool wait) => Assert.Fail("cleared");
    }

    [Fact]
    public void It_updates_in_place_ten_times_a_second_at_most_and_ends_done()
    {
        var screen = new Screen();
        CellScope.Enter(screen, default);
        var clock = new Clock();
        using (var progress = new ProgressDisplay(1000, "<epochs>", clock))
        {
            for (var i = 0; i < 999; i++)
            {
                clock.Pass(TimeSpan.FromMilliseconds(1));
                progress.Advance(note: "loss < 1");
            }
            Assert.Equal(999, progress.Done);
            Assert.Equal(1 + 9, screen.Shown.Count);
            Assert.Equal("<epochs> [##########..........] 500/1000 · 50% · 1000/s · 0:00 left · loss < 1", screen.Shown[5].Text);
            progress.Advance();
        }
        Assert.Equal(["display", .. Enumerable.Repeat("update", 10)], screen.Shown.Select(shown => shown.Kind));
        Assert.Single(screen.Shown.Select(shown => shown.Id).Distinct());
        Assert.EndsWith("1000/1000 · 100% · 1001/s · done after 0:01 · loss < 1", screen.Shown[^1].Text);
        Assert.All(screen.Shown, shown => Assert.DoesNotContain("<epochs>", shown.Html));
        Assert.Contains("<progress value=\"1\" max=\"1\"", screen.Shown[^1].Html);
    }

    [Fact]
    public void A_sequence_left_early_says_so_and_one_gone_through_is_done()
    {
        var screen = new Screen();
        CellScope.Enter(screen, default);
        foreach (var item in Enumerable.Range(0, 10).ToList().WithProgress("items"))
        {
            if (item == 3)
                break;
        }
        Assert.Contains("3/10", screen.Shown[^1].Text);
        Assert.Contains("stopped", screen.Shown[^1].Text);
        Assert.Throws<InvalidOperationException>(() => { foreach (var _ in new[] { 1, 2 }.WithProgress()) throw new InvalidOperationException(); });
        Assert.Contains("0/2", screen.Shown[^1].Text);
        var sum = Enumerable.Range(0, 10).Where(i => i % 2 == 0).WithProgress("unknown").Sum();
        Assert.Equal(20, sum);
        Assert.StartsWith("unknown 5 · ", screen.Shown[^1].Text);
        Assert.Contains("done", screen.Shown[^1].Text);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProgressDisplay(-1));
    }
}
