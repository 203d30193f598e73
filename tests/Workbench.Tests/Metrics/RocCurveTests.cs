using Workbench.Metrics;
using Xunit;

namespace Workbench.Tests.Metrics;

public sealed class RocCurveTests
{
    [Fact]
    public void The_area_is_the_chance_that_a_positive_scores_above_a_negative()
    {
        // Pairs won of 3 x 4: 4 > all (4), 2 > {1, 0} and ties with 2 (2.5), 1 ties with 1 and beats 0 (1.5) = 8 of 12.
        var roc = RocCurve.Of([4.0, 2, 1], [3.0, 2, 1, 0]);
        Assert.Equal(8.0 / 12, roc.Area, 12);
    }

    [Fact]
    public void Identical_scores_tell_nothing()
    {
        var scores = Enumerable.Range(0, 100).Select(i => (double)i).ToArray();
        var roc = RocCurve.Of(scores, scores);
        Assert.Equal(0.5, roc.Area, 12);
        Assert.Equal(0.95, roc.FalsePositiveRateAt(0.95), 12);
    }

    [Fact]
    public void Scores_that_part_the_two_have_area_one_and_no_false_positives()
    {
        var roc = RocCurve.Of([3.0, 2], [1.0, 0]);
        Assert.Equal((1.0, 0.0), (roc.Area, roc.FalsePositiveRateAt(1)));
        Assert.Equal(0, RocCurve.Of([1.0, 0], [3.0, 2]).Area, 12);
        Assert.Equal(1, RocCurve.Of([1.0, 0], [3.0, 2]).FalsePositiveRateAt(0.5), 12);
    }

    [Fact]
    public void Two_normals_apart_by_d_have_the_area_of_the_normal_distribution_at_d_over_root_two()
    {
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var low = Enumerable.Range(0, 20_000).Select(_ => Normal()).ToArray();
        var high = Enumerable.Range(0, 20_000).Select(_ => Normal() + 1).ToArray();
        var roc = RocCurve.Of(high, low);
        Assert.Equal(0.7602, roc.Area, 0.008);                          // Phi(1/sqrt 2)
        Assert.Equal(0.7405, roc.FalsePositiveRateAt(0.95), 0.02);      // Phi(1.6449 - 1)
    }

    [Fact]
    public void Bad_scores_are_named()
    {
        Assert.Equal("positives", Assert.Throws<ArgumentException>(() => RocCurve.Of([], [1.0])).ParamName);
        Assert.Contains("Score 1", Assert.Throws<ArgumentException>(() => RocCurve.Of([1.0], [1.0, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RocCurve.Of([1.0], [0.0]).FalsePositiveRateAt(0));
    }
}
