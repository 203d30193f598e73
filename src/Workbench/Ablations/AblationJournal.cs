using System.Text;

namespace Workbench.Ablations;

/// <summary>
/// The finished runs of ablations in a file, one a line, appended and forced to the disk before the run counts as done. Several
/// processes may share a journal: appending is exclusive, and a run is claimed before it starts.
/// </summary>
/// <param name="path">The file; made with its folder when the first run is done.</param>
/// <remarks>
/// Locks are the system's locks on open files (<c>flock</c>), so that a killed process holds none. Line: <see cref="JournalEntry"/>.
/// </remarks>
internal sealed class AblationJournal(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly UTF8Encoding Utf8 = new(false);

    private const int FileExists = 17; // EEXIST

    private readonly object _gate = new();
    private readonly Dictionary<string, JournalEntry> _known = [];
    private long _read;

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>How many lines were torn or damaged and therefore not counted.</summary>
    public int Dropped { get; private set; }

    /// <summary>The finished run with this key, also if another process has written it since; null when there is none.</summary>
    public JournalEntry? Find(string key)
    {
        lock (_gate)
        {
            Refresh();
            return _known.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds a finished run. When this returns, the line is on the disk.</summary>
    public void Append(JournalEntry entry)
    {
        lock (_gate)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            using var turn = Locked(Path + ".lock");
            using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
            MendTail(file);
            file.Seek(0, SeekOrigin.End);
            file.Write(Utf8.GetBytes(entry.ToLine() + "\n"));
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>
    /// Takes a run for this process until the result is disposed; null when another process has it. The caller looks for the key once
    /// more after the claim, as the other may just have finished.
    /// </summary>
    public JournalClaim? Claim(string key)
    {
        var folder = Path + ".claims";
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException e) when (e.HResult == FileExists && !File.Exists(folder))
        {
            return null; // it was there when it was to be made, and tidied away by another process before anybody looked
        }

        var file = System.IO.Path.Combine(folder, key);
        return Open(file) is { } handle ? new(file, handle) : null;
    }

    /// <summary>Removes the folder of claims when no process has one in it.</summary>
    public void Tidy()
    {
        try
        {
            if (Directory.Exists(Path + ".claims")) Directory.Delete(Path + ".claims");
        }
        catch (IOException)
        {
            // Claims of another process are still in it.
        }
    }

    private void Refresh()
    {
        if (!File.Exists(Path)) return;
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length < _read)
        {
            _known.Clear();
            (_read, Dropped) = (0, 0);
        }

        file.Seek(_read, SeekOrigin.Begin);
        var bytes = new byte[file.Length - _read];
        file.ReadExactly(bytes);
        // What follows the last line end is being written, or torn; it counts when it is whole, and is read again next time.
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        _read += end;
        foreach (var line in Utf8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (JournalEntry.TryParse(line, out var entry)) _known[entry.Key] = entry;
            else Dropped++;
        }

        if (JournalEntry.TryParse(Utf8.GetString(bytes, end, bytes.Length - end), out var tail)) _known[tail.Key] = tail;
    }

    /// <summary>A line without its end is what a killed process left: its text goes, unless only the end is missing.</summary>
    private void MendTail(FileStream file)
    {
        var start = file.Length;
        for (; start > 0; start--)
        {
            file.Seek(start - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n') break;
        }

        if (start == file.Length) return;
        var tail = new byte[file.Length - start];
        file.Seek(start, SeekOrigin.Begin);
        file.ReadExactly(tail);
        if (JournalEntry.TryParse(Utf8.GetString(tail), out _))
        {
            file.Write("\n"u8);
            return;
        }

        file.SetLength(start);
        Dropped++;
    }

    private static FileStream Locked(string file)
    {
        var since = Environment.TickCount64;
        for (var wait = 1; ; wait = Math.Min(50, wait * 2))
        {
            if (Open(file) is { } handle) return handle;
            if (Environment.TickCount64 - since > Patience.TotalMilliseconds)
                throw new IOException($"another process has held the journal's lock '{file}' for {Patience.TotalSeconds:0} s; is it stopped?");
            Thread.Sleep(wait);
        }
    }

    private static FileStream? Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // Another process has just tidied up. With the folder there again by the time .NET looks for the cause, it names the file.
            return null;
        }
        catch (IOException e) when (IsLocked(e))
        {
            return null;
        }
    }

    /// <summary>Whether opening failed because another has the file: EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsLocked(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
