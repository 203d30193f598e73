using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>How <see cref="SplitFlow"/> joins the flows of its sub-conditions.</summary>
public enum SplitFlowAggregation
{
    /// <summary>The mean of the sub-flows' points.</summary>
    Average,

    /// <summary>The mean of their projections on the direction of the full condition's points (latent trajectory projection).</summary>
    Projection,

    /// <summary>Projection, and then one step along the sub-flows' velocities weighted by their agreement (velocity field aggregation).</summary>
    ProjectionAndVelocities,
}

/// <summary>
/// SplitFlow: a few early steps of <see cref="FlowEdit"/> for each part of the wanted change by itself, joined into one point from
/// which the full condition goes on (arXiv 2510.25970).
/// </summary>
/// <remarks>
/// The order of projection and velocity step within the joining step follows descriptions of the method, not its code. Directions are
/// taken per position over channels: dimension 1 of [batch, channels, …] holds the channels.
/// </remarks>
public sealed record SplitFlow
{
    /// <summary>The steps; its <see cref="FlowEdit.EditSteps"/> is where the parts begin.</summary>
    public FlowEdit Edit { get; init; } = new();

    /// <summary>n_dec, how many steps remain when the parts are joined; 28 of 33.</summary>
    public int JoinAt { get; init; } = 28;

    /// <summary>How they are joined.</summary>
    public SplitFlowAggregation Aggregation { get; init; } = SplitFlowAggregation.ProjectionAndVelocities;

    /// <summary>Edits data points.</summary>
    /// <param name="source">The flow under the condition that describes the points.</param>
    /// <param name="target">The flow under the full condition.</param>
    /// <param name="parts">The flows under parts of it, at least one.</param>
    /// <param name="x">Data points, [batch, channels, …].</param>
    /// <param name="seed">
    /// Seed of the noises; all flows of a step see the same, and step by step they are those of <see cref="FlowEdit.Apply"/> with a
    /// generator of this seed.
    /// </param>
    /// <returns>Edited points, of the same shape.</returns>
    /// <exception cref="ArgumentException">There is no part.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The steps do not fit together.</exception>
    public Tensor Apply(VelocityField source, VelocityField target, IReadOnlyList<VelocityField> parts, Tensor x, int seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(x);
        if (parts.Count == 0)
            throw new ArgumentException("Expected at least one part of the condition.", nameof(parts));
        Edit.Check();
        if (JoinAt <= Edit.SampleSteps || JoinAt >= Edit.EditSteps)
            throw new ArgumentOutOfRangeException(nameof(JoinAt), JoinAt, $"JoinAt must lie between {Edit.SampleSteps + 1} and {Edit.EditSteps - 1}.");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        Generator? later = null;
        Tensor Early(VelocityField field)
        {
            // Each flow draws the same noises, and leaves its generator where the full condition goes on.
            later?.Dispose();
            later = new Generator((ulong)seed, x.device);
            return Edit.Run(source, field, x, x.alias(), Edit.EditSteps, JoinAt, later);
        }

        Tensor[] points = [.. parts.Select(Early)];
        var remaining = JoinAt;
        Tensor joined;
        if (Aggregation == SplitFlowAggregation.Average)
        {
            joined = torch.stack(points).mean([0L]);
        }
        else
        {
            points = Project(points, Early(target));
            joined = torch.stack(points).mean([0L]);
            if (Aggregation == SplitFlowAggregation.ProjectionAndVelocities)
            {
                var time = Edit.Time(remaining--);
                var noise = FlowEdit.Noise(x, later!);
                joined = joined.add(Aggregate([.. parts.Select((part, i) => FlowEdit.Difference(source, part, x, points[i], time, noise))]), alpha: 1.0 / Edit.Steps);
            }
        }

        using (later)
            return Edit.Run(source, target, x, joined, remaining, 0, later!).MoveToOuterDisposeScope();
    }

    /// <summary>Each point's component along the direction of another, position by position.</summary>
    /// <param name="points">Points, [batch, channels, …].</param>
    /// <param name="onto">The direction, of the same shape; where it is zero the projection is, too.</param>
    public static Tensor[] Project(IReadOnlyList<Tensor> points, Tensor onto)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(onto);
        var direction = onto / onto.square().sum(1, keepdim: true).sqrt().clamp(min: 1e-12);
        return [.. points.Select(point => (point * direction).sum(1, keepdim: true) * direction)];
    }

    /// <summary>
    /// Σ w_i·g_i with w = softmax over i of Σ_{j≠i} cos(g_i, g_j), position by position: velocities that agree with the others count for
    /// more.
    /// </summary>
    /// <param name="velocities">g_i, [batch, channels, …].</param>
    public static Tensor Aggregate(IReadOnlyList<Tensor> velocities)
    {
        ArgumentNullException.ThrowIfNull(velocities);
        // [parts, batch, channels, …]
        var all = torch.stack(velocities);
        var unit = all / all.square().sum(2, keepdim: true).sqrt().clamp(min: 1e-12);
        // Σ_j cos(g_i, g_j), less the one with itself.
        var agreement = (unit * unit.sum(0, keepdim: true)).sum(2, keepdim: true) - unit.square().sum(2, keepdim: true);
        return (agreement.softmax(0) * all).sum(0);
    }
}
