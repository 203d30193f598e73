using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>
/// A bar that fills in its place while a cell works, at most ten times a second however often it is told:
/// <code>
/// using var progress = new ProgressDisplay(epochs, "training");
/// for (…) { …; progress.Advance(); }
/// progress.Complete();
/// </code>
/// <c>foreach (var x in items.WithProgress("label"))</c> does the same. Without <see cref="Complete"/> it ends, when disposed, with the word
/// "stopped" where the work was left: by an exception, an interrupt, a <c>break</c>. Any thread may advance it.
/// </summary>
public sealed class ProgressDisplay : IHtmlContent, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly DisplayedValue _display;
    private readonly string _label;
    private readonly long? _total;
    private readonly long _start;
    private long _done;
    private long _shown;
    private string _note = "";
    private string _end = "";

    /// <summary>Shows an empty bar.</summary>
    /// <param name="total">How much there is to do; null when that is not known.</param>
    /// <param name="label">Stands before the bar.</param>
    /// <exception cref="InvalidOperationException">No cell is running.</exception>
    public ProgressDisplay(long? total = null, string label = "") : this(total, label, TimeProvider.System)
    {
    }

    internal ProgressDisplay(long? total, string label, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (total < 0)
            throw new ArgumentOutOfRangeException(nameof(total), total, "A progress has a total of 0 or more.");
        _total = total;
        _label = label;
        _clock = clock;
        _start = _shown = clock.GetTimestamp();
        _display = KernelInvocationContext.Required.Display(this, HtmlFormatter.MimeType);
    }

    /// <summary>How much is done.</summary>
    public long Done
    {
        get
        {
            lock (_lock)
                return _done;
        }
    }

    /// <summary>So much more is done.</summary>
    /// <param name="by">How much.</param>
    /// <param name="note">Stands behind the numbers, such as the loss; null to keep the last one.</param>
    public void Advance(long by = 1, string? note = null)
    {
        lock (_lock)
            Change(_done + by, note);
    }

    /// <summary>So much is done in all.</summary>
    /// <param name="done">How much.</param>
    /// <param name="note">Stands behind the numbers; null to keep the last one.</param>
    public void Report(long done, string? note = null)
    {
        lock (_lock)
            Change(done, note);
    }

    /// <summary>Everything is done.</summary>
    public void Complete() => End("done");

    /// <summary>Shows where the work ended.</summary>
    public void Dispose() => End(_total is { } total && _done >= total ? "done" : "stopped");

    /// <summary>The bar as text.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var bar = Share is { } share ? $"[{new string('#', (int)(share * 20))}{new string('.', 20 - (int)(share * 20))}] " : "";
            return $"{(_label.Length > 0 ? _label + " " : "")}{bar}{Numbers()}";
        }
    }

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        lock (_lock)
        {
            var value = Share is { } share ? string.Create(CultureInfo.InvariantCulture, $" value=\"{share:0.####}\" max=\"1\"") : _end.Length > 0 ? " value=\"1\" max=\"1\"" : "";
            writer.Write($"<div class=\"wb-progress\">{Html.Encode(_label)} <progress{value} style=\"width:16em;vertical-align:middle\"></progress> {Html.Encode(Numbers())}</div>");
        }
    }

    private double? Share => _total is { } total ? (total == 0 ? 1 : Math.Clamp((double)_done / total, 0, 1)) : null;

    private string Numbers()
    {
        var seconds = _clock.GetElapsedTime(_start, _end.Length > 0 ? _shown : _clock.GetTimestamp()).TotalSeconds;
        var rate = seconds > 0 ? _done / seconds : 0;
        var parts = new List<string> { _total is { } total ? $"{_done}/{total}" : $"{_done}" };
        if (Share is { } share)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * share):0}%"));
        if (_done > 0 && rate > 0)
            parts.Add(rate >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.#}/s") : string.Create(CultureInfo.InvariantCulture, $"{1 / rate:0.#} s each"));
        if (_end.Length > 0)
            parts.Add($"{_end} after {Time(seconds)}");
        else if (_total is { } all && rate > 0 && _done > 0)
            parts.Add($"{Time(Math.Max(0, all - _done) / rate)} left");
        if (_note.Length > 0)
            parts.Add(_note);
        return string.Join(" · ", parts);
    }

    private static string Time(double seconds)
    {
        var whole = TimeSpan.FromSeconds(Math.Min(Math.Round(seconds), 359_999_999));
        return whole.TotalHours >= 1 ? $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}" : $"{whole.Minutes}:{whole.Seconds:00}";
    }

    private void Change(long done, string? note)
    {
        if (_end.Length > 0)
            return;
        _done = done;
        _note = note ?? _note;
        if (_clock.GetElapsedTime(_shown) >= Pause)
            Show();
    }

    private void End(string word)
    {
        lock (_lock)
        {
            if (_end.Length > 0)
                return;
            if (word == "done" && _total is { } total)
                _done = Math.Max(_done, total);
            _end = word;
            Show();
        }
    }

    private void Show()
    {
        _shown = _clock.GetTimestamp();
        _display.Update(this);
    }
}
