using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>
/// A synthetic stand-in for connection records of a honeypot: 21 features of ten values each, of which eight and one conjunction decide the
/// class, in part by chance. The classes are as unequal as those of the Kyoto logs.
/// </summary>
/// <remarks>
/// Features are uniform on 0…9. The score Σ w_j (x_j − 4.5) has weights 0.5, −0.6, 0.7, 0.8, −0.9, 1, 0.8, −0.7 at the features 2, 5, 9, 12,
/// 15, 17, 19, 20 (from 0), plus 3 if x₁₇ &gt; 6 and x₂₀ &lt; 4. The class is 1 above the score's quantile at the share of class 0, 8 % of
/// the classes are then flipped: 0.92 is the best accuracy there is.
/// </remarks>
public static class IntrusionLikeRecords
{
    /// <summary>Features of a record.</summary>
    public const int FeatureCount = 21;

    private static readonly (int Feature, int Tenths)[] Weights = [(2, 5), (5, -6), (9, 7), (12, 8), (15, -9), (17, 10), (19, 8), (20, -7)];
    private static readonly string[] CategoricalNames = ["service", "flag", "protocol", "source-zone", "rule"];

    /// <summary>The schema of <see cref="Raw"/>: 16 numbers, 5 words and the label, "normal" or "attack".</summary>
    public static RecordSchema Schema { get; } = new(
        [.. Enumerable.Range(0, FeatureCount).Select(j => IsCategorical(j)
                ? new RecordColumn(CategoricalNames[j / 4], RecordColumnKind.Categorical, [.. Enumerable.Range(0, 10).Select(k => Word(j, k))])
                : new RecordColumn($"measure-{j}", RecordColumnKind.Numeric)),
            new RecordColumn("label", RecordColumnKind.Label, ["normal", "attack"])]);

    /// <summary>Draws encoded records.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <param name="normal">The share of class 0 before flipping, in (0, 1).</param>
    /// <param name="flipped">The probability that a class is turned, in [0, 0.5].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LabelledRecords Draw(int count, Generator generator, double normal = 0.38, double flipped = 0.08)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(generator);
        if (!(normal is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(normal), normal, "The share of class 0 lies in (0, 1).");
        if (!(flipped is >= 0 and <= 0.5))
            throw new ArgumentOutOfRangeException(nameof(flipped), flipped, "The probability of a flip lies in [0, 0.5].");
        var features = torch.randint(0, 10, [count, FeatureCount], ScalarType.Int64, generator: generator);
        double[] chance;
        using (var draws = torch.rand([count], ScalarType.Float64, generator: generator))
            chance = draws.data<double>().ToArray();
        var x = features.data<long>().ToArray();
        var threshold = Threshold(normal);
        var labels = new long[count];
        for (var i = 0; i < count; i++)
            labels[i] = (Score(x.AsSpan(i * FeatureCount, FeatureCount)) > threshold) ^ (chance[i] < flipped) ? 1 : 0;
        return new LabelledRecords(features, torch.tensor(labels));
    }

    /// <summary>Draws records as a log would have them: skewed numbers and words, whose deciles are the encoded features.</summary>
    /// <param name="count">How many.</param>
    /// <param name="generator">Source of the draws, on the CPU.</param>
    /// <param name="normal">The share of class 0 before flipping.</param>
    /// <param name="flipped">The probability that a class is turned.</param>
    public static RecordTable Raw(int count, Generator generator, double normal = 0.38, double flipped = 0.08)
    {
        var encoded = Draw(count, generator, normal, flipped);
        using var features = encoded.Features;
        using var labels = encoded.Labels;
        using var draws = torch.rand([count, FeatureCount], ScalarType.Float64, generator: generator);
        var (x, within) = (features.data<long>().ToArray(), draws.data<double>().ToArray());
        var numbers = new Dictionary<string, double[]>();
        var words = new Dictionary<string, string[]>();
        for (var j = 0; j < FeatureCount; j++)
        {
            var column = j;
            var rows = Enumerable.Range(0, count).Select(i => (i * FeatureCount) + column);
            if (IsCategorical(j)) words[Schema.Features[j].Name] = [.. rows.Select(at => Word(column, x[at]))];
            else numbers[Schema.Features[j].Name] = [.. rows.Select(at => Math.Exp(0.7 * (x[at] + within[at])))];
        }

        return new RecordTable(Schema, numbers, words, [.. labels.data<long>().ToArray().Select(label => (int)label)]);
    }

    /// <summary>The score of a record, in twentieths.</summary>
    internal static int Score(ReadOnlySpan<long> x)
    {
        var score = x[17] > 6 && x[20] < 4 ? 60 : 0;
        foreach (var (feature, tenths) in Weights)
            score += tenths * ((2 * (int)x[feature]) - 9);
        return score;
    }

    /// <summary>The smallest score, in twentieths, that at least this share of all records does not pass; exact, by convolution.</summary>
    internal static int Threshold(double share)
    {
        const int Zero = 1000;
        var law = new double[(2 * Zero) + 1];
        for (var x17 = 0; x17 < 10; x17++)
            for (var x20 = 0; x20 < 10; x20++)
                law[Zero + (10 * ((2 * x17) - 9)) - (7 * ((2 * x20) - 9)) + (x17 > 6 && x20 < 4 ? 60 : 0)] += 0.01;
        foreach (var (feature, tenths) in Weights.Where(w => w.Feature is not (17 or 20)))
        {
            var next = new double[law.Length];
            for (var score = 0; score < law.Length; score++)
                for (var x = 0; law[score] > 0 && x < 10; x++)
                    next[score + (tenths * ((2 * x) - 9))] += law[score] / 10;
            law = next;
        }

        var sum = 0.0;
        for (var score = 0; score < law.Length; score++)
            if ((sum += law[score]) >= share) return score - Zero;
        return Zero;
    }

    private static bool IsCategorical(int feature) => feature % 4 == 1;

    private static string Word(int feature, long value) => $"{CategoricalNames[feature / 4]}-{value}";
}
