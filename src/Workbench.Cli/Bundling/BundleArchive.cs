using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Workbench.Cli.Bundling;

/// <summary>Writes a bundle as a compressed tar file. Files of equal content are stored once, and the same files give the same bytes.</summary>
internal static class BundleArchive
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Program = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // No time of its own, so that a second bundle of the same files is the same file. Not zero: build tools take that for "missing".
    private static readonly DateTimeOffset Time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes beside <paramref name="path"/> and renames.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">The folder that everything in it lies in.</param>
    /// <param name="files">The files.</param>
    /// <param name="cancellation">Stops, and leaves what was there.</param>
    /// <returns>The archive's size in bytes.</returns>
    public static async Task<long> WriteAsync(string path, string folder, IReadOnlyList<BundleFile> files, CancellationToken cancellation)
    {
        var beside = $"{path}.{System.Environment.ProcessId}.new";
        try
        {
            await using (var stream = File.Create(beside))
            await using (var compressed = new GZipStream(stream, CompressionLevel.SmallestSize))
            await using (var tar = new TarWriter(compressed, TarEntryFormat.Pax))
            {
                var stored = new Dictionary<string, string>();
                foreach (var file in files)
                    await AddAsync(tar, $"{folder}/{file.Name}", file, stored, cancellation);
            }

            File.Move(beside, path, overwrite: true);
            return new FileInfo(path).Length;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static async Task AddAsync(TarWriter tar, string name, BundleFile file, Dictionary<string, string> stored, CancellationToken cancellation)
    {
        var content = file.Source is null ? Encoding.UTF8.GetBytes(file.Text ?? "") : await File.ReadAllBytesAsync(file.Source, cancellation);
        var mode = file.Executable ? Program : Readable;
        var key = Convert.ToHexString(SHA256.HashData(content)) + mode;
        var entry = stored.TryGetValue(key, out var first)
            ? new PaxTarEntry(TarEntryType.HardLink, name) { LinkName = first }
            : new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };
        (entry.Mode, entry.ModificationTime) = (mode, Time);
        stored.TryAdd(key, name);
        await tar.WriteEntryAsync(entry, cancellation);
    }
}
