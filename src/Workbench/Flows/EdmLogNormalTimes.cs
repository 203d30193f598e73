using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The noise levels of EDM seen from the linear interpolant: ln σ ~ N(m, s²) with σ = (1-t)/t, the ratio of noise to data
/// (arXiv 2206.00364, table 1: m = -1.2, s = 1.2).
/// </summary>
/// <remarks>t = 1/(1+σ) = sigmoid(-ln σ): the logit-normal law with mean -m and standard deviation s.</remarks>
public sealed class EdmLogNormalTimes : TimeSampler
{
    private readonly LogitNormalTimes _law;

    /// <summary>A law with given moments of ln σ.</summary>
    /// <param name="mean">m, finite.</param>
    /// <param name="std">s, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public EdmLogNormalTimes(double mean = -1.2, double std = 1.2) => _law = new LogitNormalTimes(-mean, std);

    /// <inheritdoc/>
    public override string Name => "edm-log-normal";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t) => _law.Density(t);

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u) => _law.Quantile(u);
}
