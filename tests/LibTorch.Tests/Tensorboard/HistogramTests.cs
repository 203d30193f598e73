using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensorboard;

/// <summary>The rules for bins are numpy's.</summary>
public sealed class HistogramTests : IDisposable
{
    private static readonly JsonElement Expected = GoldenFile.Read("tensorboard.json");
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    private static Tensor Data(string name) => name switch
    {
        "normal" => tensor(Expected.GetProperty("values").Doubles()),
        "same" => full(7, 2.5, dtype: float64),
        "one" => tensor(new[] { 3.0 }),
        "two" => tensor(new[] { 1.0, 4.0 }),
        "few" => tensor(new[] { 0.0, 0, 0, 0, 1 }),
        _ => tensor(Expected.GetProperty(name).Doubles()),
    };

    [Theory]
    [InlineData(HistogramBinSelector.Doane)]
    [InlineData(HistogramBinSelector.Rice)]
    [InlineData(HistogramBinSelector.Scott)]
    [InlineData(HistogramBinSelector.Sqrt)]
    [InlineData(HistogramBinSelector.Stone)]
    [InlineData(HistogramBinSelector.Sturges)]
    public void Counts_and_ends_are_numpys(HistogramBinSelector rule)
    {
        var cases = Expected.GetProperty("bins").EnumerateArray().Where(c => c.GetProperty("rule").GetString() == rule.ToString().ToLowerInvariant()).ToList();
        Assert.Equal(14, cases.Count);
        foreach (var c in cases)
        {
            (double, double)? range = c.GetProperty("range") is { ValueKind: JsonValueKind.Array } ends ? (ends[0].GetDouble(), ends[1].GetDouble()) : null;
            var (hist, edges) = histogram(Data(c.GetProperty("data").GetString()!), rule, range);
            Assert.Equal(c.GetProperty("counts").Integers(), hist.data<int>().ToArray());
            Assert.Equal((c.GetProperty("first").GetDouble(), c.GetProperty("last").GetDouble()), (edges[0].item<double>(), edges[-1].item<double>()));
        }
    }

    [Fact]
    public void Densities_are_numpys()
    {
        var (density, edges) = histogram(Data("normal").reshape(10, 20), HistogramBinSelector.Sturges, density: true);
        Assert.Equal(float32, density.dtype);
        Assert.True(density.allclose(tensor(Expected.GetProperty("density").Doubles()).to(float32), 1e-6));
        Assert.Equal(Expected.GetProperty("density_edges").Doubles(), edges.data<double>().ToArray());
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        Assert.Equal([0], histogram(empty(0), HistogramBinSelector.Scott).hist.data<int>().ToArray());
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => histogram(tensor(new[] { 1, float.NaN }), HistogramBinSelector.Sqrt)).Message);
        Assert.Equal("range", Assert.Throws<ArgumentException>(() => histogram(ones(3), HistogramBinSelector.Sqrt, (2, 1))).ParamName);
        Assert.Throws<ArgumentException>(() => utils.tensorboard.Summary.make_histogram(empty(0), HistogramBinSelector.Sqrt));
        Assert.Throws<ArgumentException>(() => utils.tensorboard.Summary.make_histogram(ones(3), tensor(new[] { 2.0, 3.0 })));
        Assert.Throws<ArgumentOutOfRangeException>(() => utils.tensorboard.Summary.make_histogram(ones(3), HistogramBinSelector.Sqrt, 0));
    }

    [Fact]
    public void A_message_of_a_histogram_has_its_numbers()
    {
        var histogram = utils.tensorboard.Summary.make_histogram(tensor(new[] { -1, 2, 2, 7L }), tensor(new[] { -5, -1.5, 0, 2.5, 4, 6, 8, 9 }));
        Assert.Equal((-1, 7, 4, 10, 58), (histogram.Min, histogram.Max, histogram.Num, histogram.Sum, histogram.SumSquares));
        Assert.Equal([0, 1, 2, 0, 0, 1], histogram.Bucket);
        Assert.Equal([-1.5, 0, 2.5, 4, 6, 8], histogram.BucketLimit);
        var joined = utils.tensorboard.Summary.histogram("name", arange(10, dtype: float64), arange(11, dtype: float64), 3).Value.Single();
        Assert.Equal(("name", 4), (joined.Tag, joined.Histo!.Bucket.Count - 1));
        Assert.Equal([0, 3, 3, 3, 1], joined.Histo.Bucket);
        Assert.Equal([0, 3, 6, 9, 10], joined.Histo.BucketLimit);
    }
}
