using System.Buffers.Binary;
using TorchSharp;
using TorchSharp.Data;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Data;

/// <summary>Files in the formats of MNIST and CIFAR-10, written here, come back as libtorch's own loaders give them.</summary>
public sealed class LoaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("loader-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static byte Pixel(int i) => (byte)(i * 37 % 256);

    private void Idx(string name, byte[] values, params int[] shape)
    {
        var header = new byte[4 + 4 * shape.Length];
        (header[2], header[3]) = (8, (byte)shape.Length);
        for (int i = 0; i < shape.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), shape[i]);
        File.WriteAllBytes(Path.Combine(folder, name), [.. header, .. values]);
    }

    private void Digits(string set, int count)
    {
        Idx($"{set}-images-idx3-ubyte", Enumerable.Range(0, count * 6).Select(Pixel).ToArray(), count, 2, 3);
        Idx($"{set}-labels-idx1-ubyte", Enumerable.Range(0, count).Select(i => (byte)i).ToArray(), count);
    }

    private static long[] Targets(DataIterator loader) => loader.SelectMany(pair => pair.target.data<long>().ToArray()).ToArray();

    [Fact]
    public void Digits_are_normalised_and_come_in_order_for_training()
    {
        using var scope = NewDisposeScope();
        Digits("train", 5);
        using var loader = Loader.MNIST(folder, 2);
        Assert.Equal(5, loader.Size());
        var batches = loader.ToArray();
        Assert.Equal([[2, 1, 2, 3], [2, 1, 2, 3], [1, 1, 2, 3]], batches.Select(pair => pair.data.shape));
        Assert.Equal([[2], [2], [1]], batches.Select(pair => pair.target.shape));
        Assert.All(batches, pair => Assert.Equal((float32, int64), (pair.data.dtype, pair.target.dtype)));
        var pixels = cat(batches.Select(pair => pair.data).ToArray()).data<float>().ToArray();
        for (int i = 0; i < 30; i++) Assert.Equal((Pixel(i) / 255.0 - 0.1307) / 0.3081, pixels[i], 1e-6);
        Assert.Equal([0, 1, 2, 3, 4], Targets(loader));
        Assert.Equal([0, 1, 2, 3, 4], Targets(loader));
    }

    /// <summary>The orders are what libtorch's C++ loader gave in its first two loops after the same seed, with a data set of seven.</summary>
    [Fact]
    public void Digits_for_testing_come_in_a_new_order_each_time()
    {
        using var scope = NewDisposeScope();
        Digits("t10k", 7);
        manual_seed(3);
        using var loader = Loader.MNIST(folder, 3, isTrain: false);
        Assert.Equal([0, 6, 3, 4, 2, 5, 1], Targets(loader));
        Assert.Equal([6, 3, 1, 4, 2, 5, 0], Targets(loader));
        foreach (var (data, target) in loader)
        {
            for (int i = 0; i < target.shape[0]; i++)
                Assert.Equal((Pixel(6 * (int)target[i].item<long>()) / 255.0 - 0.1307) / 0.3081, data[i, 0, 0, 0].item<float>(), 1e-6);
        }
    }

    private void Pictures(string name, params byte[] labels) =>
        File.WriteAllBytes(Path.Combine(folder, name), labels.SelectMany(label => Enumerable.Range(0, 3072).Select(i => Pixel(i + label)).Prepend(label)).ToArray());

    [Fact]
    public void Pictures_are_planes_between_0_and_1()
    {
        using var scope = NewDisposeScope();
        for (int part = 1; part <= 5; part++) Pictures($"data_batch_{part}.bin", (byte)part);
        Pictures("test_batch.bin", 7, 8, 9);
        using (var train = Loader.CIFAR10(folder, 3))
        {
            Assert.Equal([1, 2, 3, 4, 5], Targets(train));
            var (data, target) = train.Last();
            Assert.Equal(([2, 3, 32, 32], float32, int64), (data.shape, data.dtype, target.dtype), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2 == b.Item2 && a.Item3 == b.Item3);
            var pixels = data.data<float>().ToArray();
            for (int i = 0; i < 3072; i += 5) Assert.Equal(Pixel(i + 5) / 255f, pixels[3072 + i], 1e-7);
        }
        using var test = Loader.CIFAR10(folder, 2, isTrain: false);
        Assert.Equal(3, test.Size());
        Assert.Equal([7, 8, 9], Targets(test).Order());
        var orders = Enumerable.Range(0, 20).Select(_ => string.Join(",", Targets(test))).Distinct();
        Assert.NotEmpty(orders.Skip(1));
    }

    [Fact]
    public void Batches_outlive_the_loader()
    {
        using var scope = NewDisposeScope();
        Digits("train", 2);
        var loader = Loader.MNIST(folder, 2);
        var (data, target) = loader.First();
        loader.Dispose();
        loader.Dispose();
        Assert.Equal([0L, 1], target.data<long>().ToArray());
        Assert.False(data.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => loader.First());
    }

    [Fact]
    public void Bad_files_are_refused()
    {
        Assert.Throws<FileNotFoundException>(() => Loader.MNIST(folder, 2));
        Assert.Throws<FileNotFoundException>(() => Loader.CIFAR10(folder, 2));
        Digits("train", 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => Loader.MNIST(folder, 0));
        Idx("train-labels-idx1-ubyte", [1, 2], 2);
        Assert.Contains("3 images and 2 labels", Assert.Throws<InvalidDataException>(() => Loader.MNIST(folder, 2)).Message);
        Idx("train-labels-idx1-ubyte", [1, 2], 3);
        Assert.Contains("2 bytes follow", Assert.Throws<InvalidDataException>(() => Loader.MNIST(folder, 2)).Message);
        Idx("train-labels-idx1-ubyte", [1, 2, 3], 3, 1);
        Assert.Contains("2049", Assert.Throws<InvalidDataException>(() => Loader.MNIST(folder, 2)).Message);
        Idx("train-labels-idx1-ubyte", [], int.MaxValue, int.MaxValue, int.MaxValue);
        Assert.Throws<InvalidDataException>(() => Loader.MNIST(folder, 2));
        File.WriteAllBytes(Path.Combine(folder, "train-labels-idx1-ubyte"), [0, 0, 8]);
        Assert.Throws<InvalidDataException>(() => Loader.MNIST(folder, 2));
        File.WriteAllBytes(Path.Combine(folder, "test_batch.bin"), new byte[3000]);
        Assert.Contains("3000 bytes", Assert.Throws<InvalidDataException>(() => Loader.CIFAR10(folder, 2, isTrain: false)).Message);
        File.WriteAllBytes(Path.Combine(folder, "test_batch.bin"), []);
        Assert.Throws<InvalidDataException>(() => Loader.CIFAR10(folder, 2, isTrain: false));
    }
}
