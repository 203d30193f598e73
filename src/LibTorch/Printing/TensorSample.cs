namespace TorchSharp.Printing;

/// <summary>Numbers about a tensor's elements: of all of them, or of a large tensor of evenly spaced ones.</summary>
internal sealed class TensorSample
{
    /// <summary>So many elements are read; more would make a display wait.</summary>
    internal const long Most = 1 << 21;

    private const int Bins = 32;

    /// <param name="tensor">Real or complex (then the magnitudes), on any device, with elements.</param>
    public TensorSample(torch.Tensor tensor)
    {
        using var _ = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        // Views with steps until it is small; only then is anything computed or copied.
        var part = Thin(tensor.detach(), Most);
        Count = part.numel();
        IsWhole = Count == tensor.numel();
        part = part.cpu();
        if (part.is_complex()) part = part.abs();
        var values = part.to(torch.ScalarType.Float64).contiguous().data<double>().ToArray();
        double sum = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) NaNs++;
            else if (double.IsInfinity(value)) Infinities++;
            else
            {
                Min = Math.Min(Min, value);
                Max = Math.Max(Max, value);
                sum += value;
            }
        }
        long finite = Count - NaNs - Infinities;
        Mean = sum / finite;
        Histogram = new long[Bins];
        if (!(Max > Min) || !double.IsFinite(Max - Min)) return;
        foreach (var value in values)
            if (double.IsFinite(value)) Histogram[Math.Min(Bins - 1, (int)((value - Min) / (Max - Min) * Bins))]++;
    }

    public long Count { get; }
    public bool IsWhole { get; }
    public long NaNs { get; }
    public long Infinities { get; }
    public double Min { get; } = double.PositiveInfinity;
    public double Max { get; } = double.NegativeInfinity;
    public double Mean { get; }

    /// <summary>How many of the finite elements lie in each of equal parts of their range; all 0 when they are equal.</summary>
    public long[] Histogram { get; }

    /// <summary>A view with steps in the longest dimensions that has at most so many elements.</summary>
    internal static torch.Tensor Thin(torch.Tensor tensor, long most)
    {
        while (tensor.numel() > most)
        {
            var shape = tensor.shape;
            int longest = Array.IndexOf(shape, shape.Max());
            long step = Math.Clamp((tensor.numel() + most - 1) / most, 2, shape[longest]);
            tensor = tensor.slice(longest, 0, shape[longest], step);
        }
        return tensor;
    }
}
