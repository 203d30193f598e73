namespace TorchSharp;

public static partial class torch
{
    /// <summary>A histogram with bins of equal width, as many as a rule says (numpy.histogram_bin_edges).</summary>
    /// <param name="input">Numbers; any shape.</param>
    /// <param name="bins">The rule.</param>
    /// <param name="range">The ends of the first and last bin; values outside are left out. By default the least and greatest value.</param>
    /// <param name="density">Divide the counts so that the histogram's integral is one.</param>
    /// <returns>Counts (int32) or densities (float32), and the bins' ends (float64), on the CPU.</returns>
    /// <exception cref="ArgumentException">The range is not finite, or its ends are in the wrong order.</exception>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, HistogramBinSelector bins, (double min, double max)? range = null,
        bool density = false)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var values = input.detach().cpu().to(ScalarType.Float64).reshape(-1);
        if (range is { } only) values = values[(values >= only.min) & (values <= only.max)];
        var (first, last) = range ?? (values.numel() == 0 ? (0, 1) : Extent(values));
        if (!double.IsFinite(first) || !double.IsFinite(last) || first > last)
            throw new ArgumentException($"A finite range expected, [{first}, {last}] given.", range is null ? nameof(input) : nameof(range));
        if (first == last) (first, last) = (first - 0.5, last + 0.5);
        var width = values.numel() == 0 ? 0 : Width(values, bins, range);
        var edges = Edges(first, last, width > 0 ? (int)Math.Ceiling((last - first) / width) : 1);
        var counts = histogram(values, edges).hist;
        counts = density ? (counts / edges.diff() / counts.sum()).to(ScalarType.Float32) : counts.to(ScalarType.Int32);
        return (counts.MoveToOuterDisposeScope(), edges.MoveToOuterDisposeScope());
    }

    private static (double least, double greatest) Extent(Tensor values) => (values.min().item<double>(), values.max().item<double>());

    // As numpy computes them, so that values on an end are in the same bin.
    private static Tensor Edges(double first, double last, int count)
    {
        var step = (last - first) / count;
        return tensor([.. Enumerable.Range(0, count).Select(i => i * step + first), last]);
    }

    private static double Width(Tensor x, HistogramBinSelector rule, (double, double)? range)
    {
        var n = x.numel();
        var (least, greatest) = Extent(x);
        var extent = greatest - least;
        switch (rule)
        {
            case HistogramBinSelector.Sqrt: return extent / Math.Sqrt(n);
            case HistogramBinSelector.Sturges: return extent / (Math.Log2(n) + 1);
            case HistogramBinSelector.Rice: return extent / (2 * Math.Pow(n, 1.0 / 3));
            case HistogramBinSelector.Scott: return Math.Pow(24 * Math.Sqrt(Math.PI) / n, 1.0 / 3) * x.std(unbiased: false).item<double>();
            case HistogramBinSelector.Doane:
                var deviation = n > 2 ? x.std(unbiased: false).item<double>() : 0;
                if (deviation == 0) return 0;
                var skewness = ((x - x.mean()) / deviation).pow(3).mean().item<double>();
                var error = Math.Sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3)));
                return extent / (1 + Math.Log2(n) + Math.Log2(1 + Math.Abs(skewness) / error));
            case HistogramBinSelector.Stone:
                if (n <= 1 || extent == 0) return 0;
                var (first, last) = range ?? (least, greatest);
                return extent / Enumerable.Range(1, Math.Max(100, (int)Math.Sqrt(n))).MinBy(bins =>
                {
                    using var scope = NewDisposeScope();
                    var shares = histogram(x, Edges(first, last, bins)).hist / n;
                    return (2 - (n + 1) * shares.dot(shares).item<double>()) * bins / extent;
                });
            default: throw new ArgumentOutOfRangeException("bins", rule, "None of the rules.");
        }
    }
}
