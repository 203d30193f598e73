using Spectre.Console;
using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>What a running ablation shows in a notebook, a terminal and a log.</summary>
public class AblationProgressTests
{
    private static readonly AblationStatus Half = new(
        "mine", 12, 30, 3, 1, 0.4, "sparsity=0.5, seed 3", "loss 0.31", TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(80));

    [Fact]
    public void A_line_shows_runs_failures_time_to_go_factors_and_the_live_metric()
    {
        Assert.Equal("mine  ████████░░░░░░░░░░░░  12/30, 1 failed, 3 from the journal  eta 1:20  sparsity=0.5, seed 3  loss 0.31", LineDisplay.Format(Half));
        Assert.Equal("mine  ████████████████████  30/30  in 2:00:50",
            LineDisplay.Format(Half with { Done = 30, Share = 1, Failed = 0, Journaled = 0, Elapsed = new TimeSpan(2, 0, 50) }));
    }

    [Fact]
    public void A_notebook_sees_one_line_rewritten_and_the_reasons_of_failed_runs_stay()
    {
        var output = new StringWriter();
        var clock = new HandClock();
        using (var display = new LineDisplay(output, clock))
        {
            for (var i = 0; i < 100; i++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(5));
                display.Show(Half with { Done = i, Total = 100 });
            }

            display.Tell("a=1, seed 0: failed, why");
        }

        var text = output.ToString();
        Assert.InRange(text.Count(c => c == '\r'), 4, 8);
        Assert.Contains("a=1, seed 0: failed, why", text);
        Assert.Equal(2, text.Count(c => c == '\n'));
        Assert.StartsWith("mine  ████████░░░░░░░░░░░░  99/100", text.Split('\r')[^1]);
    }

    [Fact]
    public void A_log_gets_whole_lines_now_and_then_and_the_last_state()
    {
        var output = new StringWriter();
        var clock = new HandClock();
        using (var display = new PlainDisplay(output, clock))
        {
            for (var i = 1; i <= 30; i++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                display.Show(Half with { Done = i });
            }
        }

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain('\r', output.ToString());
        Assert.Equal(["mine  10/30", "mine  20/30", "mine  30/30"], lines.Select(l => l.Split(',')[0]));
    }

    [Fact]
    public void A_terminal_sees_the_same_facts()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 200;
        using (var display = new SpectreDisplay(console))
        {
            display.Show(Half with { Current = "list=[1], seed 3" });
            display.Tell("a=[2]: failed");
        }

        Assert.Contains("12/30, 1 failed, 3 from the journal  eta 1:20  list=[1], seed 3  loss 0.31", output.ToString());
        Assert.Contains("a=[2]: failed", output.ToString());
        Assert.Contains("40%", output.ToString());
    }

    [Fact]
    public void Remaining_time_comes_from_the_runs_of_this_process_and_the_parts_they_report()
    {
        var clock = new HandClock();
        var seen = new RecordingDisplay();
        var monitor = new AblationMonitor("mine", 10, seen, clock);
        var entry = new JournalEntry("k", "v", 0, RunStatus.Ok, "", [("x", 1)], 0);
        for (var i = 0; i < 4; i++) monitor.Done(entry, fromJournal: true);
        Assert.Null(seen.Last.Remaining);

        var run = new AblationRun(new AblationVariant(["a"], [FactorLevel.Of("a", 1)]), 7, default, monitor.Changed);
        monitor.Started(run);
        clock.Advance(TimeSpan.FromSeconds(10));
        run.Progress(1, 2);
        run.Report("loss", 0.5);
        // Half a run in 10 s, five and a half to go.
        Assert.Equal((110.0, "a=1, seed 7", "loss 0.5", 0.45), (seen.Last.Remaining!.Value.TotalSeconds, seen.Last.Current, seen.Last.Metric, seen.Last.Share));

        monitor.Ended(run);
        monitor.Done(entry with { Status = RunStatus.Failed, Reason = "why" }, fromJournal: false);
        Assert.Equal((5, 4, 1, ""), (seen.Last.Done, seen.Last.Journaled, seen.Last.Failed, seen.Last.Current));
        Assert.Equal(["v, seed 0: failed, why"], seen.Lines);
    }

    private sealed class HandClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
