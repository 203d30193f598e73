using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>One seed of a batched training of flows.</summary>
/// <param name="seed">Its seed.</param>
/// <param name="flow">Its flow, as it is after the last step.</param>
/// <param name="diverged">What its training alone would have thrown, or null.</param>
public sealed class BatchedFlow(int seed, RectifiedFlow flow, DivergedException? diverged)
{
    /// <summary>The seed of its pairs and times.</summary>
    public int Seed { get; } = seed;

    /// <summary>What its training alone would have thrown; null where its losses stayed finite.</summary>
    public DivergedException? Diverged { get; } = diverged;

    /// <summary>The trained flow.</summary>
    /// <exception cref="DivergedException">The training diverged.</exception>
    public RectifiedFlow Flow => Diverged is null ? flow : throw Diverged;
}

public sealed partial class RectifiedFlow
{
    /// <summary>Trains the flows of several seeds from one coupling at once; see the overload with a coupling a seed.</summary>
    /// <param name="networks">The networks, one a seed.</param>
    /// <param name="coupling">The joint law of source and data.</param>
    /// <param name="training">The parts of the method; its own seed is not read.</param>
    /// <param name="seeds">The seeds of pairs and times.</param>
    public static IReadOnlyList<BatchedFlow> TrainBatched(
        IReadOnlyList<nn.Module<Tensor, Tensor, Tensor>> networks, Coupling coupling, FlowTraining training, IReadOnlyList<int> seeds)
        => TrainBatched(networks, [.. Enumerable.Repeat(coupling, networks?.Count ?? 0)], training, seeds);

    /// <summary>
    /// Trains the flows of several seeds at once, as one <see cref="BatchedModule"/>. Every seed draws its pairs and times
    /// from a generator of its own, as <see cref="Train"/> does, so that flow k is the one that
    /// <c>Train(networks[k], couplings[k], training with { Seed = seeds[k] })</c> gives up to rounding: matrix products of
    /// several networks may sum in another order. A seed that diverges does not touch the others.
    /// </summary>
    /// <remarks>
    /// <code>
    /// var flows = RectifiedFlow.TrainBatched([.. seeds.Select(seed => new VelocityMlp(2, seed))], coupling, training, seeds);
    /// </code>
    /// <see cref="LoopOptions.AfterStep"/> runs once a step, and the networks hold their trained weights only at the end. On the CPU
    /// the seeds are shared out among torch's threads (<see cref="SeedGroups"/>).
    /// </remarks>
    /// <param name="networks">The networks, of one architecture, one a seed; changed in place.</param>
    /// <param name="couplings">The joint law of source and data of each seed; all give points of one shape.</param>
    /// <param name="training">The parts of the method; its own seed is not read.</param>
    /// <param name="seeds">The seeds of pairs and times.</param>
    /// <param name="rateFactors">What the learning rate of each seed is multiplied with; null for 1.</param>
    /// <exception cref="ArgumentException">There is no network, or not one coupling and seed for each, or they differ in architecture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or no pair to a step.</exception>
    /// <exception cref="NotSupportedException">A layer has no batch rule.</exception>
    public static IReadOnlyList<BatchedFlow> TrainBatched(
        IReadOnlyList<nn.Module<Tensor, Tensor, Tensor>> networks, IReadOnlyList<Coupling> couplings, FlowTraining training,
        IReadOnlyList<int> seeds, IReadOnlyList<double>? rateFactors = null)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(couplings);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training.BatchSize);
        if (couplings.Count != networks.Count || seeds.Count != networks.Count)
            throw new ArgumentException($"Expected a coupling and a seed for each of {networks.Count} networks; got {couplings.Count} and {seeds.Count}.", nameof(networks));

        return SeedGroups.Run(networks, couplings, training, group => TrainTogether(
            group.Of(networks), group.Of(couplings), group.IsFirst ? training : training with { Progress = null }, group.Of(seeds),
            rateFactors is null ? null : group.Of(rateFactors)), rateFactors);
    }

    private static IReadOnlyList<BatchedFlow> TrainTogether(
        IReadOnlyList<nn.Module<Tensor, Tensor, Tensor>> networks, IReadOnlyList<Coupling> couplings, FlowTraining training,
        IReadOnlyList<int> seeds, IReadOnlyList<double>? rateFactors)
    {
        var device = training.Device ?? torch.CPU;
        foreach (var network in networks) network.to(device).train();
        var generators = seeds.Select(seed => new Generator((ulong)seed, device)).ToList();
        try
        {
            using var batched = BatchedModule.Of(networks);
            var outcomes = BatchedLoop.Run(
                batched, training.Steps, step => Losses(step, batched, couplings, training, generators, device), training, rateFactors,
                Recordable(networks, couplings, generators));
            batched.Unstack();
            foreach (var network in networks) network.eval();
            return [.. outcomes.Select((outcome, k) => new BatchedFlow(
                seeds[k], new RectifiedFlow(networks[k], training.Objective, outcome.Curve), outcome.Diverged))];
        }
        finally
        {
            foreach (var generator in generators) generator.Dispose();
        }
    }

    private static RecordableStep Recordable(
        IReadOnlyList<nn.Module<Tensor, Tensor, Tensor>> networks, IReadOnlyList<Coupling> couplings, IReadOnlyList<Generator> generators) => new()
        {
            Generators = generators,
            Refusal = couplings.Select(coupling => coupling.HostWork).FirstOrDefault(work => work is not null)
            ?? OnHost(couplings, generators)
            ?? (networks[0].buffers().Any() ? "the running statistics of batched networks are not followed" : null),
        };

    // Draws seed by seed, in the order in which a single training draws; everything after that is done for all at once.
    private static Tensor Losses(
        int step, BatchedModule batched, IReadOnlyList<Coupling> couplings, FlowTraining training, IReadOnlyList<Generator> generators, Device device)
    {
        var (source, data, times) = (new Tensor[batched.Count], new Tensor[batched.Count], new Tensor[batched.Count]);
        var weights = new List<Tensor>();
        var ends = new List<Tensor>();
        for (var k = 0; k < batched.Count; k++)
        {
            var pairs = couplings[k].DrawAt(step, training.BatchSize, generators[k]).To(device, training.PinnedTransfers);
            (source[k], data[k]) = (pairs.X0, pairs.X1);
            times[k] = training.Objective.TimesOf(pairs, generators[k]);
            // Ones stand for no weights; multiplying by them changes no bit.
            weights.Add(pairs.Weights ?? torch.ones_like(times[k]));
            if (pairs.Interval is { } interval)
                ends.Add(interval.select(1, 1));
        }

        if (ends.Count != 0 && ends.Count != batched.Count)
            throw new ArgumentException("Either all couplings give intervals with their pairs or none does.", nameof(couplings));
        var sample = training.Objective.Interpolant.Sample(torch.cat(source), torch.cat(data), torch.cat(times)) with
        {
            End = ends.Count == 0 ? null : torch.cat(ends),
        };
        Tensor Apart(Tensor x) => x.reshape([batched.Count, x.shape[0] / batched.Count, .. x.shape[1..]]);
        var output = batched.call(Apart(sample.Xt), Apart(sample.T)).flatten(0, 1);
        return Apart(training.Objective.PerSample(output, sample, torch.cat(weights))).mean([1]);
    }
}
