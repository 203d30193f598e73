using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Data;

/// <summary>Features of records as numbers 0 to 9, and their classes.</summary>
/// <param name="Features">int64 [records, features].</param>
/// <param name="Labels">int64 [records].</param>
public sealed record LabelledRecords(Tensor Features, Tensor Labels)
{
    /// <summary>How many records.</summary>
    public long Count => Labels.shape[0];

    /// <summary>The features as a sequence of one-hot vectors, which is what a recurrent network reads.</summary>
    /// <returns>float32 [records, features, 10].</returns>
    public Tensor OneHot() => nn.functional.one_hot(Features, DecileEncoding.Bins).to_type(ScalarType.Float32);
}

/// <summary>
/// The encoding of Agarap 2017 (arXiv 1709.03082): words become numbers, and every feature becomes its decile 0 to 9 in the records that the
/// encoding was fitted to. Standardising first, as the paper does, changes no decile. Ten words or fewer keep their numbers, which deciles
/// would only throw together.
/// </summary>
public sealed class DecileEncoding
{
    /// <summary>Deciles.</summary>
    public const int Bins = 10;

    private readonly RecordSchema schema;
    private readonly Dictionary<string, string[]> levels = [];
    private readonly Dictionary<string, double[]> edges = [];

    /// <summary>Fits to records; give it the training set only.</summary>
    /// <param name="records">At least one record.</param>
    /// <exception cref="ArgumentException">There is no record.</exception>
    public DecileEncoding(RecordTable records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0)
            throw new ArgumentException("Deciles need at least one record.", nameof(records));
        schema = records.Schema;
        foreach (var column in schema.Features)
        {
            if (column.Kind == RecordColumnKind.Categorical)
                levels[column.Name] = [.. column.Levels ?? [.. records.Words[column.Name].Distinct().Order(StringComparer.Ordinal)]];
            if (levels.TryGetValue(column.Name, out var known) && known.Length <= Bins)
            {
                edges[column.Name] = [.. Enumerable.Range(1, Bins - 1).Select(i => (double)i)];
                continue;
            }

            double[] sorted = [.. Values(records, column).Order()];
            edges[column.Name] = [.. Enumerable.Range(1, Bins - 1).Select(i => Statistics.Quantile.Of(sorted, (double)i / Bins))];
        }
    }

    /// <summary>The deciles and classes of records.</summary>
    /// <param name="records">Records of the same schema; a word that the fit did not see takes the place after the last.</param>
    /// <exception cref="ArgumentException">The records have another schema.</exception>
    public LabelledRecords Encode(RecordTable records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (!records.Schema.Features.Select(c => (c.Name, c.Kind)).SequenceEqual(schema.Features.Select(c => (c.Name, c.Kind))))
            throw new ArgumentException($"Expected the features {string.Join(", ", schema.Features.Select(c => c.Name))}; got "
                + $"{string.Join(", ", records.Schema.Features.Select(c => c.Name))}.", nameof(records));
        var width = schema.Features.Count;
        var bins = new long[records.Count * width];
        for (var j = 0; j < width; j++)
        {
            var column = schema.Features[j];
            var cuts = edges[column.Name];
            var i = 0;
            foreach (var value in Values(records, column))
                // A value on an edge belongs to the decile above it, as in a histogram.
                bins[(i++ * width) + j] = cuts.Count(cut => value >= cut);
        }

        return new LabelledRecords(
            torch.tensor(bins).reshape(records.Count, width), torch.tensor(records.Labels.Select(label => (long)label).ToArray()));
    }

    private IEnumerable<double> Values(RecordTable records, RecordColumn column)
    {
        if (column.Kind == RecordColumnKind.Numeric)
            return records.Numbers[column.Name];
        var known = levels[column.Name];
        var numbers = known.Select((word, i) => (word, i)).ToDictionary(p => p.word, p => (double)p.i);
        return records.Words[column.Name].Select(word => numbers.GetValueOrDefault(word, known.Length));
    }
}
