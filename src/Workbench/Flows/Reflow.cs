using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Reflow: the pairs (Z_0, Z_1) of a flow's own starts and ends are the coupling on which the next flow is trained
/// (arXiv 2209.03003, algorithm 1).
/// </summary>
public static class Reflow
{
    /// <summary>Draws source points, carries them along a flow, and keeps both ends.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="source">The law of Z_0.</param>
    /// <param name="count">The number of pairs, at least 1.</param>
    /// <param name="solver">The solver; too few steps bake its error into the next flow.</param>
    /// <param name="steps">Equal steps from t = 0 to t = 1.</param>
    /// <param name="seed">Seed of the source points.</param>
    /// <param name="batchSize">How many points are carried at once.</param>
    /// <param name="device">Where the flow is evaluated and the pairs are kept; the CPU by default.</param>
    public static PairedCoupling Pairs(
        VelocityField field, ISampler source, long count, Solver solver, int steps, int seed, long batchSize = 10_000, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(solver);
        Batches.RequirePositive(count, nameof(count));
        Batches.RequirePositive(batchSize, nameof(batchSize));
        using var generator = new Generator((ulong)seed, device ?? torch.CPU);
        using var scope = torch.NewDisposeScope();
        var starts = new List<Tensor>();
        var ends = new List<Tensor>();
        for (var done = 0L; done < count; done += batchSize)
        {
            var z0 = source.Sample(Math.Min(batchSize, count - done), generator);
            starts.Add(z0);
            ends.Add(solver.Solve(field, z0, steps).Final);
        }

        return new PairedCoupling(
            torch.cat(starts).MoveToOuterDisposeScope(), torch.cat(ends).MoveToOuterDisposeScope());
    }
}
