using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Weighted conditional flow matching: the pairs of another coupling with Gibbs weights w = exp(-‖X_0 - X_1‖^p/ε), which make far pairs
/// count little, so that the flow is trained as if by an entropic plan (arXiv 2507.22270).
/// </summary>
/// <remarks>
/// The plan's marginals are tilted: neither source nor target stay quite what they were, the less so the larger ε. Weights are divided
/// by their mean over the batch, because otherwise a small ε would shrink the learning rate; their logarithms are shifted by the
/// greatest before they are exponentiated.
/// </remarks>
public sealed class WeightedCoupling : Coupling
{
    private readonly Coupling _pairs;
    private readonly double _epsilon;
    private readonly double _power;

    /// <summary>Weighs what a coupling draws.</summary>
    /// <param name="pairs">Where the pairs come from; the independent coupling in the paper.</param>
    /// <param name="epsilon">ε, positive, in units of the cost.</param>
    /// <param name="power">p of the cost: 2, or 1 for the plain distance.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is not positive.</exception>
    public WeightedCoupling(Coupling pairs, double epsilon, double power = 2)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (!(epsilon > 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε must be positive.");
        if (!(power > 0))
            throw new ArgumentOutOfRangeException(nameof(power), power, "The power must be positive.");
        (_pairs, _epsilon, _power) = (pairs, epsilon, power);
    }

    /// <inheritdoc/>
    public override string? HostWork => _pairs.HostWork;

    /// <inheritdoc/>
    internal override bool OnHost => _pairs.OnHost;

    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var pairs = _pairs.Draw(count, generator).To(generator.device);
        var distance = Batches.SumPerSample((pairs.X0 - pairs.X1).square());
        var logs = (_power == 2 ? distance : distance.pow(_power / 2)) / -_epsilon;
        var weights = (logs - logs.max()).exp();
        return new Pairs(pairs.X0.alias().MoveToOuterDisposeScope(), pairs.X1.alias().MoveToOuterDisposeScope())
        {
            Labels = pairs.Labels?.alias().MoveToOuterDisposeScope(),
            Interval = pairs.Interval?.alias().MoveToOuterDisposeScope(),
            Weights = (weights / weights.mean()).MoveToOuterDisposeScope(),
        };
    }

    /// <summary>The share of a batch that counts, (Σw)²/(n·Σw²): 1 for equal weights.</summary>
    /// <param name="weights">Weights, [batch].</param>
    public static double EffectiveShare(Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        using var scope = torch.NewDisposeScope();
        var w = weights.to_type(ScalarType.Float64);
        return (w.sum().square() / (w.square().sum() * w.shape[0])).item<double>();
    }
}
