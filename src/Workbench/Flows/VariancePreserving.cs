using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The variance-preserving interpolant with a linear noise rate: α(t) = exp(-a·s²/4 - b·s/2), β(t) = √(1-α²), where
/// s = (1-t)·s_max runs backwards from noise to data (arXiv 2209.03003, equation 6, with a = 19.9 and b = 0.1).
/// </summary>
/// <remarks>
/// The schedule never reaches pure noise: with the original constants α(0) = 0.0066, and a network that predicts noise
/// divides by it in its first step. A <c>floor</c> above that value starts the same schedule later, at the s_max where
/// α(0) = floor; 0.068 is where Stable Diffusion's schedule starts. β' is infinite at t = 1, where β = 0; there β' is
/// evaluated at β = 1e-3.
/// </remarks>
public sealed class VariancePreserving : Interpolant
{
    private const double SmallestBeta = 1e-3;
    private readonly double _a;
    private readonly double _b;
    private readonly double _end;

    /// <summary>The schedule with a given rate and start.</summary>
    /// <param name="a">Slope of the noise rate, positive.</param>
    /// <param name="b">Noise rate at the data, not negative.</param>
    /// <param name="floor">α(0), in (0, 1); it must not be below exp(-a/4 - b/2).</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public VariancePreserving(double a = 19.9, double b = 0.1, double floor = 0.068)
    {
        if (!(a > 0))
            throw new ArgumentOutOfRangeException(nameof(a), a, "The slope of the noise rate must be positive.");
        if (!(b >= 0))
            throw new ArgumentOutOfRangeException(nameof(b), b, "The noise rate at the data must not be negative.");
        var lowest = Math.Exp(-a / 4 - b / 2);
        if (!(floor >= lowest && floor < 1))
            throw new ArgumentOutOfRangeException(
                nameof(floor), floor, $"α(0) must lie in [{lowest:G4}, 1): the schedule itself starts at {lowest:G4}.");
        _a = a;
        _b = b;
        // The positive root of a·s²/4 + b·s/2 = -ln(floor).
        _end = (-b / 2 + Math.Sqrt(b * b / 4 - a * Math.Log(floor))) / (a / 2);
    }

    /// <inheritdoc/>
    public override string Name => "variance-preserving";

    /// <inheritdoc/>
    public override Tensor Alpha(Tensor t)
    {
        var s = _end * (1 - t);
        return (s * s * (-_a / 4) - s * (_b / 2)).exp();
    }

    /// <inheritdoc/>
    public override Tensor Beta(Tensor t) => (1 - Alpha(t).square()).clamp(min: 0).sqrt();

    /// <inheritdoc/>
    public override Tensor AlphaDot(Tensor t) => Alpha(t) * (_end * (_end * (1 - t) * (_a / 2) + _b / 2));

    /// <inheritdoc/>
    public override Tensor BetaDot(Tensor t) => -(Alpha(t) * AlphaDot(t)) / Beta(t).clamp(min: SmallestBeta);
}
