using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Minibatch optimal transport: the pairs of another coupling, paired anew within each batch so that Σ‖X_0 - X_1‖² is least
/// (arXiv 2302.00482, 2304.14772).
/// </summary>
/// <remarks>
/// The exact assignment keeps every point of the batch; Sinkhorn's plan, which runs on the device of the points, draws the partner of
/// every source point from its row. With labels, partners of another class can be ruled out (class-aware) or made dear by
/// a weight times the squared distance of the labels (condition-aware), so that the noise given to a condition keeps its law
/// (arXiv 2503.10636). A batch of one pair is left as it is.
/// Costs and draws are on the generator's device. The exact assignment is solved on the CPU, to which the costs go: a GPU waits for it at
/// every step; Sinkhorn's plan waits once in ten of its iterations.
/// </remarks>
public sealed class OptimalTransportCoupling : Coupling
{
    private readonly Coupling _pairs;
    private readonly double? _sinkhorn;
    private readonly double _labelWeight;

    /// <summary>Pairs anew what a coupling draws.</summary>
    /// <param name="pairs">Where the points come from; its pairs carry labels when there are any.</param>
    /// <param name="sinkhorn">The regularisation ε as a share of the mean cost, positive; null for the exact assignment.</param>
    /// <param name="labelWeight">
    /// What one unit of squared distance between labels costs; infinity keeps partners within classes, 0 leaves labels aside.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public OptimalTransportCoupling(Coupling pairs, double? sinkhorn = null, double labelWeight = 0)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (sinkhorn is { } share && !(share > 0))
            throw new ArgumentOutOfRangeException(nameof(sinkhorn), sinkhorn, "The regularisation must be positive.");
        if (!(labelWeight >= 0))
            throw new ArgumentOutOfRangeException(nameof(labelWeight), labelWeight, "The weight of labels must not be negative.");
        (_pairs, _sinkhorn, _labelWeight) = (pairs, sinkhorn, labelWeight);
    }

    /// <inheritdoc/>
    public override string? HostWork => _sinkhorn is null ? "the exact assignment of optimal transport is solved on the host" : base.HostWork;

    /// <inheritdoc/>
    internal override bool OnHost => _pairs.OnHost;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Labels are to count and the pairs have none.</exception>
    /// <exception cref="ArgumentException">The pairs hold on a part of the path only.</exception>
    public override Pairs Draw(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var pairs = _pairs.Draw(count, generator).To(generator.device);
        if (pairs.Interval is not null)
            throw new ArgumentException(
                "Pairs that hold on a part of the path (Pairs.Interval, as phased rectification makes them) cannot be paired anew: a new partner may belong to another part. Draw from a coupling whose pairs hold on the whole path.",
                nameof(pairs));
        if (pairs.Weights is not null)
            throw new ArgumentException(
                "Pairs with weights (Pairs.Weights) cannot be paired anew: their weights are of partners that they lose. Pair first and weigh then: coupling.ByOptimalTransport().Weighted(ε).",
                nameof(pairs));
        var costs = Costs(pairs);
        var partner = _sinkhorn is { } share ? FromPlan(costs, share, generator) : TransportCosts.Assign(costs);
        var labels = pairs.Labels?.index_select(0, partner);
        return new Pairs(pairs.X0.alias().MoveToOuterDisposeScope(), pairs.X1.index_select(0, partner).MoveToOuterDisposeScope())
        {
            Labels = labels?.MoveToOuterDisposeScope(),
        };
    }

    private Tensor Costs(Pairs pairs)
    {
        var costs = TransportCosts.SquaredEuclidean(pairs.X0, pairs.X1);
        if (_labelWeight == 0)
            return costs;
        if (pairs.Labels is not { } labels)
            throw new InvalidOperationException("Labels are to count in the coupling, and the pairs have none: draw from a coupling that gives Pairs.Labels.");
        var conditions = labels.to_type(costs.dtype).reshape(labels.shape[0], -1);
        var distance = TransportCosts.SquaredEuclidean(conditions, conditions);
        // Dearer than any assignment within the classes, which always exists: the one drawn.
        return double.IsPositiveInfinity(_labelWeight)
            ? torch.where(distance > 1e-6, costs.max() * (costs.shape[0] + 1) + 1, costs)
            : costs + _labelWeight * distance;
    }

    private static Tensor FromPlan(Tensor costs, double share, Generator generator)
    {
        var epsilon = share * Math.Max(costs.mean().to_type(ScalarType.Float64).item<double>(), 1e-30);
        var plan = Sinkhorn.Solve(costs, epsilon, maxIterations: 200, tolerance: 1e-3).Plan;
        return torch.multinomial(plan, 1, replacement: true, generator: generator).squeeze(1);
    }
}
