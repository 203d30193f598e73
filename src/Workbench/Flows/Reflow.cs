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

    /// <summary>
    /// Reflow given conditions (arXiv 2309.06380, section 3.2): every source point is carried along the flow of its label, and the label is
    /// kept with the pair.
    /// </summary>
    /// <param name="field">The conditional flow.</param>
    /// <param name="source">The law of Z_0.</param>
    /// <param name="labels">The labels or conditions, [count] or [count, …], one pair for each.</param>
    /// <param name="solver">The solver; too few steps bake its error into the next flow.</param>
    /// <param name="steps">Equal steps from t = 0 to t = 1.</param>
    /// <param name="seed">Seed of the source points.</param>
    /// <param name="guidance">The scale α of classifier-free guidance; 1 is none.</param>
    /// <param name="batchSize">How many points are carried at once.</param>
    /// <param name="device">Where the flow is evaluated and the pairs are kept; the CPU by default.</param>
    /// <exception cref="ArgumentException">There is no label.</exception>
    public static PairedCoupling Pairs(
        ConditionalField field, ISampler source, Tensor labels, Solver solver, int steps, int seed, double guidance = 1, long batchSize = 10_000,
        Device? device = null)
    {
        RequireLabelled(field, source, labels, solver, batchSize);
        using var generator = new Generator((ulong)seed, device ?? torch.CPU);
        using var scope = torch.NewDisposeScope();
        var kept = labels.to(device ?? torch.CPU);
        var batches = Carry(field, source, kept, solver, steps, generator, guidance, batchSize).ToList();
        return new PairedCoupling(
            torch.cat(batches.ConvertAll(pairs => pairs.X0)).MoveToOuterDisposeScope(),
            torch.cat(batches.ConvertAll(pairs => pairs.X1)).MoveToOuterDisposeScope(),
            kept.alias().MoveToOuterDisposeScope());
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

    /// <summary>Reflow given conditions, written to files batch by batch, each pair with its label.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="field">The conditional flow.</param>
    /// <param name="source">The law of Z_0.</param>
    /// <param name="labels">The labels or conditions, [count] or [count, …], one pair for each.</param>
    /// <param name="solver">The solver.</param>
    /// <param name="steps">Equal steps from t = 0 to t = 1.</param>
    /// <param name="seed">Seed of the source points.</param>
    /// <param name="guidance">The scale α of classifier-free guidance; 1 is none.</param>
    /// <param name="batchSize">How many points are carried at once.</param>
    /// <param name="device">Where the flow is evaluated; the CPU by default.</param>
    /// <exception cref="ArgumentException">There is no label.</exception>
    public static StreamedCoupling PairsToFiles(
        string folder, ConditionalField field, ISampler source, Tensor labels, Solver solver, int steps, int seed, double guidance = 1,
        long batchSize = 10_000, Device? device = null)
    {
        RequireLabelled(field, source, labels, solver, batchSize);
        using var generator = new Generator((ulong)seed, device ?? torch.CPU);
        PairFiles.Write(folder, Carry(field, source, labels.to(device ?? torch.CPU), solver, steps, generator, guidance, batchSize));
        return PairFiles.Open(folder);
    }

    private static void RequireLabelled(ConditionalField field, ISampler source, Tensor labels, Solver solver, long batchSize)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(solver);
        Batches.RequirePositive(batchSize, nameof(batchSize));
        if (labels.dim() == 0 || labels.shape[0] == 0)
            throw new ArgumentException($"Expected labels [count] or [count, …], at least one; got {Batches.Shape(labels)}.", nameof(labels));
    }

    private static IEnumerable<Pairs> Carry(
        ConditionalField field, ISampler source, Tensor labels, Solver solver, int steps, Generator generator, double guidance, long batchSize)
    {
        for (var done = 0L; done < labels.shape[0]; done += batchSize)
        {
            var z0 = source.Sample(Math.Min(batchSize, labels.shape[0] - done), generator);
            var given = labels.narrow(0, done, z0.shape[0]);
            yield return new Pairs(z0, solver.Solve(field.Guided(given, guidance), z0, steps).Final) { Labels = given };
        }
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
