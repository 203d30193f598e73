using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class FashionMnistTests
{
    private static bool Present => Directory.Exists(FashionMnist.DebianFolder);

    [SkippableFact]
    public void The_first_images_have_their_shapes_types_and_range()
    {
        Skip.IfNot(Present, "Debian's dataset-fashion-mnist is not installed");
        using var data = FashionMnist.Load(train: 50, test: 20);

        Assert.Equal([50L, 1, 28, 28], data.Train.Images.shape);
        Assert.Equal([20L, 1, 28, 28], data.Test.Images.shape);
        Assert.Equal(ScalarType.Float32, data.Train.Images.dtype);
        Assert.Equal(ScalarType.Int64, data.Train.Labels.dtype);
        Assert.Equal(0f, data.Train.Images.min().item<float>());
        Assert.Equal(1f, data.Train.Images.max().item<float>());
        // The first labels of the two sets, as every copy of the data set has them.
        Assert.Equal([9L, 0, 0, 3, 0, 2, 7, 2, 5, 5], data.Train.Labels.data<long>().ToArray()[..10]);
        Assert.Equal([9L, 2, 1, 1, 6, 1, 4, 6, 5, 7], data.Test.Labels.data<long>().ToArray()[..10]);
    }

    [SkippableFact]
    public void The_whole_training_set_has_the_published_mean_and_deviation()
    {
        Skip.IfNot(Present, "Debian's dataset-fashion-mnist is not installed");
        using var data = FashionMnist.Load(test: 1);
        using var pixels = data.Train.Images.to_type(ScalarType.Float64);

        Assert.Equal(60_000, data.Train.Count);
        Assert.Equal(FashionMnist.PixelMean, pixels.mean().item<double>(), 1e-4);
        Assert.Equal(FashionMnist.PixelDeviation, pixels.std().item<double>(), 1e-4);
        Assert.Equal(Enumerable.Repeat(6000L, 10), data.Train.Labels.bincount().data<long>().ToArray());
    }

    [Theory]
    [InlineData(PixelScaling.Unit, 0.0, 0.2, 1.0)]
    [InlineData(PixelScaling.Standardised, -0.2860 / 0.3530, (0.2 - 0.2860) / 0.3530, (1 - 0.2860) / 0.3530)]
    [InlineData(PixelScaling.Symmetric, -1.0, -0.6, 1.0)]
    public void Bytes_are_scaled_as_the_scale_says(PixelScaling scaling, double black, double fifth, double white)
    {
        using var scaled = FashionMnist.Scale(torch.tensor(new byte[] { 0, 51, 255 }), scaling);

        var values = scaled.data<float>().ToArray();
        Assert.Equal(black, values[0], 1e-6);
        Assert.Equal(fifth, values[1], 1e-6);
        Assert.Equal(white, values[2], 1e-6);
    }

    [Fact]
    public void Absent_files_are_named_with_the_command_that_brings_them()
    {
        var folder = Directory.CreateTempSubdirectory("workbench-empty-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "train-images-idx3-ubyte.gz"), [0]);
            var error = Assert.Throws<FileNotFoundException>(() => FashionMnist.Load(folder: folder));

            Assert.Contains("sudo apt-get install dataset-fashion-mnist", error.Message);
            Assert.Contains("lacks train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz", error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public void Swapped_files_are_refused_by_their_checksum()
    {
        Skip.IfNot(Present, "Debian's dataset-fashion-mnist is not installed");
        var folder = Directory.CreateTempSubdirectory("workbench-swapped-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(FashionMnist.DebianFolder, "*.gz"))
                File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
            var labels = Path.Combine(folder, "train-labels-idx1-ubyte.gz");
            File.Delete(labels);
            File.CreateSymbolicLink(labels, Path.Combine(FashionMnist.DebianFolder, "t10k-labels-idx1-ubyte.gz"));

            var error = Assert.Throws<InvalidDataException>(() => FashionMnist.Load(10, 10, folder: folder));
            Assert.Contains("SHA-256", error.Message);
            Assert.Contains("train-labels", error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(60_001, 1)]
    [InlineData(1, 10_001)]
    public void More_examples_than_there_are_is_refused(int train, int test)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FashionMnist.Load(train, test));
    }
}
