using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The exact flow of the independent coupling of N(m_0, s_0²·I) with a mixture of isotropic Gaussians, in float64: what a
/// perfectly trained network would be.
/// </summary>
/// <remarks>
/// With m_k = α·μ_k + β·m_0 and g_k = α²·s_k² + β²·s_0², the responsibilities are r_k ∝ w_k·N(x; m_k, g_k·I) and
/// v(x, t) = Σ_k r_k·[α'·μ_k + β'·m_0 + ((α'·α·s_k² + β'·β·s_0²)/g_k)·(x - m_k)].
/// Points of any dtype and shape [batch, …] are accepted; the velocity is computed in float64 and returned in theirs.
/// </remarks>
public sealed class MixtureFlow : VelocityField
{
    private readonly double[] _sourceMean;
    private readonly double _sourceStd;
    private readonly Interpolant _interpolant;
    private readonly Tensor _logWeights;
    private readonly Tensor _means;
    private readonly Tensor _variances;
    private readonly Tensor _source;

    /// <summary>The flow from a Gaussian to a mixture.</summary>
    /// <param name="target">The mixture at t = 1.</param>
    /// <param name="sourceMean">m_0, one value a dimension; zero by default.</param>
    /// <param name="sourceStd">s_0, positive.</param>
    /// <param name="interpolant">The interpolant; linear by default.</param>
    /// <exception cref="ArgumentException">The source has another dimension than the mixture, or s_0 is not positive.</exception>
    public MixtureFlow(GaussianMixture target, IReadOnlyList<double>? sourceMean = null, double sourceStd = 1, Interpolant? interpolant = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (sourceMean is not null && sourceMean.Count != target.Dimension)
            throw new ArgumentException($"The mixture has {target.Dimension} dimensions; got a source mean of {sourceMean.Count}.", nameof(sourceMean));
        if (!(sourceStd > 0))
            throw new ArgumentOutOfRangeException(nameof(sourceStd), sourceStd, "The source's standard deviation must be positive.");
        Target = target;
        _sourceMean = sourceMean?.ToArray() ?? new double[target.Dimension];
        _sourceStd = sourceStd;
        _interpolant = interpolant ?? Interpolant.Linear;
        _logWeights = torch.tensor(target.Weights.Select(w => Math.Log(w)).ToArray()).DetachFromDisposeScope();
        _means = torch.tensor(target.Means).DetachFromDisposeScope();
        _variances = torch.tensor(target.Stds.Select(s => s * s).ToArray()).DetachFromDisposeScope();
        _source = torch.tensor(_sourceMean).DetachFromDisposeScope();
    }

    /// <summary>The law at t = 1.</summary>
    public GaussianMixture Target { get; }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(t);
        using var scope = torch.NewDisposeScope();
        // Axes: point, component, dimension.
        var time = t.to(ScalarType.Float64, x.device).reshape(-1, 1, 1);
        var (alpha, beta) = (_interpolant.Alpha(time), _interpolant.Beta(time));
        var (alphaDot, betaDot) = (_interpolant.AlphaDot(time), _interpolant.BetaDot(time));
        var (means, source) = (_means.to(x.device), _source.to(x.device));
        var variances = _variances.to(x.device).reshape(1, -1, 1);
        var sourceVariance = _sourceStd * _sourceStd;

        var spread = alpha.square() * variances + beta.square() * sourceVariance;
        var offset = x.to_type(ScalarType.Float64).reshape(x.shape[0], 1, -1) - (alpha * means + beta * source);
        var distance = offset.square().sum(2) / spread.squeeze(2);
        var logits = _logWeights.to(x.device) - 0.5 * (distance + Target.Dimension * spread.squeeze(2).log());
        var gain = (alphaDot * alpha * variances + betaDot * beta * sourceVariance) / spread;
        var parts = alphaDot * means + betaDot * source + gain * offset;
        var velocity = (logits.softmax(1).unsqueeze(2) * parts).sum(1);
        return velocity.to_type(x.dtype).reshape(x.shape).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The flow map T = F_1⁻¹∘F_0 of a one-dimensional flow from t = 0 to t = 1: in one dimension every rectified flow is
    /// monotone, hence this quantile map, and its coupling is optimal for every convex cost.
    /// </summary>
    /// <param name="x">A source point.</param>
    /// <exception cref="InvalidOperationException">The flow has more than one dimension.</exception>
    public double MonotoneMap(double x)
    {
        if (Target.Dimension != 1)
            throw new InvalidOperationException($"The flow map is the quantile map in one dimension only; this flow has {Target.Dimension}.");
        // Tail probabilities below one half keep all their digits; above, the mirror image is solved.
        var upper = x > _sourceMean[0];
        var tail = Normal.CDF(_sourceMean[0], _sourceStd, upper ? 2 * _sourceMean[0] - x : x);
        var low = Enumerable.Range(0, Target.Weights.Count).Min(k => Target.Means[k, 0] - 40 * Target.Stds[k]);
        var high = Enumerable.Range(0, Target.Weights.Count).Max(k => Target.Means[k, 0] + 40 * Target.Stds[k]);
        for (var i = 0; i < 200 && low < high; i++)
        {
            var middle = 0.5 * (low + high);
            var mass = 0.0;
            for (var k = 0; k < Target.Weights.Count; k++)
            {
                var z = (middle - Target.Means[k, 0]) / Target.Stds[k];
                mass += Target.Weights[k] * Normal.CDF(0, 1, upper ? -z : z);
            }

            if (upper ? mass > tail : mass < tail)
                low = middle;
            else
                high = middle;
        }

        return 0.5 * (low + high);
    }
}
