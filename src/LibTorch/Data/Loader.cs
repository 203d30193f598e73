using TorchSharp.Files;
using TorchSharp.Utils;

namespace TorchSharp.Data;

/// <summary>The published files of MNIST and CIFAR-10 in batches. Training data come in the files' order, test data in a new one each time they are gone through.</summary>
public class Loader
{
    /// <summary>Handwritten digits, or whatever has the same files: float32 <c>[B, 1, H, W]</c>, scaled to [0, 1], less 0.1307 and divided by 0.3081.</summary>
    /// <param name="filename">The folder of train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, unzipped.</param>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or there are not as many labels as images.</exception>
    public static DataIterator MNIST(string filename, long batchSize, bool isTrain = true)
    {
        var files = Path.Combine(filename, isTrain ? "train" : "t10k");
        using var scope = torch.NewDisposeScope();
        var images = Idx($"{files}-images-idx3-ubyte", 3).unsqueeze(1);
        var labels = Idx($"{files}-labels-idx1-ubyte", 1).to(torch.int64);
        if (images.shape[0] != labels.shape[0]) throw new InvalidDataException($"{filename}: {images.shape[0]} images and {labels.shape[0]} labels");
        return new DataIterator(images, labels, batchSize, shuffle: !isTrain, (0.1307f, 0.3081f));
    }

    /// <summary>Colour images of ten kinds of things: float32 <c>[B, 3, 32, 32]</c> in [0, 1].</summary>
    /// <param name="path">The folder of data_batch_1.bin to data_batch_5.bin and test_batch.bin.</param>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="InvalidDataException">A file does not consist of labels with images.</exception>
    public static DataIterator CIFAR10(string path, long batchSize, bool isTrain = true)
    {
        const int Sample = 1 + 3 * 32 * 32;
        using var scope = torch.NewDisposeScope();
        var parts = (isTrain ? Enumerable.Range(1, 5).Select(part => $"data_batch_{part}.bin") : ["test_batch.bin"]).Select(name =>
        {
            using var file = AtomicFile.Open(Path.Combine(path, name));
            if (file.Length == 0 || file.Length % Sample != 0) throw new InvalidDataException($"{file.Name}: {file.Length} bytes, which is not a number of images with {Sample} bytes each");
            return Bytes(file, file.Length).reshape(-1, Sample);
        });
        var samples = torch.cat(parts.ToArray());
        return new DataIterator(samples.narrow(1, 1, Sample - 1).reshape(-1, 3, 32, 32), samples.select(1, 0).to(torch.int64), batchSize, shuffle: !isTrain, null);
    }

    /// <summary>An IDX file of bytes: two zeros, the type 8, the number of dimensions, their lengths with the highest byte first, the elements.</summary>
    private static torch.Tensor Idx(string path, int dimensions)
    {
        using var file = AtomicFile.Open(path);
        return Damage.Guard(path, () =>
        {
            var reader = new BigEndianReader(new BinaryReader(file));
            int magic = reader.ReadInt32();
            if (magic != 0x800 + dimensions) throw new FormatException($"it begins with {magic}, expected {0x800 + dimensions}");
            var shape = Enumerable.Range(0, dimensions).Select(_ => (long)reader.ReadInt32()).ToArray();
            long count = shape.Aggregate(1L, (product, length) => checked(product * length)), rest = file.Length - file.Position;
            if (shape.Any(length => length <= 0) || count != rest) throw new FormatException($"{rest} bytes follow, where {string.Join(" x ", shape)} are announced");
            return Bytes(file, count).reshape(shape);
        });
    }

    private static torch.Tensor Bytes(Stream file, long count)
    {
        var bytes = new byte[count];
        file.ReadExactly(bytes);
        return torch.frombuffer(bytes, torch.ScalarType.Byte);
    }
}
