using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The U-shaped law of improved rectified flow: density a·cosh(a·(t - 1/2))/(2·sinh(a/2)), heavy at both ends, where a 2-rectified
/// flow still has something to learn (arXiv 2405.20320, section 4.1, a = 4).
/// </summary>
/// <remarks>
/// The paper writes p(u) ∝ e^{au} + e^{-au}; taken literally on [0, 1] that is a one-sided law. Its code draws from the rising
/// exponential and mirrors half of the draws, which is the symmetric law here; that code's final squeeze to [1e-5, 1-1e-5] is left out.
/// </remarks>
public sealed class UShapedTimes : TimeSampler
{
    private readonly double _a;

    /// <summary>A law with a given steepness.</summary>
    /// <param name="a">a, positive; the density at an end over that in the middle is cosh(a/2).</param>
    /// <exception cref="ArgumentOutOfRangeException">a is not positive, or so large that cosh overflows.</exception>
    public UShapedTimes(double a = 4)
    {
        if (!(a > 0 && a <= 500))
            throw new ArgumentOutOfRangeException(nameof(a), a, "The steepness must lie in (0, 500].");
        _a = a;
    }

    /// <inheritdoc/>
    public override string Name => "u-shaped";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return ((t - 0.5) * _a).cosh() * (_a / (2 * Math.Sinh(_a / 2)));
    }

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        // The share below t is 1/2 + sinh(a(t - 1/2))/(2 sinh(a/2)).
        var t = ((u * 2 - 1) * Math.Sinh(_a / 2)).asinh() / _a + 0.5;
        return t.clamp(0, 1);
    }
}
