using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The variance-preserving interpolant on a circle: α(t) = sin θ, β(t) = cos θ, with θ running evenly from
/// arcsin(floor) at t = 0 to π/2 at t = 1.
/// </summary>
/// <remarks>
/// With <c>floor</c> = 0 it starts at pure noise (θ = π·t/2); stochastic-interpolant work calls that path GVP, the
/// generalised variance-preserving one (arXiv 2401.08740, section 2). A small floor keeps α'/α finite, so that a network that
/// predicts noise can be integrated from t = 0; 0.068 is where Stable Diffusion's schedule starts.
/// </remarks>
public sealed class Trigonometric : Interpolant
{
    private readonly double _start;
    private readonly double _rate;

    /// <summary>The circle, begun at a given weight of the data.</summary>
    /// <param name="floor">α(0), in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The floor is out of its range.</exception>
    public Trigonometric(double floor = 0)
    {
        if (!(floor >= 0 && floor < 1))
            throw new ArgumentOutOfRangeException(nameof(floor), floor, "α(0) must lie in [0, 1).");
        _start = Math.Asin(floor);
        _rate = Math.PI / 2 - _start;
    }

    /// <inheritdoc/>
    public override string Name => "trigonometric";

    /// <inheritdoc/>
    public override Tensor Alpha(Tensor t) => Angle(t).sin();

    /// <inheritdoc/>
    public override Tensor Beta(Tensor t) => Angle(t).cos();

    /// <inheritdoc/>
    public override Tensor AlphaDot(Tensor t) => Angle(t).cos() * _rate;

    /// <inheritdoc/>
    public override Tensor BetaDot(Tensor t) => Angle(t).sin() * -_rate;

    private Tensor Angle(Tensor t) => t * _rate + _start;
}
