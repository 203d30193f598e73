using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Engine;

/// <summary>A running cell: what is written, shown or asked on its threads and tasks goes through here.</summary>
internal sealed class CellScope
{
    /// <summary>So much text goes out at once, without waiting for the clock.</summary>
    private const int FlushAt = 8192;

    private static readonly AsyncLocal<CellScope?> Ambient = new();
    private static volatile CellScope? _last;

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly IFrontend _frontend;
    private string _stream = "stdout";

    private CellScope(IFrontend frontend, CancellationToken cancellation)
    {
        _frontend = frontend;
        Cancellation = cancellation;
    }

    /// <summary>The cell this code belongs to: the one that started its task or thread, else the last one started.</summary>
    public static CellScope? Current => Ambient.Value ?? _last;

    public CancellationToken Cancellation { get; }

    /// <summary>Begins a cell; what the calling task starts from now on belongs to it.</summary>
    public static CellScope Enter(IFrontend frontend, CancellationToken cancellation)
    {
        var scope = new CellScope(frontend, cancellation);
        Ambient.Value = scope;
        _last = scope;
        return scope;
    }

    public void Write(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        lock (_lock)
        {
            if (_stream != stream)
            {
                FlushLocked();
                _stream = stream;
            }
            var first = _text.Length == 0;
            _text.Append(text);
            if (_text.Length >= FlushAt)
                FlushLocked();
            else if (first)
                OutputClock.FlushSoon(this);
        }
    }

    public void Flush()
    {
        lock (_lock)
            FlushLocked();
    }

    public void Display(JsonObject data, string displayId) => InOrder(() => _frontend.Display(data, displayId));

    public void UpdateDisplay(JsonObject data, string displayId) => InOrder(() => _frontend.UpdateDisplay(data, displayId));

    public void Result(JsonObject data) => InOrder(() => _frontend.Result(data));

    public void ClearOutput(bool wait) => InOrder(() => _frontend.ClearOutput(wait));

    private void InOrder(Action send)
    {
        lock (_lock)
        {
            FlushLocked();
            send();
        }
    }

    private void FlushLocked()
    {
        if (_text.Length == 0)
            return;
        // Half of a surrogate pair waits for its other half.
        var held = _text.Length > 1 && char.IsHighSurrogate(_text[^1]) ? 1 : 0;
        var text = _text.ToString(0, _text.Length - held);
        _text.Remove(0, text.Length);
        _frontend.Stream(_stream, text);
    }
}
