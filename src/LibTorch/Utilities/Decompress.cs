using System.Formats.Tar;
using System.IO.Compression;
using TorchSharp.Files;

namespace TorchSharp.Utils;

/// <summary>Unpacks archives of data sets.</summary>
public static class Decompress
{
    /// <summary>Unpacks a .gz file to the file of its name without that end.</summary>
    /// <param name="gzipFileName">The archive.</param>
    /// <param name="targetDir">An existing folder.</param>
    public static void DecompressGZipFile(string gzipFileName, string targetDir)
    {
        using var source = new GZipStream(AtomicFile.Open(gzipFileName), CompressionMode.Decompress);
        AtomicFile.Write(Path.Combine(targetDir, Path.GetFileNameWithoutExtension(gzipFileName)), source.CopyTo);
    }

    /// <summary>Unpacks a .tgz archive, once: a file <c>name.bin</c> in the folder says that it has been done.</summary>
    /// <param name="gzArchiveName">The archive.</param>
    /// <param name="destFolder">The folder; made if need be. Nothing is written outside it.</param>
    public static void ExtractTGZ(string gzArchiveName, string destFolder)
    {
        var done = Path.Combine(destFolder, Path.GetFileName(gzArchiveName).Split('.')[0] + ".bin");
        if (File.Exists(done)) return;
        Directory.CreateDirectory(destFolder);
        using var source = new GZipStream(AtomicFile.Open(gzArchiveName), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(source, destFolder, overwriteFiles: true);
        File.WriteAllBytes(done, []);
    }
}
