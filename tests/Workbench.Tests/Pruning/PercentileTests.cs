using TorchSharp;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class PercentileTests
{
    [Fact]
    public void Percentiles_equal_those_of_numpy()
    {
        var golden = PruningGolden.Load();

        Assert.Equal(30, golden.Percentiles.Length);
        foreach (var one in golden.Percentiles)
        {
            using var values = torch.tensor(one.Values);
            var percentile = Percentile.Of(values, one.Percent);
            Assert.Equal(one.Expected, percentile.Value, 1e-12);
            Assert.Equal(one.Below, percentile.AtLeast(values).data<bool>().ToArray().Select(keep => !keep));
        }
    }

    [Fact]
    public void A_percentile_between_two_neighbouring_floats_separates_them()
    {
        // No float32 lies between the two, yet numpy's float64 percentile does.
        using var values = torch.tensor(new[] { 1f, MathF.BitIncrement(1f) });
        var percentile = Percentile.Of(values, 30);

        Assert.Equal([false, true], percentile.AtLeast(values).data<bool>().ToArray());
    }

    [Fact]
    public void Percentages_outside_0_to_100_and_empty_tensors_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Of(torch.ones(3), 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Of(torch.ones(3), double.NaN));
        Assert.Throws<ArgumentException>(() => Percentile.Of(torch.ones(0), 50));
    }
}
