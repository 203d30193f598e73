using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The control of every claim about pairs: the same points with their partners exchanged at random within each batch, so that both
/// marginals stay and the pairing is lost. Labels go with the data points; weights of pairs are dropped.
/// </summary>
public sealed class ShuffledCoupling : Coupling
{
    private readonly Coupling _pairs;

    /// <summary>Shuffles what a coupling draws.</summary>
    /// <param name="pairs">Where the pairs come from.</param>
    public ShuffledCoupling(Coupling pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _pairs = pairs;
    }

    /// <summary>Stored pairs with their partners exchanged once: a fixed wrong coupling, which a network may memorise. Labels go with the data points.</summary>
    /// <param name="pairs">The stored pairs.</param>
    /// <param name="seed">Seed of the exchange.</param>
    public static PairedCoupling Once(PairedCoupling pairs, int seed)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        using var generator = new Generator((ulong)seed);
        using var order = torch.randperm(pairs.Count, generator: generator).to(pairs.X1.device);
        return new PairedCoupling(pairs.X0, pairs.X1.index_select(0, order), pairs.Labels?.index_select(0, order.to(pairs.Labels.device)));
    }

    /// <inheritdoc/>
    public override string? HostWork => _pairs.HostWork;

    /// <inheritdoc/>
    internal override bool OnHost => _pairs.OnHost;

    /// <inheritdoc/>
    public override Pairs Draw(long count, Generator generator) => Shuffled(_pairs.Draw(count, generator), generator);

    /// <inheritdoc/>
    public override Pairs DrawAt(int step, long count, Generator generator) => Shuffled(_pairs.DrawAt(step, count, generator), generator);

    private static Pairs Shuffled(Pairs pairs, Generator generator)
    {
        if (pairs.Interval is not null)
            throw new InvalidOperationException("Pairs that hold on a part of the path only cannot be shuffled: their partners belong to different parts.");
        var own = HostGenerators.Of(generator, pairs.X1.device);
        using var order = torch.randperm(pairs.X1.shape[0], device: own.device, generator: own).to(pairs.X1.device);
        return new Pairs(pairs.X0, pairs.X1.index_select(0, order)) { Labels = pairs.Labels?.index_select(0, order.to(pairs.Labels.device)) };
    }
}
