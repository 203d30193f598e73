using System.Diagnostics;
using System.Text;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Lines for whoever started the kernel, on the process's own standard error; so many a minute that misbehaving clients cannot flood it.</summary>
internal sealed class KernelLog(Stream output) : IDisposable
{
    private const int LinesAMinute = 60;

    private readonly Lock _lock = new();
    private Stream _output = output;
    private long _minute = Stopwatch.GetTimestamp();
    private int _lines;

    /// <summary>Writes to another stream from now on.</summary>
    public void MoveTo(Stream output)
    {
        lock (_lock)
            _output = output;
    }

    /// <summary>Writes a line.</summary>
    public void Write(string text)
    {
        lock (_lock)
        {
            if (Stopwatch.GetElapsedTime(_minute) > TimeSpan.FromMinutes(1))
                (_minute, _lines) = (Stopwatch.GetTimestamp(), 0);
            if (++_lines > LinesAMinute)
                return;
            try
            {
                _output.Write(Encoding.UTF8.GetBytes($"workbench kernel: {text}\n"));
                _output.Flush();
            }
            catch (IOException)
            {
                // Nobody reads it any more.
            }
        }
    }

    public void Dispose() => _output.Dispose();
}
