using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class IntrusionLikeRecordsTests
{
    [Fact]
    public void The_threshold_is_the_quantile_of_the_scores()
    {
        var threshold = IntrusionLikeRecords.Threshold(0.38);
        var x = torch.randint(0, 10, [40_000, 21], ScalarType.Int64, generator: new Generator(1)).data<long>().ToArray();
        var below = Enumerable.Range(0, 40_000).Count(i => IntrusionLikeRecords.Score(x.AsSpan(i * 21, 21)) <= threshold) / 40_000.0;
        // Three standard errors, and the mass of one score.
        Assert.InRange(below, 0.372, 0.392);
        Assert.True(IntrusionLikeRecords.Threshold(0.9) > threshold);
    }

    [Fact]
    public void A_score_by_hand()
    {
        var x = new long[21];
        // All zeros: −4.5 · (0.5 − 0.6 + 0.7 + 0.8 − 0.9 + 1 + 0.8 − 0.7) = −7.2, in twentieths −144.
        Assert.Equal(-144, IntrusionLikeRecords.Score(x));
        x[17] = 7;
        // One more conjunction and 7 · 1.
        Assert.Equal(-144 + 140 + 60, IntrusionLikeRecords.Score(x));
        x[20] = 4;
        Assert.Equal(-144 + 140 - 56, IntrusionLikeRecords.Score(x));
    }

    [Fact]
    public void Classes_are_as_unequal_as_the_flips_make_them_and_seeds_repeat()
    {
        var records = IntrusionLikeRecords.Draw(20_000, new Generator(3));
        // 0.62 · 0.92 + 0.38 · 0.08 = 0.601
        Assert.InRange(records.Labels.to_type(ScalarType.Float64).mean().item<double>(), 0.588, 0.614);
        var clean = IntrusionLikeRecords.Draw(20_000, new Generator(3), flipped: 0);
        Assert.InRange(records.Labels.ne(clean.Labels).to_type(ScalarType.Float64).mean().item<double>(), 0.074, 0.086);
        Assert.True(clean.Features.eq(records.Features).all().item<bool>());
        Assert.InRange(records.Features.max().item<long>(), 9, 9);
        Assert.InRange(IntrusionLikeRecords.Draw(5000, new Generator(3), normal: 0.95, flipped: 0).Labels.to_type(ScalarType.Float64).mean().item<double>(), 0.03, 0.07);
    }

    [Fact]
    public void Raw_records_have_the_encoded_ones_as_their_deciles()
    {
        var raw = IntrusionLikeRecords.Raw(5000, new Generator(5));
        var encoded = IntrusionLikeRecords.Draw(5000, new Generator(5));
        var deciles = new DecileEncoding(raw).Encode(raw);
        Assert.True(deciles.Labels.eq(encoded.Labels).all().item<bool>());
        Assert.Equal(16, raw.Numbers.Count);
        Assert.Equal(5, raw.Words.Count);
        var same = deciles.Features.eq(encoded.Features).to_type(ScalarType.Float64).mean(dimensions: [0]).data<double>().ToArray();
        // Deciles of 5,000 draws lie within a few hundredths of those of the law.
        Assert.All(same, share => Assert.InRange(share, 0.9, 1));
    }

    [Fact]
    public void Numbers_out_of_range_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IntrusionLikeRecords.Draw(0, new Generator(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntrusionLikeRecords.Draw(5, new Generator(0), normal: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntrusionLikeRecords.Draw(5, new Generator(0), flipped: 0.6));
    }
}
