using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Cli.Running;

/// <summary>
/// Tells how a run goes: a line for every finished cell and, where a person watches, one below that shows the current
/// cell, its time and the newest line it printed. In a log, a cell that takes long says so now and then.
/// </summary>
internal sealed partial class RunProgress : IRunObserver, IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LogPause = TimeSpan.FromSeconds(30);

    private readonly Terminal _terminal;
    private readonly Timer _timer;
    private readonly Lock _gate = new();
    private readonly LastLine _printed = new();
    private readonly Stopwatch _watch = new();
    private RunCell? _cell;
    private int _cells;
    private readonly string _prefix;
    private bool _starting;

    /// <summary>Begins to tell.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="prefix">What every line begins with, for runs that speak at the same time.</param>
    public RunProgress(Terminal terminal, string prefix = "")
    {
        _terminal = terminal;
        _prefix = prefix;
        var pause = terminal.IsLive ? Redraw : LogPause;
        _timer = new Timer(_ => Tick(), null, pause, pause);
    }

    public void Started(int codeCells)
    {
        lock (_gate)
        {
            _cells = codeCells;
            _starting = true;
            _watch.Restart();
        }
    }

    public void CellStarted(RunCell cell)
    {
        lock (_gate)
        {
            _starting = false;
            _cell = cell;
            _printed.Clear();
            _watch.Restart();
            Draw();
        }
    }

    public void Text(RunCell cell, string stream, string text)
    {
        lock (_gate)
            _printed.Feed(text);
    }

    public void CellFinished(RunCell cell, TimeSpan elapsed) => Finish(cell, elapsed, " ");

    public void CellFailed(RunCell cell, TimeSpan elapsed, CellError error) => Finish(cell, elapsed, _terminal.IsLive ? "\e[31m✗\e[0m" : "✗");

    public void Warning(string message)
    {
        lock (_gate)
        {
            Erase();
            _terminal.Output.Flush();
            _terminal.Error.WriteLine($"workbench: {_prefix}{message}");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer.Dispose();
            _cell = null;
            _starting = false;
            Erase();
        }
    }

    /// <summary>An error as a reader of the terminal wants it: what, in which cell and line, and where it came from.</summary>
    public static void WriteError(Terminal terminal, CellError error)
    {
        var lines = error.Traceback.Count > 0 ? error.Traceback : [$"{error.Name}: {error.Message}"];
        foreach (var line in lines.SelectMany(text => text.Split('\n')))
            terminal.Error.WriteLine("    " + (terminal.IsLive ? line : Colour().Replace(line, "")));
    }

    /// <summary><c>4.2 s</c>, <c>2:05 min</c>.</summary>
    public static string Format(TimeSpan time) => time.TotalSeconds < 100
        ? $"{time.TotalSeconds:0.0} s"
        : $"{(int)time.TotalMinutes}:{time.Seconds:00} min";

    private void Finish(RunCell cell, TimeSpan elapsed, string mark)
    {
        lock (_gate)
        {
            _cell = null;
            Erase();
            _terminal.Output.WriteLine($"{_prefix} {mark}{Place(cell)} {Format(elapsed),9}  {cell.FirstLine}");
            _terminal.Output.Flush();
        }
    }

    private void Tick()
    {
        lock (_gate)
            Draw();
    }

    private void Draw()
    {
        if (_cell is null && !_starting)
            return;
        var line = _cell is null
            ? $"  starting {Format(_watch.Elapsed)}"
            : $"  {Place(_cell)} {Format(_watch.Elapsed),9}  {(_printed.Text is { Length: > 0 } text ? text : _cell.FirstLine)}";
        if (_terminal.IsLive)
        {
            // Never folded: a line longer than the window could not be erased again.
            var room = Math.Max(10, _terminal.Width - 1);
            _terminal.Output.Write($"\r\e[2K{(line.Length > room ? line[..(room - 1)] + "…" : line)}");
            _terminal.Output.Flush();
        }
        else if (_cell is not null && _watch.Elapsed >= LogPause)
        {
            _terminal.Output.WriteLine($"{_prefix}{line} …");
            _terminal.Output.Flush();
        }
    }

    private void Erase()
    {
        if (_terminal.IsLive)
            _terminal.Output.Write("\r\e[2K");
    }

    private string Place(RunCell cell)
    {
        var count = Math.Max(_cells, cell.Count);
        return $"[{cell.Number.ToString().PadLeft(count.ToString().Length)}/{count}]";
    }

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colour();
}
