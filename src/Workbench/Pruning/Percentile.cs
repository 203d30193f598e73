using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// A percentile with linear interpolation, as numpy's default: at position <c>(n − 1) · percent / 100</c> of the sorted
/// values, between <paramref name="Lower"/> and <paramref name="Upper"/>, its two neighbours there.
/// </summary>
/// <param name="Lower">The value at the position rounded down.</param>
/// <param name="Upper">The value at the position rounded up.</param>
/// <param name="Fraction">How far the position lies between them, in [0, 1).</param>
public readonly record struct Percentile(double Lower, double Upper, double Fraction)
{
    /// <summary>How many values lie below the percentile where no two are equal: the position rounded up.</summary>
    public long Rank { get; private init; }

    /// <summary>The percentile itself.</summary>
    public double Value => Lower + ((Upper - Lower) * Fraction);

    /// <summary>The percentile of a one-dimensional tensor without NaNs.</summary>
    /// <param name="values">Values <c>[n]</c>, n ≥ 1, in any order.</param>
    /// <param name="percent">In [0, 100].</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The percentage is outside [0, 100].</exception>
    public static Percentile Of(Tensor values, double percent)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!(percent >= 0 && percent <= 100))
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentage lies in [0, 100].");
        var count = values.numel();
        if (count == 0) throw new ArgumentException("There are no values to take a percentile of.", nameof(values));

        using var scope = torch.NewDisposeScope();
        var position = (count - 1) * (percent / 100);
        var below = (long)Math.Floor(position);
        var flat = values.flatten();
        // Two selections are several times faster than one sort.
        double At(long index) => flat.kthvalue(index + 1, 0).values.to_type(ScalarType.Float64).item<double>();
        var lower = At(below);
        return new Percentile(lower, position > below ? At(below + 1) : lower, position - below) { Rank = (long)Math.Ceiling(position) };
    }

    /// <summary>True where a value is not below the percentile; exact although the percentile of float32 values need not be one.</summary>
    /// <param name="values">Values of the type the percentile was taken of, any shape.</param>
    public Tensor AtLeast(Tensor values) => Fraction > 0 && Lower < Upper ? values.gt(Lower) : values.ge(Lower);
}
