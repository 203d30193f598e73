namespace TorchSharp.Files;

/// <summary>Writing a file beside its place and renaming it, so that it is whole or not there.</summary>
internal static class AtomicFile
{
    public static void Write(string location, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        var beside = $"{location}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, location, overwrite: true);
        }
        finally
        {
            if (File.Exists(beside)) File.Delete(beside);
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileStream Open(string location)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        if (!File.Exists(location)) throw new FileNotFoundException($"No such file: {location}", location);
        return new FileStream(location, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
    }
}
