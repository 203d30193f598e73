using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The cosine schedule of improved diffusion models: with s = 1 - t, α(t) = cos(π/2·(s + o)/(1 + o))/cos(π/2·o/(1 + o)) and
/// β(t) = √(1 - α²), with the offset o = 0.008 (arXiv 2102.09672, equation 17, there for α²).
/// </summary>
/// <remarks>
/// It is the trigonometric path with a small shift that slows it near the data. α' is positive at t = 1, where β = 0, so
/// β' is infinite there; it is evaluated at β = 1e-3, as by <see cref="VariancePreserving"/>.
/// </remarks>
public sealed class CosineInterpolant : Interpolant
{
    private const double SmallestBeta = 1e-3;
    private readonly double _rate;
    private readonly double _shift;
    private readonly double _scale;

    /// <summary>The schedule with a given offset.</summary>
    /// <param name="offset">o, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is out of its range.</exception>
    public CosineInterpolant(double offset = 0.008)
    {
        if (!(offset >= 0 && offset <= 1))
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "The offset must lie in [0, 1].");
        _rate = Math.PI / 2 / (1 + offset);
        _shift = _rate * offset;
        _scale = 1 / Math.Cos(_shift);
    }

    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override Tensor Alpha(Tensor t) => Angle(t).cos() * _scale;

    /// <inheritdoc/>
    public override Tensor Beta(Tensor t) => (1 - Alpha(t).square()).clamp(min: 0).sqrt();

    /// <inheritdoc/>
    public override Tensor AlphaDot(Tensor t) => Angle(t).sin() * (_scale * _rate);

    /// <inheritdoc/>
    public override Tensor BetaDot(Tensor t) => -(Alpha(t) * AlphaDot(t)) / Beta(t).clamp(min: SmallestBeta);

    private Tensor Angle(Tensor t) => (1 - t) * _rate + _shift;
}
