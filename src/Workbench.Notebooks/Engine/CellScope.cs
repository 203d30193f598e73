using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Engine;

/// <summary>A running cell: what is written, shown or asked on its threads and tasks goes through here.</summary>
internal sealed class CellScope
{
    /// <summary>So much text goes out without waiting for the clock.</summary>
    private const int FlushAt = 8 << 10;

    /// <summary>Sooner after the last piece than this, a longer piece is gathered first: few large messages instead of many small ones.</summary>
    private const int PieceMilliseconds = 10;

    private const int LargestPiece = 256 << 10;

    private static readonly AsyncLocal<CellScope?> Ambient = new();
    private static volatile CellScope? _last;

    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly Stack<Func<ValueTask>> _atEnd = [];
    private readonly IFrontend _frontend;
    private string _stream = "stdout";
    private long _written;
    private long _lastPiece;
    private volatile bool _isFull;
    private volatile bool _isInterrupted;
    private volatile bool _isClosed;

    private CellScope(IFrontend frontend, CancellationToken cancellation)
    {
        _frontend = frontend;
        Cancellation = cancellation;
    }

    /// <summary>The cell this code belongs to: the one that started its task or thread, else the last one started.</summary>
    public static CellScope? Current => Ambient.Value ?? _last;

    /// <summary>How many characters a cell may print; the rest is dropped, with a notice.</summary>
    public static long TextLimit { get; set; } = 10_000_000;

    public CancellationToken Cancellation { get; }

    /// <summary>True when the cell shall stop or has been stopped.</summary>
    public bool IsInterrupted => _isInterrupted;

    /// <summary>Begins a cell; what the calling task starts from now on belongs to it.</summary>
    public static CellScope Enter(IFrontend frontend, CancellationToken cancellation)
    {
        var scope = new CellScope(frontend, cancellation);
        Ambient.Value = scope;
        _last = scope;
        return scope;
    }

    /// <summary>Makes the cell's checks throw, now and ever after.</summary>
    public void Interrupt() => _isInterrupted = true;

    /// <summary>Drops what the cell still shows.</summary>
    public void Close() => _isClosed = true;

    public void Write(string stream, ReadOnlySpan<char> text) => Write(stream, text, []);

    /// <summary>Writes two texts as one, for a line and its end.</summary>
    public void Write(string stream, ReadOnlySpan<char> text, ReadOnlySpan<char> more)
    {
        if (_isFull || _isClosed)
            return;
        using var quiet = CellWorker.Quiet();
        lock (_lock)
        {
            if (_isFull)
                return;
            if (_stream != stream)
            {
                FlushLocked();
                _stream = stream;
            }
            var first = _text.Length == 0;
            Append(text);
            Append(more);
            if (_text.Length >= LargestPiece || _text.Length >= FlushAt && Environment.TickCount64 - _lastPiece >= PieceMilliseconds)
                FlushLocked();
            else if (first && _text.Length > 0)
                OutputClock.FlushSoon(this);
        }
    }

    public void Flush()
    {
        using var quiet = CellWorker.Quiet();
        lock (_lock)
            FlushLocked();
    }

    public void Display(JsonObject data, string displayId) => InOrder(() => _frontend.Display(data, displayId));

    public void UpdateDisplay(JsonObject data, string displayId) => InOrder(() => _frontend.UpdateDisplay(data, displayId));

    public void Result(JsonObject data) => InOrder(() => _frontend.Result(data));

    public void ClearOutput(bool wait) => InOrder(() => _frontend.ClearOutput(wait));

    /// <summary>Asks the person at the front end; null when there is no more to read.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer.</exception>
    /// <exception cref="OperationCanceledException">The cell has been interrupted.</exception>
    public string? ReadInput(string prompt, bool isPassword)
    {
        Flush();
        return _isInterrupted ? throw new CellInterruptedException() : _frontend.ReadInput(prompt, isPassword, Cancellation);
    }

    /// <summary>Does something when the cell has ended; what was asked for last is done first.</summary>
    public void AtEnd(Func<ValueTask> action)
    {
        lock (_atEnd)
            _atEnd.Push(action);
    }

    /// <summary>Does what <see cref="AtEnd"/> asked for, all of it also when some fails.</summary>
    public async Task End()
    {
        var failures = new List<Exception>();
        while (Next() is { } action)
        {
            try
            {
                await action();
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }
        if (failures.Count > 0)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures[0]);

        Func<ValueTask>? Next()
        {
            lock (_atEnd)
                return _atEnd.TryPop(out var action) ? action : null;
        }
    }

    private void InOrder(Action send)
    {
        using var quiet = CellWorker.Quiet();
        lock (_lock)
        {
            FlushLocked();
            if (!_isClosed)
                send();
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_isFull)
            return;
        var left = TextLimit - _written;
        if (text.Length > left)
        {
            _isFull = true;
            // A surrogate pair stays whole.
            if (left > 0 && char.IsHighSurrogate(text[(int)left - 1]))
                left--;
            text = text[..(int)left];
        }
        _written += text.Length;
        _text.Append(text);
        if (_isFull)
            _text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n[The cell has printed {TextLimit:N0} characters; what more it prints is not shown.]\n");
    }

    private void FlushLocked()
    {
        if (_text.Length == 0)
            return;
        // Half of a surrogate pair waits for its other half.
        var held = _text.Length > 1 && char.IsHighSurrogate(_text[^1]) ? 1 : 0;
        var text = _text.ToString(0, _text.Length - held);
        _text.Remove(0, text.Length);
        if (!_isClosed)
            _frontend.Stream(_stream, text);
        _lastPiece = Environment.TickCount64;
    }
}
