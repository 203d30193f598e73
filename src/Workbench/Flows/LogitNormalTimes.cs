using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Times t = sigmoid(m + s·n) with n ~ N(0, 1): dense in the middle, vanishing at both ends (arXiv 2403.03206, section 3.1).
/// </summary>
/// <remarks>
/// With t = 1 at the data, m &gt; 0 leans to the data; the paper's time runs the other way, so that its m is -m here.
/// The density is exp(-(logit t - m)²/(2s²))/(s·√(2π)·t·(1-t)).
/// </remarks>
public sealed class LogitNormalTimes : TimeSampler
{
    private readonly double _mean;
    private readonly double _std;

    /// <summary>A law with a given location and scale of the logit.</summary>
    /// <param name="mean">m, finite.</param>
    /// <param name="std">s, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public LogitNormalTimes(double mean = 0, double std = 1)
    {
        if (!double.IsFinite(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "The mean of the logit must be finite.");
        if (!(std > 0 && double.IsFinite(std)))
            throw new ArgumentOutOfRangeException(nameof(std), std, "The standard deviation of the logit must be positive.");
        (_mean, _std) = (mean, std);
    }

    /// <inheritdoc/>
    public override string Name => "logit-normal";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        // At the ends the logit is infinite and the density's limit is 0; the product there would be 0·∞.
        var inside = (t > 0).logical_and(t < 1);
        var safe = torch.where(inside, t, torch.full_like(t, 0.5));
        var z = (safe.log() - (1 - safe).log() - _mean) / _std;
        var density = (z.square() * -0.5).exp() / (safe * (1 - safe) * (_std * Math.Sqrt(2 * Math.PI)));
        return torch.where(inside, density, torch.zeros_like(t));
    }

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        return (NormalQuantile.Of(u) * _std + _mean).sigmoid();
    }
}
