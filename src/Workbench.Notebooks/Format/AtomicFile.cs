using System.Text;

namespace Workbench.Notebooks.Format;

/// <summary>Writes a file beside its target and renames it, so that no reader and no crash ever sees half of it.</summary>
internal static class AtomicFile
{
    private static int _writes;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Replaces a file.</summary>
    /// <exception cref="IOException">It cannot be written; the message names it, and what was there is still there.</exception>
    public static void WriteAllText(string path, string text)
    {
        // A link stays a link; what it points to is replaced.
        var full = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        // Several runs, of this process or others, may write the same file at once.
        var beside = $"{full}.{Environment.ProcessId}.{Interlocked.Increment(ref _writes)}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(beside, text, Utf8);
            if (!OperatingSystem.IsWindows() && File.Exists(full))
                File.SetUnixFileMode(beside, File.GetUnixFileMode(full));
            File.Move(beside, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            try
            {
                File.Delete(beside);
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException)
            {
                // Where it cannot be written it cannot be deleted either.
            }
            // The system speaks of a name that nobody gave.
            throw new IOException($"'{path}' cannot be written: {e.Message.Replace(beside, full, StringComparison.Ordinal)}", e);
        }
    }

    /// <summary>Removes what processes that were killed while they wrote this file left beside it.</summary>
    public static void RemoveLeftovers(string path)
    {
        var full = Path.GetFullPath(path);
        var (folder, name) = (Path.GetDirectoryName(full)!, Path.GetFileName(full));
        try
        {
            foreach (var left in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.tmp") : [])
            {
                var parts = Path.GetFileName(left).Split('.');
                if (Path.GetFileName(left).StartsWith(name + ".", StringComparison.Ordinal) && parts.Length > 3 && int.TryParse(parts[^3], out var process) && !IsAlive(process))
                    File.Delete(left);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They are in nobody's way.
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
