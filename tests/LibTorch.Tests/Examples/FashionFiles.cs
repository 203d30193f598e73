using System.Buffers.Binary;
using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>Fashion-MNIST's IDX files as Debian's dataset-fashion-mnist installs them, or under $WORKBENCH_DATA.</summary>
internal static class FashionFiles
{
    /// <summary>The folder of the four files, or null when there is none.</summary>
    public static string? Folder { get; } = new[]
    {
        Path.Combine(Environment.GetEnvironmentVariable("WORKBENCH_DATA") ?? "/nowhere", "fashion-mnist"),
        Environment.GetEnvironmentVariable("WORKBENCH_DATA") ?? "/nowhere",
        "/usr/share/datasets/fashion-mnist",
    }.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")));

    /// <summary>The first images [count, 1, 28, 28] in [0, 1] and their labels [count].</summary>
    public static (Tensor images, Tensor labels) Read(bool train, int count)
    {
        var prefix = train ? "train" : "t10k";
        using var scope = NewDisposeScope();
        var pixels = Bytes($"{prefix}-images-idx3-ubyte.gz", 16, count * 28 * 28);
        var classes = Bytes($"{prefix}-labels-idx1-ubyte.gz", 8, count);
        var images = tensor(pixels, [count, 1, 28, 28]).to(float32) / 255;
        var labels = tensor(classes).to(int64);
        return (images.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }

    private static byte[] Bytes(string name, int header, int length)
    {
        using var file = File.OpenRead(Path.Combine(Folder!, name));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        var start = new byte[header];
        unpacked.ReadExactly(start);
        Assert.Equal(header == 16 ? 0x803 : 0x801, BinaryPrimitives.ReadInt32BigEndian(start));
        var bytes = new byte[length];
        unpacked.ReadExactly(bytes);
        return bytes;
    }
}
