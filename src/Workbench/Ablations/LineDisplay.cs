using System.Globalization;

namespace Workbench.Ablations;

/// <summary>One line rewritten with <c>'\r'</c>, at most ten times a second, as notebook front ends understand it.</summary>
internal sealed class LineDisplay(TextWriter output, TimeProvider clock) : IAblationDisplay
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private AblationStatus? _newest;
    private AblationStatus? _shown;
    private long _drawn;
    private int _length;

    public void Show(AblationStatus status)
    {
        _newest = status;
        if (_shown is null || clock.GetElapsedTime(_drawn) >= Pause) Draw();
    }

    public void Tell(string line)
    {
        output.Write('\r');
        output.Write(line.PadRight(_length));
        output.Write('\n');
        _length = 0;
        Draw();
    }

    public void Dispose()
    {
        if (_newest is null) return;
        if (!ReferenceEquals(_newest, _shown)) Draw();
        output.Write('\n');
        output.Flush();
    }

    /// <summary>The text of the line: <c>ablation  ██████░░░░  12/30, 1 failed, 3 from the journal  eta 1:20  sparsity=0.5, seed 3  loss 0.31</c>.</summary>
    public static string Format(AblationStatus status) => string.Join("  ", Parts(status, bar: true));

    /// <summary>The parts of the line that say something now.</summary>
    public static IEnumerable<string> Parts(AblationStatus status, bool bar)
    {
        var filled = (int)(status.Share * BarWidth);
        var complete = status.Done >= status.Total;
        string[] parts =
        [
            status.Label,
            bar ? new string('█', filled) + new string('░', BarWidth - filled) : "",
            string.Create(CultureInfo.InvariantCulture, $"{status.Done}/{status.Total}") + (status.Failed > 0 ? $", {status.Failed} failed" : "")
                + (status.Journaled > 0 ? $", {status.Journaled} from the journal" : ""),
            complete ? $"in {Time(status.Elapsed)}" : status.Remaining is { } remaining ? $"eta {Time(remaining)}" : "",
            complete ? "" : status.Current,
            complete ? "" : status.Metric,
        ];
        return parts.Where(p => p.Length > 0);
    }

    /// <summary>"1:05" or "2:01:05".</summary>
    public static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:D2}:{time.Seconds:D2}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:D2}");

    private void Draw()
    {
        if (_newest is null) return;
        var line = Format(_newest);
        output.Write('\r');
        output.Write(line.PadRight(_length));
        output.Flush();
        (_shown, _length, _drawn) = (_newest, line.Length, clock.GetTimestamp());
    }
}
