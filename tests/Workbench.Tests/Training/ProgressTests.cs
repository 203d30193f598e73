using Workbench.Training;

namespace Workbench.Tests.Training;

[Collection(AloneCollection.Name)]
public class ProgressTests
{
    [Fact]
    public void A_line_shows_share_count_rate_time_to_go_and_metric()
    {
        var line = Progress.Format("train", 400, 1000, TimeSpan.FromSeconds(8), "loss 0.31");

        Assert.Equal("train  ████████░░░░░░░░░░░░   40 %  400/1000  50.0/s  eta 0:12  loss 0.31", line);
    }

    [Fact]
    public void A_finished_line_shows_the_time_it_took()
    {
        var line = Progress.Format("seeds", 3, 3, TimeSpan.FromSeconds(3723));

        Assert.Equal("seeds  ████████████████████  100 %  3/3  1241.0 s each  in 1:02:03", line);
    }

    [Fact]
    public void Nothing_done_yet_has_no_rate()
    {
        Assert.Equal("wait  ░░░░░░░░░░░░░░░░░░░░    0 %  0/7", Progress.Format("wait", 0, 7, TimeSpan.Zero));
    }

    [Fact]
    public void More_than_the_total_does_not_overflow_the_bar()
    {
        Assert.Contains("████████████████████  100 %  9/7", Progress.Format("more", 9, 7, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_thousand_advances_in_a_second_draw_at_most_ten_lines_and_the_last()
    {
        var clock = new HandClock();
        var output = new StringWriter();
        using (var bar = new Progress("fast", 1000, output, clock))
        {
            for (var i = 0; i < 1000; i++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(1));
                bar.Advance(1, $"i {i}");
            }
        }

        var lines = output.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 5, 11);
        Assert.StartsWith("\r", output.ToString());
        Assert.Equal("fast  ████████████████████  100 %  1000/1000  1000/s  in 0:01  i 999\n", lines[^1].TrimEnd(' '));
    }

    [Fact]
    public void A_shorter_line_covers_the_longer_one_before()
    {
        var clock = new HandClock();
        var output = new StringWriter();
        using (var bar = new Progress("x", 10, output, clock))
        {
            bar.Advance(1, "a long metric");
            clock.Advance(TimeSpan.FromSeconds(1));
            bar.Advance(1, "m");
        }

        var lines = output.ToString().TrimEnd('\n').Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines[1].Length >= lines[0].Length, "the second line must overwrite all of the first");
    }

    [Fact]
    public void The_memory_in_use_of_what_there_is_ends_the_line()
    {
        var output = new StringWriter();
        var asked = 0;
        using (var bar = new Progress("x", 2, output, new HandClock()) { Memory = () => ++asked > 1 ? new MemoryUse(3L << 29, 140L << 30) : null })
        {
            bar.Advance(1, "loss 0.3");
            bar.Advance(1);
        }

        var lines = output.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("1/2  loss 0.3", lines[0]);
        Assert.EndsWith("2/2  loss 0.3  mem 1.5/140.0 GiB\n", lines[1]);
        // Once a drawing, not once an advance.
        Assert.Equal(2, asked);
        Assert.Equal("mem 1.5 GiB", new MemoryUse(3L << 29, 0).ToString());
    }

    [Fact]
    public void A_training_loop_shows_the_memory_of_its_device()
    {
        var output = new StringWriter();
        using var model = TorchSharp.torch.nn.Linear(2, 1);
        using (var bar = new Progress("train", 2, output))
            TrainingLoop.Run(model.parameters(), 2, _ => model.call(TorchSharp.torch.ones(3, 2)).mean(), new LoopOptions { Progress = bar });
        Assert.Matches(@"loss \S+  mem \d+\.\d/\d+\.\d GiB\s*$", output.ToString());
    }

    [Fact]
    public void The_memory_of_the_cpu_grows_with_its_tensors_up_to_what_the_process_may_use()
    {
        // What earlier tests let go of is freed before it counts.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var before = DeviceMemory.Of(TorchSharp.torch.CPU)!.Value;
        using var tensor = TorchSharp.torch.zeros(64L << 20, TorchSharp.torch.ScalarType.Int8);
        var after = DeviceMemory.Of(TorchSharp.torch.CPU)!.Value;
        // With TorchSharp all that the process allocates and frees meanwhile counts too.
        Assert.InRange(after.UsedBytes - before.UsedBytes, 16L << 20, 1L << 30);
        Assert.InRange(after.TotalBytes, 256L << 20, 1L << 50);
        Assert.Null(DeviceMemory.Of(TorchSharp.torch.META));
    }

    [Fact]
    public void Wrong_totals_and_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Progress("x", 0));
        using var bar = new Progress("x", 1, new StringWriter());
        Assert.Throws<ArgumentOutOfRangeException>(() => bar.Advance(-1));
    }

    private sealed class HandClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan time) => now += time.Ticks;
    }
}
