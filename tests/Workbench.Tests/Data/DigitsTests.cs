using System.IO.Compression;
using System.Text;
using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class DigitsTests
{
    private static bool Present
    {
        get
        {
            try
            {
                Digits.FindFile();
                return true;
            }
            catch (FileNotFoundException)
            {
                return false;
            }
        }
    }

    [SkippableFact]
    public void All_digits_are_there_with_the_published_counts_of_classes()
    {
        Skip.IfNot(Present, "the digits of python3-sklearn are not there");
        using var data = Digits.Load(test: 360, seed: 0);
        Assert.Equal([1437L, 1, 8, 8], data.Train.Images.shape);
        Assert.Equal([360L, 1, 8, 8], data.Test.Images.shape);
        var all = torch.cat([data.Train.Images, data.Test.Images]);
        // scikit-learn's own documentation of the set: 1797 images of levels 0…16; class counts by `sort | uniq -c` of the file.
        Assert.Equal([178L, 182, 177, 183, 181, 182, 181, 179, 174, 180], torch.cat([data.Train.Labels, data.Test.Labels]).bincount().data<long>().ToArray());
        Assert.Equal(-1f, all.min().item<float>());
        Assert.Equal(1f, all.max().item<float>());
        // The corner of the first column is black in every image.
        Assert.Equal(0f, (all[TensorIndex.Colon, 0, 0, 0] + 1).abs().max().item<float>());
    }

    [SkippableFact]
    public void The_split_depends_on_the_seed_only()
    {
        Skip.IfNot(Present, "the digits of python3-sklearn are not there");
        using var one = Digits.Load(test: 100, seed: 3);
        using var same = Digits.Load(test: 100, seed: 3);
        using var other = Digits.Load(test: 100, seed: 4);
        using var noisy = Digits.Load(test: 100, seed: 3, noise: 0.05);
        Assert.True(one.Train.Images.equal(same.Train.Images).all().item<bool>());
        Assert.False(one.Train.Labels.equal(other.Train.Labels).all().item<bool>());
        Assert.True(one.Test.Labels.equal(noisy.Test.Labels).all().item<bool>());
        Assert.Equal(0.05, (noisy.Train.Images - one.Train.Images).std().item<float>(), 0.001);
        // A first line of the file, wherever the split has put it: the published first image is this zero.
        var first = torch.tensor(new float[] { 0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0 }) / 8 - 1;
        var tops = torch.cat([one.Train.Images, one.Test.Images]).flatten(1).narrow(1, 0, 16);
        var at = (tops - first).abs().sum(1).argmin().item<long>();
        Assert.Equal(0f, (tops[at] - first).abs().max().item<float>());
        Assert.Equal(0, torch.cat([one.Train.Labels, one.Test.Labels])[at].item<long>());
    }

    [Fact]
    public void An_absent_file_is_named_with_what_brings_it() => InFolder(folder =>
    {
        var error = Assert.Throws<FileNotFoundException>(() => Digits.Load(folder: folder));
        Assert.Contains("python3-sklearn", error.Message);
        Assert.Contains(folder, error.Message);
    });

    [Theory]
    [InlineData("1,2,3\n", "line 1 is not 64 levels")]
    [InlineData("", "it has 0 whole lines, expected 1797")]
    public void A_file_of_another_content_is_refused(string content, string expected) => InFolder(folder =>
    {
        using (var gzip = new GZipStream(File.Create(Path.Combine(folder, Digits.FileName)), CompressionMode.Compress))
            gzip.Write(Encoding.ASCII.GetBytes(content));
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Digits.Load(folder: folder)).Message);
    });

    [Fact]
    public void A_file_that_looks_right_but_is_another_is_refused_by_its_checksum() => InFolder(folder =>
    {
        using (var gzip = new GZipStream(File.Create(Path.Combine(folder, Digits.FileName)), CompressionMode.Compress))
        {
            var line = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("16,", 64)) + "9\n");
            for (var i = 0; i < Digits.Count; i++)
                gzip.Write(line);
        }

        Assert.Contains("SHA-256", Assert.Throws<InvalidDataException>(() => Digits.Load(folder: folder)).Message);
    });

    [Fact]
    public void A_file_that_is_no_gzip_is_refused() => InFolder(folder =>
    {
        File.WriteAllText(Path.Combine(folder, Digits.FileName), "0,0,5,13\n");
        Assert.Contains("gzip", Assert.Throws<InvalidDataException>(() => Digits.Load(folder: folder)).Message);
    });

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Load(test: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Load(test: 1797));
        Assert.Throws<ArgumentOutOfRangeException>(() => Digits.Load(noise: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmoothedSampler(new StandardNormal(2), double.NaN));
    }

    [Fact]
    public void A_blurred_law_is_wider_by_its_noise()
    {
        var points = new SmoothedSampler(new TensorSampler(torch.full([3, 2], 5f)), 0.1).Sample(4000, new Generator(0));
        Assert.Equal(5, points.mean().item<float>(), 0.01);
        Assert.Equal(0.1, points.std().item<float>(), 0.005);
    }

    private static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("workbench-digits-").FullName;
        try
        {
            test(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
