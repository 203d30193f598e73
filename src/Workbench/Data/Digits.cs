using System.IO.Compression;
using System.Security.Cryptography;
using TorchSharp;
using Workbench.Papers;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>A training and a test part of the digits.</summary>
/// <param name="Train">Examples to train on.</param>
/// <param name="Test">Examples to evaluate on.</param>
public sealed record DigitsSplits(LabelledImages Train, LabelledImages Test) : IDisposable
{
    /// <summary>Releases both.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}

/// <summary>
/// The handwritten digits of the UCI repository (Alpaydin, Kaynak 1998; CC BY 4.0) as scikit-learn carries them: 1797 images of 8x8 grey
/// levels 0…16, ten classes, read from <c>digits.csv.gz</c> out of Debian's package <c>python3-sklearn</c>.
/// </summary>
/// <remarks>
/// Values are <c>level / 8 − 1</c>, in [−1, 1]. Many pixels are the same in all images; a flow needs a little noise on them
/// (<see cref="SmoothedSampler"/>, or the parameter of <see cref="Load"/>).
/// <code>
/// using var digits = Digits.Load(test: 360, seed: 0, noise: 0.05);
/// var points = digits.Train.Images.flatten(1);      // [1437, 64]
/// </code>
/// </remarks>
public static class Digits
{
    /// <summary>The number of images.</summary>
    public const int Count = 1797;

    /// <summary>Where Debian's package puts the file.</summary>
    public const string DebianFolder = "/usr/lib/python3/dist-packages/sklearn/datasets/data";

    /// <summary>The name of the file.</summary>
    public const string FileName = "digits.csv.gz";

    private const int Side = 8;
    private const int Levels = 17;
    private const string Sha256 = "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8";

    /// <summary>Reads the digits and parts them at random.</summary>
    /// <param name="test">How many become test examples, at least 1 and fewer than 1797.</param>
    /// <param name="seed">Seed of the split and of the noise: the same seed gives the same examples in the same order.</param>
    /// <param name="noise">Standard deviation of Gaussian noise added once to every pixel; 0 adds none.</param>
    /// <param name="folder">
    /// Where the file is; null looks in <c>$WORKBENCH_DATA/digits</c>, <c>$WORKBENCH_DATA</c>, <c>data/cache/digits</c> of this checkout
    /// and Debian's folder.
    /// </param>
    /// <param name="device">Where the tensors go; the CPU when null.</param>
    /// <returns>Images float32 <c>[N, 1, 8, 8]</c>, labels int64 <c>[N]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="FileNotFoundException">The file is in none of these folders.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static DigitsSplits Load(int test = 360, int seed = 0, double noise = 0, string? folder = null, Device? device = null)
    {
        if (test < 1 || test >= Count)
            throw new ArgumentOutOfRangeException(nameof(test), test, $"Of {Count} digits, 1 to {Count - 1} can be test examples.");
        if (!(noise >= 0 && double.IsFinite(noise)))
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "The standard deviation of the noise must not be negative.");
        var (levels, classes) = Read(FindFile(folder));
        using var scope = torch.NewDisposeScope();
        // On the CPU, so that the split does not depend on the device.
        using var generator = new Generator((ulong)seed);
        var order = torch.randperm(Count, generator: generator);
        var images = torch.tensor(levels).to_type(ScalarType.Float32).div(8).sub(1).reshape(Count, 1, Side, Side).index_select(0, order);
        if (noise > 0)
            images = images + noise * torch.randn([Count, 1, Side, Side], generator: generator);
        var labels = torch.tensor(classes).to_type(ScalarType.Int64).index_select(0, order);
        LabelledImages Part(long from, long length) => new(
            images.narrow(0, from, length).clone().to(device ?? torch.CPU).MoveToOuterDisposeScope(),
            labels.narrow(0, from, length).clone().to(device ?? torch.CPU).MoveToOuterDisposeScope());
        return new DigitsSplits(Part(test, Count - test), Part(0, test));
    }

    /// <summary>The file that is read.</summary>
    /// <param name="folder">The only folder to look in; null looks in the usual places.</param>
    /// <exception cref="FileNotFoundException">It is in none of them; the message names what brings it.</exception>
    public static string FindFile(string? folder = null) => DataFile.Find(
        FileName, folder, "digits", DebianFolder, "The handwritten digits are not there",
        "'./workbench run' takes the file out of Debian's package python3-sklearn; 'sudo apt-get install python3-sklearn' installs the whole package; "
        + $"or put the file, as scikit-learn has it in sklearn/datasets/data, in a folder and name it in {FashionMnist.Variable}.");

    private static (byte[] Levels, byte[] Classes) Read(string path)
    {
        var text = Content(path);
        var (levels, classes) = (new byte[Count * Side * Side], new byte[Count]);
        var (row, column, value) = (0, 0, -1);
        // Lines of 64 levels and a class, as scikit-learn writes them: digits and commas only.
        foreach (var letter in text)
        {
            if (letter is >= (byte)'0' and <= (byte)'9')
            {
                value = Math.Min(100, (Math.Max(value, 0) * 10) + letter - '0');
                continue;
            }

            if (letter == '\r')
                continue;
            var isLast = column == Side * Side;
            if (row == Count || value < 0 || value >= (isLast ? 10 : Levels) || letter != (isLast ? '\n' : ','))
                throw Damaged(path, $"line {row + 1} is not 64 levels from 0 to 16 and a class from 0 to 9");
            if (isLast)
                classes[row] = (byte)value;
            else
                levels[(row * Side * Side) + column] = (byte)value;
            (row, column, value) = isLast ? (row + 1, 0, -1) : (row, column + 1, -1);
        }

        if (row != Count || column != 0 || value >= 0)
            throw Damaged(path, $"it has {row} whole lines, expected {Count}");
        var found = Convert.ToHexStringLower(SHA256.HashData(text));
        return found == Sha256 ? (levels, classes) : throw Damaged(path, $"the SHA-256 checksum of its content is {found}, expected {Sha256}");
    }

    private static byte[] Content(string path)
    {
        using var content = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            gzip.CopyTo(content);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(path, $"its gzip stream is broken after {content.Length} bytes of content ({error.Message})");
        }

        return content.ToArray();
    }

    private static InvalidDataException Damaged(string path, string reason) =>
        new($"The file '{path}' is damaged or not what it should be: {reason}.");
}
