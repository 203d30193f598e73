using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>What becomes of the stored bytes 0…255.</summary>
public enum PixelScaling
{
    /// <summary><c>byte / 255</c>, in [0, 1]: never negative.</summary>
    Unit,

    /// <summary>Mean 0 and standard deviation 1 over the whole training set: <c>(byte / 255 − 0.2860) / 0.3530</c>.</summary>
    Standardised,

    /// <summary><c>2 · byte / 255 − 1</c>, in [−1, 1].</summary>
    Symmetric,
}

/// <summary>A training and a test set.</summary>
/// <param name="Train">Examples to train on.</param>
/// <param name="Test">Examples to evaluate on.</param>
public sealed record FashionMnistSplits(LabelledImages Train, LabelledImages Test) : IDisposable
{
    /// <summary>Releases both.</summary>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}

/// <summary>
/// Fashion-MNIST (Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747; MIT licence): 60,000 training and 10,000 test images of
/// clothing, 28x28 grey levels, ten classes, read from the four IDX files as Debian's <c>dataset-fashion-mnist</c> or
/// the authors' repository has them.
/// </summary>
public static class FashionMnist
{
    /// <summary>Where Debian's package puts the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>The environment variable that names a folder of data sets, looked into before Debian's.</summary>
    public const string Variable = "WORKBENCH_DATA";

    /// <summary>Mean of the training images' pixels in [0, 1].</summary>
    public const double PixelMean = 0.2860;

    /// <summary>Standard deviation of the training images' pixels in [0, 1].</summary>
    public const double PixelDeviation = 0.3530;

    private static readonly (string Images, string ImagesSha256, string Labels, string LabelsSha256, int Count) TrainFiles = (
        "train-images-idx3-ubyte.gz", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "train-labels-idx1-ubyte.gz", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", 60_000);

    private static readonly (string Images, string ImagesSha256, string Labels, string LabelsSha256, int Count) TestFiles = (
        "t10k-images-idx3-ubyte.gz", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "t10k-labels-idx1-ubyte.gz", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", 10_000);

    /// <summary>The classes in the order of their numbers.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Reads the first examples of both sets.</summary>
    /// <param name="train">How many training examples, from the first on; null takes all 60,000.</param>
    /// <param name="test">How many test examples, from the first on; null takes all 10,000.</param>
    /// <param name="scaling">The scale of the pixels.</param>
    /// <param name="folder">
    /// Where the four files are; null looks in <c>$WORKBENCH_DATA/fashion-mnist</c>, <c>$WORKBENCH_DATA</c> and Debian's folder.
    /// </param>
    /// <param name="device">Where the tensors go; the CPU when null.</param>
    /// <returns>Images float32 <c>[N, 1, 28, 28]</c>, labels int64 <c>[N]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More examples are asked for than there are, or none.</exception>
    /// <exception cref="FileNotFoundException">The files are in none of these folders.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static FashionMnistSplits Load(
        int? train = null, int? test = null, PixelScaling scaling = PixelScaling.Unit, string? folder = null, Device? device = null)
    {
        CheckCount(nameof(train), train, TrainFiles.Count);
        CheckCount(nameof(test), test, TestFiles.Count);
        var found = FindFolder(folder);
        return new FashionMnistSplits(
            Read(found, TrainFiles, train ?? TrainFiles.Count, scaling, device ?? torch.CPU),
            Read(found, TestFiles, test ?? TestFiles.Count, scaling, device ?? torch.CPU));
    }

    /// <summary>The folder the files are read from.</summary>
    /// <param name="folder">The only folder to look in; null looks in the usual places.</param>
    /// <exception cref="FileNotFoundException">They are in none of them; the message names the command that brings them.</exception>
    public static string FindFolder(string? folder = null)
    {
        var data = Environment.GetEnvironmentVariable(Variable);
        string[] candidates = folder is not null ? [folder]
            : [.. string.IsNullOrEmpty(data) ? Array.Empty<string>() : [Path.Combine(data, "fashion-mnist"), data], .. DataFile.Cached("fashion-mnist"), DebianFolder];
        string[] files = [TrainFiles.Images, TrainFiles.Labels, TestFiles.Images, TestFiles.Labels];
        string[] Missing(string place) => files.Where(file => !File.Exists(Path.Combine(place, file))).ToArray();

        return candidates.FirstOrDefault(place => Missing(place).Length == 0) ?? throw new FileNotFoundException(
            "Fashion-MNIST is not there: "
            + string.Join("; ", candidates.Select(place => $"'{place}' lacks {string.Join(", ", Missing(place))}"))
            + ". Install Debian's package with 'sudo apt-get install dataset-fashion-mnist', "
            + $"or put the four files in a folder and name it in {Variable}.");
    }

    /// <summary>Bytes to floats, <c>byte / 255</c> brought to the scale asked for; works in place where it can.</summary>
    internal static Tensor Scale(Tensor bytes, PixelScaling scaling)
    {
        var unit = bytes.to_type(ScalarType.Float32).div_(255);
        return scaling switch
        {
            PixelScaling.Unit => unit,
            PixelScaling.Standardised => unit.sub_(PixelMean).div_(PixelDeviation),
            PixelScaling.Symmetric => unit.mul_(2).sub_(1),
            _ => throw new ArgumentOutOfRangeException(nameof(scaling), scaling, "Known scales: Unit, Standardised, Symmetric."),
        };
    }

    private static LabelledImages Read(
        string folder, (string Images, string ImagesSha256, string Labels, string LabelsSha256, int Count) files,
        int count, PixelScaling scaling, Device device)
    {
        var pixels = IdxFile.Read(Path.Combine(folder, files.Images), 3, files.ImagesSha256);
        var classes = IdxFile.Read(Path.Combine(folder, files.Labels), 1, files.LabelsSha256);
        var size = pixels.Shape[1] * pixels.Shape[2];
        using var scope = torch.NewDisposeScope();
        var images = Scale(torch.tensor(pixels.Values[..(count * size)]), scaling).reshape(count, 1, pixels.Shape[1], pixels.Shape[2]);
        var labels = torch.tensor(classes.Values[..count]).to_type(ScalarType.Int64);
        return new LabelledImages(images.to(device).MoveToOuterDisposeScope(), labels.to(device).MoveToOuterDisposeScope());
    }

    private static void CheckCount(string name, int? count, int available)
    {
        if (count is < 1 || count > available)
            throw new ArgumentOutOfRangeException(name, count, $"Fashion-MNIST has 1 to {available} examples to take here.");
    }
}
