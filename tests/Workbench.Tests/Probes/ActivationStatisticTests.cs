using TorchSharp;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Tests.Probes;

public class ActivationStatisticTests
{
    [Fact]
    public void Planted_dead_neurons_are_found_and_no_other()
    {
        var count = new FiringCount("gate");
        // Neuron 1 never fires, neuron 3 once; tokens have 2, 2, 1 and 0 that fire.
        count.Add(torch.tensor(new float[] { 1, 0, 2, 0, 1, 0, -1, 0 }).reshape(1, 2, 4));
        count.Add(torch.tensor(new float[] { 0, 0, 0, 5, 0, 0, 0, 0 }).reshape(1, 2, 4));
        var firing = count.Result();
        Assert.Equal([2L, 0, 2, 1], firing.Firings);
        Assert.Equal([1L, 1, 2, 0, 0], firing.Histogram);
        Assert.Equal(5.0 / 16, firing.NonZeroShare);
        Assert.Equal(1.25, firing.Mean);
        Assert.Equal(Math.Sqrt((2 * 0.75 * 0.75 + 0.25 * 0.25 + 1.25 * 1.25) / 4), firing.Deviation, 12);
        Assert.Equal(2, firing.Most);
        Assert.Equal(1, firing.Dead.AlwaysDead);
        Assert.Equal(11.0 / 16, firing.Dead.Rate);
        Assert.Equal(11.0 / 16 - 0.25, firing.Dead.Dynamic, 12);
        var above = new FiringCount("gate", threshold: 1.5);
        above.Add(torch.tensor(new float[] { 1, -2, 2, 0 }).reshape(1, 4));
        Assert.Equal([0L, 1, 1, 0], above.Result().Firings);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FiringCount("gate", -1));
    }

    [Fact]
    public void The_largest_of_all_calls_are_those_of_sorting_everything()
    {
        var largest = new LargestActivations(10);
        using var all = torch.randn([6, 5, 7], generator: new Generator(4));
        foreach (var part in all.split(2, 0))
            largest.Add(part);
        var values = all.flatten().data<float>().ToArray();
        var expected = Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i])).Take(10)
            .Select(i => new LargeActivation(values[i], i / 7, i % 7));
        Assert.Equal(expected, largest.Result());
        var few = new LargestActivations(10);
        few.Add(torch.ones(1, 3));
        Assert.Equal(3, few.Result().Count);
    }

    [Fact]
    public void The_ratio_is_one_of_means_over_sequences_of_absolute_values()
    {
        var massive = new MassiveActivations("blocks.0");
        // |h| of the first: 1 2 3 4 5 6, of the second: 0 1 1 3 3 -9; lower medians 3 and 1.
        massive.Add(torch.tensor(new float[] { 1, -2, 3, -4, 5, -6 }).reshape(1, 2, 3));
        massive.Add(torch.tensor(new float[] { 0, -9, 1, 3, 1, 3 }).reshape(1, 2, 3));
        var result = massive.Result();
        Assert.Equal([7.5, 4, 3.5], result.Top);
        Assert.Equal(2, result.Median);
        Assert.Equal(3.75, result.Ratio);
        Assert.Equal(2, result.RatioOf(2));
        Assert.Equal(0, result.Massive);
        Assert.Equal(0.5, result.AtFirstPosition);
        Assert.Throws<ArgumentOutOfRangeException>(() => result.RatioOf(4));
        Assert.Throws<ArgumentException>(() => massive.Add(torch.ones(2, 3)));
    }

    [Theory]
    [InlineData(101, 0.1, 1)]
    [InlineData(99, 0.01, 0)]      // not above 100
    [InlineData(101, 0.102, 0)]    // not 1000 times the median
    public void The_rule_asks_for_both_its_conditions(double largest, double rest, double expected)
    {
        var massive = new MassiveActivations("blocks.0", top: 1);
        using var state = torch.full([1, 4, 4], rest);
        state[0, 2, 1] = -largest;
        massive.Add(state);
        Assert.Equal(expected, massive.Result().Massive);
    }

    [Fact]
    public void A_gaussian_state_has_the_floor_of_the_card()
    {
        var massive = new MassiveActivations("blocks.0");
        massive.Add(torch.randn([200, 64, 48], generator: new Generator(0)));
        // n = 3072: the expected maximum of |h| lies a little below √(2·ln n).
        Assert.InRange(massive.Result().Ratio, 5.0, Math.Sqrt(2 * Math.Log(3072)) / 0.6745);
    }

    [Fact]
    public void Attention_is_read_by_hand()
    {
        var shape = new AttentionShape("pattern");
        // One head of three queries, and a learned key in the last column.
        shape.Add(torch.tensor(new float[] { 1, 0, 0, 0, 0.5f, 0.25f, 0, 0.25f, 0, 0, 1, 0 }).reshape(1, 1, 3, 4));
        var heads = shape.Result();
        Assert.Equal(0.25, heads.Sink[0], 6);
        Assert.Equal((0.5 * Math.Log(2) + 0.5 * Math.Log(4)) / 2, heads.Entropy[0], 6);
        Assert.Equal(1.5, heads.Attended[0], 6);
        Assert.Equal(0.125, heads.Outside[0], 6);
        Assert.Throws<ArgumentException>(() => shape.Add(torch.ones(1, 3, 3)));
    }

    [Fact]
    public void Measures_of_sparsity_have_their_ends_and_hand_values()
    {
        using var even = torch.full([2, 9], -3.0);
        using var single = torch.zeros(1, 9);
        single[0, 4] = 7;
        Assert.Equal(0, SparsityMeasures.Hoyer(even)[0].item<float>(), 1e-6);
        Assert.Equal(1, SparsityMeasures.Hoyer(single)[0].item<float>(), 1e-6);
        Assert.Equal(0, SparsityMeasures.Gini(even)[1].item<float>(), 1e-6);
        Assert.Equal(8.0 / 9, SparsityMeasures.Gini(single)[0].item<float>(), 1e-6);
        using var hand = torch.tensor(new double[] { 3, -4, 0, 1 });
        Assert.Equal((2 - 8 / Math.Sqrt(26)) / 1, SparsityMeasures.Hoyer(hand).item<double>(), 12);
        // Mean absolute difference over twice the mean, from all pairs: (1+3+4+2+3+1)·2/16/(2·2).
        Assert.Equal(14.0 * 2 / 16 / 4, SparsityMeasures.Gini(hand).item<double>(), 12);
        Assert.Equal(7.0 / 8, SparsityMeasures.TopMass(hand, 2).item<double>(), 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => SparsityMeasures.TopMass(hand, 5));
        var mean = new TokenMean(SparsityMeasures.Hoyer);
        mean.Add(torch.stack([even[0], single[0].to(even.dtype)]).reshape(1, 2, 9));
        Assert.Equal(0.5, mean.Result(), 6);
    }

    [Fact]
    public void Effective_rank_is_the_rank_of_equal_directions_and_1_of_a_line()
    {
        Assert.Equal(3, SparsityMeasures.EffectiveRank(torch.cat([torch.eye(3), torch.zeros(3, 4)], 1)), 9);
        Assert.Equal(1, SparsityMeasures.EffectiveRank(torch.ones(5, 1) * torch.arange(1, 8).unsqueeze(0).to(ScalarType.Float32)), 3);
        // Singular values 3 and 1: exp(-(3/4·ln 3/4 + 1/4·ln 1/4)).
        using var two = torch.diag(torch.tensor(new double[] { 3, -1 }));
        Assert.Equal(Math.Exp(-(0.75 * Math.Log(0.75) + 0.25 * Math.Log(0.25))), SparsityMeasures.EffectiveRank(two), 9);
    }

    [Fact]
    public void The_stream_moves_as_it_was_planted()
    {
        // Two tokens that step by (3, 4) and then by (0, 5), away from (1, 0) and (0, 2).
        using var start = torch.tensor(new double[] { 1, 0, 0, 2 }).reshape(2, 2);
        using var one = start + torch.tensor(new double[] { 3, 4 });
        using var two = one + torch.tensor(new double[] { 0, 5 });
        Tensor[] states = [start, one, two];
        Assert.Equal([5.0, 5.0], ResidualStream.Velocity(states).Select(v => Math.Round(v, 9)));
        Assert.Equal((5 / 1.0 + 5 / 2.0) / 2, ResidualStream.RelativeVelocity(states)[0], 9);
        Assert.Equal(0.8, ResidualStream.DirectionKept(states)[0], 9);
        // Every feature is the earlier one plus a constant.
        Assert.Equal(1, ResidualStream.Autocorrelation(states)[0], 9);
        Assert.Equal(-1, ResidualStream.Autocorrelation([start, -start])[0], 9);
        Assert.True(double.IsNaN(ResidualStream.Autocorrelation([start, torch.ones_like(start)])[0]));
        Assert.Throws<ArgumentException>(() => ResidualStream.Velocity([start]));
        Assert.Throws<ArgumentException>(() => ResidualStream.Velocity([start, torch.ones(3, 2)]));
    }

    [Fact]
    public void Principal_components_find_a_planted_plane()
    {
        using var generator = new Generator(6);
        using var along = torch.randn([500, 2], ScalarType.Float64, generator: generator) * torch.tensor(new double[] { 5, 1 });
        using var axes = torch.tensor(new double[] { 0.6, 0.8, 0, 0, 0, 1 }).reshape(2, 3);
        using var points = along.matmul(axes) + 7;
        using var found = PrincipalComponents.Of(points, 2);
        Assert.Equal(1, found.Shares.Sum(), 9);
        Assert.True(found.Shares[0] > 0.9);
        Assert.Equal(0.8, found.Directions[0, 1].item<double>(), 0.02);
        Assert.Equal(0, (found.Project(points).matmul(found.Directions) + found.Mean - points).abs().max().item<double>(), 9);
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Of(torch.ones(4, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Of(points, 4));
    }

    [Fact]
    public void Operations_are_those_of_the_published_model()
    {
        // Gemma-2 2B: d 2304, 9216 gated neurons against 13824, r 1024, k 1106.
        Assert.Equal(127.4e6, FlopCount.GatedFeedForward(2304, 9216), 0.05e6);
        Assert.Equal(36.27e6, FlopCount.SparkFeedForward(2304, 13824, 1024, 1106), 0.01e6);
        // r = d/2: d·D + 3·d·k, and 2·D for the threshold.
        Assert.Equal(48 * 192 + 3 * 48 * 15 + 2 * 192, FlopCount.SparkFeedForward(48, 192, 24, 15));
        Assert.Equal(12 * 64 + 3 * 12 * 16, FlopCount.SparkAttention(12, 64, 6, 16));
        Assert.Equal(4 * 12 * 64, FlopCount.Attention(12, 64));
        Assert.Equal(2 * 48 * 128 + 4 * 48 * 10, FlopCount.GatedFeedForward(48, 128, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => FlopCount.SparkFeedForward(48, 192, 24, 193));
    }
}
