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
        var batches = Carry(field, source, count, solver, steps, generator, batchSize).ToList();
        return new PairedCoupling(
            torch.cat(batches.ConvertAll(pairs => pairs.X0)).MoveToOuterDisposeScope(),
            torch.cat(batches.ConvertAll(pairs => pairs.X1)).MoveToOuterDisposeScope());
    }

    /// <summary>The same, written to files batch by batch (<see cref="PairFiles"/>), for more pairs than memory holds.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="field">The flow.</param>
    /// <param name="source">The law of Z_0.</param>
    /// <param name="count">The number of pairs, at least 1.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="steps">Equal steps from t = 0 to t = 1.</param>
    /// <param name="seed">Seed of the source points.</param>
    /// <param name="batchSize">How many points are carried at once.</param>
    /// <param name="device">Where the flow is evaluated; the CPU by default.</param>
    public static StreamedCoupling PairsToFiles(
        string folder, VelocityField field, ISampler source, long count, Solver solver, int steps, int seed, long batchSize = 10_000, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(solver);
        Batches.RequirePositive(count, nameof(count));
        Batches.RequirePositive(batchSize, nameof(batchSize));
        using var generator = new Generator((ulong)seed, device ?? torch.CPU);
        PairFiles.Write(folder, Carry(field, source, count, solver, steps, generator, batchSize));
        return PairFiles.Open(folder);
    }

    private static IEnumerable<Pairs> Carry(
        VelocityField field, ISampler source, long count, Solver solver, int steps, Generator generator, long batchSize)
    {
        for (var done = 0L; done < count; done += batchSize)
        {
            var z0 = source.Sample(Math.Min(batchSize, count - done), generator);
            yield return new Pairs(z0, solver.Solve(field, z0, steps).Final);
        }
    }
}
