using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Workbench.Notebooks.Engine;

namespace Workbench.Notebooks.Serve;

/// <summary>
/// Gives file descriptor 1 to a pipe, so that what native libraries and child processes print becomes output of the cell,
/// and keeps the former standard output for events.
/// </summary>
internal sealed partial class NativeOutput
{
    private const int StandardOutput = 1;
    private const int DuplicateCloseOnExec = 1030;

    private readonly string _mark = $"\0{Guid.NewGuid():N}\0";
    private readonly SemaphoreSlim _drained = new(0);

    private NativeOutput(Stream pipe) => new Thread(() => Pump(pipe)) { IsBackground = true, Name = "native output" }.Start();

    /// <summary>
    /// Moves standard output away; <paramref name="events"/> is where it was. Null on Windows, where C libraries fix their
    /// standard output when the process starts: what they print there reaches the runner between two events.
    /// </summary>
    public static NativeOutput? TryTake(out Stream events)
    {
        if (OperatingSystem.IsWindows())
        {
            events = Console.OpenStandardOutput();
            return null;
        }
        // Children of the notebook must not hold the event stream open, or the runner would not see this process end.
        var kept = OperatingSystem.IsLinux() ? FileControl(StandardOutput, DuplicateCloseOnExec, 3) : Duplicate(StandardOutput);
        var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        if (kept < 0 || DuplicateTo((int)pipe.ClientSafePipeHandle.DangerousGetHandle(), StandardOutput) < 0)
            throw new IOException($"Standard output cannot be redirected (error {Marshal.GetLastPInvokeError()}).");
        pipe.DisposeLocalCopyOfClientHandle();
        events = new FileStream(new SafeFileHandle(kept, ownsHandle: true), FileAccess.Write, bufferSize: 0);
        return new NativeOutput(pipe);
    }

    /// <summary>Returns when everything printed so far has been handed to the cell.</summary>
    public void Drain()
    {
        FlushAll(0);
        var mark = Encoding.UTF8.GetBytes(_mark);
        if (Write(StandardOutput, mark, mark.Length) == mark.Length)
            _drained.Wait(TimeSpan.FromSeconds(1));
    }

    private void Pump(Stream pipe)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[bytes.Length + 1];
        var pending = "";
        int read;
        while ((read = pipe.Read(bytes)) > 0)
        {
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

    private static void Hand(string text)
    {
        if (text.Length == 0)
            return;
        CellScope.Current?.Write("stdout", text);
        CellScope.Current?.Flush();
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int from, int to);

    [LibraryImport("libc", EntryPoint = "fflush")]
    private static partial int FlushAll(nint none);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte[] bytes, nint count);
}
