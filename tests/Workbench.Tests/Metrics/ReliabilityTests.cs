using Workbench.Metrics;

namespace Workbench.Tests.Metrics;

public class ReliabilityTests
{
    [Fact]
    public void The_expected_error_is_that_worked_out_by_hand()
    {
        // Bins of a quarter: {0.1, 0.2} came once, {0.6} came, {0.9, 1} came once.
        var reliability = Reliability.Of([0.1, 0.9, 0.2, 1, 0.6], [0, 1, 1, 0, 1], bins: 4);
        Assert.Equal(3, reliability.Bins.Count);
        Assert.Equal([0.15, 0.6, 0.95], reliability.Bins.Select(bin => Math.Round(bin.Predicted, 12)));
        Assert.Equal([0.5, 1, 0.5], reliability.Bins.Select(bin => bin.Observed));
        Assert.Equal([2, 1, 2], reliability.Bins.Select(bin => bin.Count));
        Assert.Equal(((2 * 0.35) + 0.4 + (2 * 0.45)) / 5, reliability.ExpectedError, 12);
    }

    [Fact]
    public void Forecasts_of_coins_that_tell_their_odds_have_no_error_and_boasts_have()
    {
        var random = new Random(1);
        var odds = Enumerable.Range(0, 20_000).Select(_ => random.NextDouble()).ToArray();
        double[] came = [.. odds.Select(p => random.NextDouble() < p ? 1.0 : 0)];
        Assert.InRange(Reliability.Of(odds, came).ExpectedError, 0, 0.02);
        Assert.InRange(Reliability.Of([.. odds.Select(p => p < 0.5 ? 0.0 : 1)], came).ExpectedError, 0.23, 0.27);
    }

    [Fact]
    public void What_is_no_probability_is_named()
    {
        Assert.Contains("Entry 1", Assert.Throws<ArgumentOutOfRangeException>(() => Reliability.Of([0.5, 1.5], [0, 1])).Message);
        Assert.Contains("2 and 1", Assert.Throws<ArgumentException>(() => Reliability.Of([0.5, 0.5], [0])).Message);
        Assert.Throws<ArgumentException>(() => Reliability.Of([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Reliability.Of([0.5], [double.NaN]));
    }
}
