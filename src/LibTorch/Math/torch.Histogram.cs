namespace TorchSharp;

public static partial class torch
{
    /// <summary>Counts per bin of the given edges, and the edges.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, Tensor bins, Tensor? weight = null, bool density = false) =>
        Ops.histogram_bins_tensor(input, bins, weight, density);

    /// <summary>Counts in equal bins between the range's ends, or the smallest and the largest element; and the bins' edges.</summary>
    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range = null, Tensor? weight = null, bool density = false) =>
        Ops.histogram_bin_ct(input, bins, range is { } r ? [r.min, r.max] : null, weight, density);

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
