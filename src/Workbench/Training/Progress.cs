using System.Globalization;
using System.Text;

namespace Workbench.Training;

/// <summary>
/// A progress bar for long loops: one console line rewritten with <c>'\r'</c>, at most ten times a second, with the
/// rate, the time still to go, the latest metric and the memory in use. Silent when <c>WORKBENCH_PROGRESS=0</c>. Safe to advance from
/// several threads.
/// </summary>
/// <example>
/// <code>
/// using var bar = new Progress("train", total: 1000);
/// for (var step = 0; step &lt; 1000; step++) bar.Advance(1, $"loss {loss:F3}");
/// </code>
/// </example>
public sealed class Progress : IDisposable
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly object gate = new();
    private readonly TextWriter? output;
    private readonly TimeProvider clock;
    private readonly long started;
    private long drawn;
    private bool drawnOnce;
    private int lineLength;
    private string? metric;
    private bool disposed;
    private Func<MemoryUse?>? memory;

    /// <summary>Starts a bar.</summary>
    /// <param name="label">What the loop does, in a word or two.</param>
    /// <param name="total">How many advances make the loop complete; positive.</param>
    /// <param name="output">Where to write; standard output when null.</param>
    /// <param name="clock">The clock; the system's when null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is not positive.</exception>
    public Progress(string label, long total, TextWriter? output = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        Label = label;
        Total = total;
        this.clock = clock ?? TimeProvider.System;
        this.output = Environment.GetEnvironmentVariable("WORKBENCH_PROGRESS") == "0" ? null : output ?? Console.Out;
        started = this.clock.GetTimestamp();
    }

    /// <summary>What the loop does.</summary>
    public string Label { get; }

    /// <summary>
    /// What tells the memory in use, shown at the end of the line and asked when it is drawn. A training loop that advances the bar sets it
    /// to the memory of its device where it is null.
    /// </summary>
    public Func<MemoryUse?>? Memory
    {
        get
        {
            lock (gate) return memory;
        }

        set
        {
            lock (gate) memory = value;
        }
    }

    /// <summary>The count at which the loop is complete.</summary>
    public long Total { get; }

    /// <summary>How much is done.</summary>
    public long Done { get; private set; }

    /// <summary>Moves the bar forward and, when the last drawing is old enough, draws it.</summary>
    /// <param name="count">How much was done since the last call; not negative.</param>
    /// <param name="metric">The newest value to show at the end of the line, such as <c>loss 0.31</c>; null keeps the last one.</param>
    public void Advance(long count = 1, string? metric = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (gate)
        {
            Done += count;
            this.metric = metric ?? this.metric;
            if (output is not null && !disposed && (!drawnOnce || clock.GetElapsedTime(drawn) >= Pause)) Draw();
        }
    }

    /// <summary>Draws the final state and ends the line.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            if (output is null) return;
            Draw();
            output.Write('\n');
            output.Flush();
        }
    }

    /// <summary>The text of a bar: <c>label  ████████░░░░  40 %  400/1000  52.1/s  eta 0:11  loss 0.31  mem 1.2/139.8 GiB</c>.</summary>
    public static string Format(string label, long done, long total, TimeSpan elapsed, string? metric = null, MemoryUse? memory = null)
    {
        var share = Math.Clamp((double)done / total, 0, 1);
        var filled = (int)(share * BarWidth);
        var line = new StringBuilder(label).Append("  ")
            .Append('█', filled).Append('░', BarWidth - filled)
            .Append(CultureInfo.InvariantCulture, $"  {(int)(share * 100),3} %  {done}/{total}");
        if (done > 0 && elapsed > TimeSpan.Zero)
        {
            var rate = done / elapsed.TotalSeconds;
            line.Append(CultureInfo.InvariantCulture, $"  {FormatRate(rate)}");
            line.Append(done < total
                ? $"  eta {FormatTime(TimeSpan.FromSeconds((total - done) / rate))}"
                : $"  in {FormatTime(elapsed)}");
        }

        if (metric is not null) line.Append("  ").Append(metric);
        if (memory is { } use) line.Append("  ").Append(use);
        return line.ToString();
    }

    private static string FormatRate(double perSecond) => perSecond switch
    {
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:F0}/s"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:F1}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{1 / perSecond:F1} s each"),
    };

    private static string FormatTime(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:D2}:{time.Seconds:D2}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:D2}");

    private void Draw()
    {
        var line = Format(Label, Done, Total, clock.GetElapsedTime(started), metric, memory?.Invoke());
        output!.Write('\r');
        output.Write(line.PadRight(lineLength));
        output.Flush();
        lineLength = line.Length;
        drawn = clock.GetTimestamp();
        drawnOnce = true;
    }
}
