using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Serve;

/// <summary>
/// Gives file descriptor 1 or 2 to a pipe, so that what native libraries and child processes print becomes output of the cell.
/// Not on Windows, where C libraries fix their standard output when the process starts.
/// </summary>
internal sealed partial class NativeOutput
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int DuplicateCloseOnExec = 1030;
    private const int LineBuffered = 1;
    private const short Readable = 1;

    /// <summary>Characters; front ends keep what a kernel says there in a log.</summary>
    private const int EchoedASecond = 16 << 10;

    private readonly string _mark = $"\0{Guid.NewGuid():N}\0";
    private readonly SemaphoreSlim _drained = new(0);
    private readonly int _descriptor;
    private readonly string _stream;
    private readonly Stream? _echo;
    private long _echoSince;
    private int _echoed;

    private readonly int _readEnd;
    private volatile bool _isHanding;

    private NativeOutput(int descriptor, string stream, AnonymousPipeServerStream pipe, Stream? echo)
    {
        _descriptor = descriptor;
        _readEnd = (int)pipe.SafePipeHandle.DangerousGetHandle();
        _stream = stream;
        _echo = echo;
        new Thread(() => Pump(pipe)) { IsBackground = true, Name = $"native {stream}" }.Start();
    }

    /// <summary>Moves standard output away; <paramref name="events"/> is where it was. Null on Windows: what is printed there by native code reaches the runner between two events.</summary>
    public static NativeOutput? TryTake(out Stream events)
    {
        if (OperatingSystem.IsWindows())
        {
            events = Console.OpenStandardOutput();
            return null;
        }
        return Take(StandardOutput, "stdout", echoes: false, out events);
    }

    /// <summary>
    /// Moves standard output and standard error away; <paramref name="standardError"/> is where the latter was, null on Windows.
    /// What comes on standard error also goes there: the last words of a process that dies reach nobody else.
    /// </summary>
    public static IReadOnlyList<NativeOutput> TakeBoth(out Stream? standardError)
    {
        standardError = null;
        return OperatingSystem.IsWindows() ? [] : [Take(StandardOutput, "stdout", echoes: false, out _), Take(StandardError, "stderr", echoes: true, out standardError)];
    }

    /// <summary>Returns when everything printed so far has been handed to the cell.</summary>
    public void Drain()
    {
        FlushAll(0);
        // Looked at in this order, both say no only when nothing is left: text is taken from the pipe after it is said that text is being handed on.
        if (!IsReadable(0) && !_isHanding)
            return;
        // A mark that came after nobody waited for it any more.
        while (_drained.Wait(0))
        {
        }
        var mark = Encoding.UTF8.GetBytes(_mark);
        if (Write(_descriptor, mark, mark.Length) == mark.Length)
            _drained.Wait(TimeSpan.FromSeconds(10));
    }

    private static NativeOutput Take(int descriptor, string stream, bool echoes, out Stream former)
    {
        // Children of the notebook must not hold the former one open, or who reads it would not see this process end.
        var kept = OperatingSystem.IsLinux() ? FileControl(descriptor, DuplicateCloseOnExec, 3) : Duplicate(descriptor);
        var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        if (kept < 0 || DuplicateTo((int)pipe.ClientSafePipeHandle.DangerousGetHandle(), descriptor) < 0)
            throw new IOException($"The {stream} of this process cannot be redirected (error {Marshal.GetLastPInvokeError()}).");
        pipe.DisposeLocalCopyOfClientHandle();
        former = new FileStream(new SafeFileHandle(kept, ownsHandle: true), FileAccess.Write, bufferSize: 0);
        if (descriptor == StandardOutput)
            ShowWholeLines();
        return new NativeOutput(descriptor, stream, pipe, echoes ? former : null);
    }

    /// <summary>A C library that writes to a pipe keeps pages of text back; a cell's author wants to see lines.</summary>
    private static void ShowWholeLines()
    {
        if (NativeLibrary.TryLoad(OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6", out var library)
            && NativeLibrary.TryGetExport(library, OperatingSystem.IsMacOS() ? "__stdoutp" : "stdout", out var file))
            SetBuffer(Marshal.ReadIntPtr(file), 0, LineBuffered, 0);
    }

    private void Pump(Stream pipe)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[bytes.Length + 1];
        var pending = "";
        while (true)
        {
            _isHanding = pending.Length > 0;
            IsReadable(-1);
            _isHanding = true;
            var read = pipe.Read(bytes);
            if (read <= 0)
                return;
            pending += new string(chars, 0, decoder.GetChars(bytes, 0, read, chars, 0));
            for (int at; (at = pending.IndexOf(_mark, StringComparison.Ordinal)) >= 0; pending = pending[(at + _mark.Length)..])
            {
                Hand(pending[..at]);
                _drained.Release();
            }
            // The beginning of a mark may stand at the end of what was read.
            var keep = pending.LastIndexOf('\0');
            if (keep < 0 || pending.Length - keep >= _mark.Length)
                keep = pending.Length;
            Hand(pending[..keep]);
            pending = pending[keep..];
        }
    }

    private bool IsReadable(int milliseconds)
    {
        var waiting = new Waiting { Descriptor = _readEnd, Events = Readable };
        return Poll(ref waiting, 1, milliseconds) != 0;
    }

    private void Hand(string text)
    {
        if (text.Length == 0)
            return;
        Echo(text);
        CellScope.Current?.Write(_stream, text);
        CellScope.Current?.Flush();
    }

    private void Echo(string text)
    {
        if (_echo is null)
            return;
        if (Environment.TickCount64 - _echoSince > 1000)
            (_echoSince, _echoed) = (Environment.TickCount64, 0);
        _echoed += text.Length;
        if (_echoed > EchoedASecond)
            return;
        try
        {
            _echo.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Waiting
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Waiting waiting, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int from, int to);

    [LibraryImport("libc", EntryPoint = "fflush")]
    private static partial int FlushAll(nint none);

    [LibraryImport("libc", EntryPoint = "setvbuf")]
    private static partial int SetBuffer(nint file, nint buffer, int mode, nint size);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte[] bytes, nint count);
}
