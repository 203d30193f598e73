using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The sub-variance-preserving interpolant: α(t) of <see cref="VariancePreserving"/> and β(t) = 1 - α², so that its variance
/// stays below that of the variance-preserving path everywhere (arXiv 2011.13456, section 3.4).
/// </summary>
public sealed class SubVariancePreserving : Interpolant
{
    private readonly VariancePreserving _schedule;

    /// <summary>The schedule with a given rate and start.</summary>
    /// <param name="a">Slope of the noise rate, positive.</param>
    /// <param name="b">Noise rate at the data, not negative.</param>
    /// <param name="floor">α(0), in (0, 1); it must not be below exp(-a/4 - b/2).</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public SubVariancePreserving(double a = 19.9, double b = 0.1, double floor = 0.068) => _schedule = new VariancePreserving(a, b, floor);

    /// <inheritdoc/>
    public override string Name => "sub-variance-preserving";

    /// <inheritdoc/>
    public override Tensor Alpha(Tensor t) => _schedule.Alpha(t);

    /// <inheritdoc/>
    public override Tensor Beta(Tensor t) => 1 - _schedule.Alpha(t).square();

    /// <inheritdoc/>
    public override Tensor AlphaDot(Tensor t) => _schedule.AlphaDot(t);

    /// <inheritdoc/>
    public override Tensor BetaDot(Tensor t) => -2 * _schedule.Alpha(t) * _schedule.AlphaDot(t);
}
