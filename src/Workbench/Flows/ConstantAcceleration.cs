using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The path of constant acceleration between the points of a pair: initial velocity h·(X_1 - X_0) and acceleration
/// 2(1-h)·(X_1 - X_0), hence α(t) = h·t + (1-h)·t² and β(t) = 1 - α (arXiv 2411.00322, section 4).
/// </summary>
/// <remarks>
/// h = 1 is the straight path at constant speed, h &gt; 1 slows down towards the data and h &lt; 1 speeds up. Its points are
/// those of the linear interpolant at other times: the line is straight, the pace is not.
/// </remarks>
public sealed class ConstantAcceleration : Interpolant
{
    private readonly double _h;

    /// <summary>The path with a given initial speed.</summary>
    /// <param name="h">The initial velocity as a multiple of the displacement, in [0, 2]; beyond, the path would turn back.</param>
    /// <exception cref="ArgumentOutOfRangeException">h is out of its range.</exception>
    public ConstantAcceleration(double h = 1.5)
    {
        if (!(h >= 0 && h <= 2))
            throw new ArgumentOutOfRangeException(nameof(h), h, "The initial speed must lie in [0, 2].");
        _h = h;
    }

    /// <inheritdoc/>
    public override string Name => "constant-acceleration";

    /// <inheritdoc/>
    public override Tensor Alpha(Tensor t) => t * _h + t.square() * (1 - _h);

    /// <inheritdoc/>
    public override Tensor Beta(Tensor t) => 1 - Alpha(t);

    /// <inheritdoc/>
    public override Tensor AlphaDot(Tensor t) => t * (2 * (1 - _h)) + _h;

    /// <inheritdoc/>
    public override Tensor BetaDot(Tensor t) => -AlphaDot(t);
}
