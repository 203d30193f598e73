using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The variance-exploding interpolant X_t = X_1 + β(t)·X_0 with β(t) = σ_min·√(r^(2(1-t)) - 1) and r = σ_max/σ_min: the data
/// stay and geometrically growing noise is added (arXiv 2011.13456, appendix C, there with t = 0 at the data).
/// </summary>
/// <remarks>
/// At t = 0 the data is still there, under noise of standard deviation about σ_max: samplers start from N(0, σ_max²·I) and
/// not from N(0, I), and σ_max must be large against the data for that to be a good start. β' is infinite at t = 1, where
/// β = 0; there it is evaluated at β = 1e-3.
/// </remarks>
public sealed class VarianceExploding : Interpolant
{
    private const double SmallestBeta = 1e-3;
    private readonly double _least;
    private readonly double _logRatio;

    /// <summary>The schedule between two noise levels.</summary>
    /// <param name="sigmaMin">σ_min, positive.</param>
    /// <param name="sigmaMax">σ_max, greater than σ_min; 50 for images in [-1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A noise level is out of its range.</exception>
    public VarianceExploding(double sigmaMin = 0.01, double sigmaMax = 50)
    {
        if (!(sigmaMin > 0))
            throw new ArgumentOutOfRangeException(nameof(sigmaMin), sigmaMin, "The smallest noise level must be positive.");
        if (!(sigmaMax > sigmaMin && double.IsFinite(sigmaMax)))
            throw new ArgumentOutOfRangeException(nameof(sigmaMax), sigmaMax, $"The greatest noise level must be finite and above {sigmaMin:G4}.");
        _least = sigmaMin;
        _logRatio = Math.Log(sigmaMax / sigmaMin);
    }

    /// <inheritdoc/>
    public override string Name => "variance-exploding";

    /// <inheritdoc/>
    public override Tensor Alpha(Tensor t) => torch.ones_like(t);

    /// <inheritdoc/>
    public override Tensor Beta(Tensor t) => (_least * _least * ((1 - t) * (2 * _logRatio)).expm1()).sqrt();

    /// <inheritdoc/>
    public override Tensor AlphaDot(Tensor t) => torch.zeros_like(t);

    /// <inheritdoc/>
    public override Tensor BetaDot(Tensor t) =>
        ((1 - t) * (2 * _logRatio)).exp() * (-_logRatio * _least * _least) / Beta(t).clamp(min: SmallestBeta);
}
