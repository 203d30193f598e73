namespace TorchSharp;

/// <summary>Rules for the width of a histogram's bins, from n values; those of numpy.histogram_bin_edges.</summary>
public enum HistogramBinSelector : byte
{
    /// <summary>Sturges' rule corrected for skewness (Doane 1976).</summary>
    Doane = 0,
    /// <summary>2 n^⅓ bins.</summary>
    Rice,
    /// <summary>Width σ (24 √π / n)^⅓ (Scott 1979).</summary>
    Scott,
    /// <summary>√n bins.</summary>
    Sqrt,
    /// <summary>The number of bins with the least cross-validated estimate of the integrated squared error (Stone 1984).</summary>
    Stone,
    /// <summary>1 + log₂ n bins (Sturges 1926).</summary>
    Sturges,
}

public static partial class torch
{
    /// <summary>Counts per bin of the given edges, and the edges.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor? weight = null, bool density = false) =>
        Ops.histogram_bins_tensor(input, bins, weight, density);

    /// <summary>Counts in equal bins between the range's ends, or the smallest and the largest element; and the bins' edges.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range = null, Tensor? weight = null, bool density = false) =>
        Ops.histogram_bin_ct(input, bins, range is { } r ? [r.min, r.max] : null, weight, density);

    /// <summary>Counts (int32; with <paramref name="density"/> float32 densities) in equal bins whose number a rule finds from the values, and the bins' edges (float64).</summary>
    /// <exception cref="ArgumentException">The range is not finite or its ends are the wrong way round.</exception>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, HistogramBinSelector bins, (double min, double max)? range = null, bool density = false)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var x = input.cpu().flatten().to(ScalarType.Float64);
        var (low, high) = range ?? (x.numel() == 0 ? (0, 1) : (x.min().item<double>(), x.max().item<double>()));
        if (low > high) throw new ArgumentException($"max must be larger than min in range parameter, got ({low}, {high})", nameof(range));
        if (!double.IsFinite(high - low)) throw new ArgumentException($"the range [{low}, {high}] is not finite", nameof(range));
        if (low == high) (low, high) = (low - 0.5, high + 0.5);
        if (range is not null) x = x[(x >= low) & (x <= high)];
        var width = x.numel() == 0 ? 0 : Width(x, bins, range);
        var count = width > 0 ? (long)Math.Ceiling((high - low) / width) : 1;
        var (hist, edges) = Ops.histogram_bin_ct(x, count, [low, high], null, density);
        return scope.MoveToOuter(hist.to(density ? ScalarType.Float32 : ScalarType.Int32), edges);
    }

    private static double Width(Tensor x, HistogramBinSelector rule, (double min, double max)? range)
    {
        double n = x.numel(), span = (x.max() - x.min()).item<double>();
        switch (rule)
        {
            case HistogramBinSelector.Sqrt: return span / Math.Sqrt(n);
            case HistogramBinSelector.Sturges: return span / (Math.Log2(n) + 1);
            case HistogramBinSelector.Rice: return span / (2 * Math.Cbrt(n));
            case HistogramBinSelector.Scott: return Math.Cbrt(24 * Math.Sqrt(Math.PI) / n) * x.std(unbiased: false).item<double>();
            case HistogramBinSelector.Doane:
                var sigma = n > 2 ? x.std(unbiased: false).item<double>() : 0;
                if (sigma == 0) return 0;
                var skewness = ((x - x.mean()) / sigma).pow(3).mean().item<double>();
                return span / (1 + Math.Log2(n) + Math.Log2(1 + Math.Abs(skewness) / Math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3)))));
            case HistogramBinSelector.Stone:
                if (n <= 1 || span == 0) return 0;
                var most = Math.Max(100, (int)Math.Sqrt(n));
                return span / Enumerable.Range(1, most).MinBy(k =>
                {
                    var p = histogram(x, k, range).hist / n;
                    return (2 - (n + 1) * p.dot(p).item<double>()) * k / span;
                });
            default: throw new ArgumentOutOfRangeException(nameof(rule), rule, "no such rule");
        }
    }

    /// <inheritdoc cref="histogram(Tensor, Tensor, Tensor, bool)"/>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, out (Tensor hist, Tensor bin_edges) out_tensor) =>
        out_tensor = histogram(input, bins);

    /// <inheritdoc cref="histogram(Tensor, Tensor, Tensor, bool)"/>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor? weight, bool density, out (Tensor hist, Tensor bin_edges) out_tensor) =>
        out_tensor = histogram(input, bins, weight, density);

    /// <inheritdoc cref="histogram(Tensor, long, ValueTuple{double, double}?, Tensor, bool)"/>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, out (Tensor hist, Tensor bin_edges) out_tensor) =>
        out_tensor = histogram(input, bins);

    /// <inheritdoc cref="histogram(Tensor, long, ValueTuple{double, double}?, Tensor, bool)"/>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range, out (Tensor hist, Tensor bin_edges) out_tensor) =>
        out_tensor = histogram(input, bins, range);

    /// <inheritdoc cref="histogram(Tensor, long, ValueTuple{double, double}?, Tensor, bool)"/>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range, Tensor? weight, bool density, out (Tensor hist, Tensor bin_edges) out_tensor) =>
        out_tensor = histogram(input, bins, range, weight, density);
}
