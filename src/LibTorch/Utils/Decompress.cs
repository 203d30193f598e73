using System.Formats.Tar;
using System.IO.Compression;

namespace TorchSharp.Utils;

/// <summary>Unpacks downloaded data sets.</summary>
public static class Decompress
{
    /// <summary>Unpacks a .gz file into a folder, under its name without the extension.</summary>
    public static void DecompressGZipFile(string gzipFileName, string targetDir)
    {
        using var packed = new GZipStream(File.OpenRead(gzipFileName), CompressionMode.Decompress);
        Files.AtomicFile.Write(Path.Combine(targetDir, Path.GetFileNameWithoutExtension(gzipFileName)), packed.CopyTo);
    }

    /// <summary>Unpacks a .tgz archive into a folder, once: a file name.bin there says that it has been done.</summary>
    public static void ExtractTGZ(string gzArchiveName, string destFolder)
    {
        var done = Path.Combine(destFolder, Path.GetFileName(gzArchiveName).Split('.')[0] + ".bin");
        if (File.Exists(done)) return;
        Directory.CreateDirectory(destFolder);
        using (var packed = new GZipStream(File.OpenRead(gzArchiveName), CompressionMode.Decompress))
            TarFile.ExtractToDirectory(packed, destFolder, overwriteFiles: true);
        File.WriteAllBytes(done, []);
    }
}
