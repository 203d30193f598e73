using TorchSharp;
using TorchSharp.Modules;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>
/// The seeds of a batched training shared out among the cores: on the CPU one batched network a thread of torch's, each on a core of
/// its own, costs less than one whose products all cores share and wait for.
/// </summary>
/// <remarks>
/// How many groups there are depends on torch's number of threads alone, so that the same number gives the same bits. There is one
/// group where steps are followed by work of the caller, where pairs may be drawn on the host, and where layers draw from the
/// generator that threads share (dropout).
/// </remarks>
internal readonly record struct SeedGroup(int Start, int Count)
{
    public bool IsFirst => Start == 0;

    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> all) => [.. all.Skip(Start).Take(Count)];
}

/// <inheritdoc cref="SeedGroup"/>
internal static class SeedGroups
{
    /// <summary>Trains every group, side by side, and gives the results in the seeds' order.</summary>
    public static IReadOnlyList<BatchedFlow> Run(
        IReadOnlyList<nn.Module<Tensor, Tensor, Tensor>> networks, IReadOnlyList<Coupling> couplings, FlowTraining training,
        Func<SeedGroup, IReadOnlyList<BatchedFlow>> train, IReadOnlyList<double>? rateFactors)
    {
        var groups = rateFactors is not null && rateFactors.Count != networks.Count ? 1 : CountOf(networks, couplings, training);
        if (groups == 1) return train(new SeedGroup(0, networks.Count));
        var parts = Enumerable.Range(0, groups)
            .Select(g => (From: g * networks.Count / groups, To: (g + 1) * networks.Count / groups))
            .Select(part => new SeedGroup(part.From, part.To - part.From));
        return [.. ParallelRuns.Map(parts, train).SelectMany(flows => flows)];
    }

    internal static int CountOf(IReadOnlyList<nn.Module<Tensor, Tensor, Tensor>> networks, IReadOnlyList<Coupling> couplings, FlowTraining training)
        => (training.Device is { } device && device.type != DeviceType.CPU) || training.AfterStep is not null
            || couplings.Any(coupling => coupling.HostWork is not null)
            || networks.Any(network => network.modules().Any(layer => layer is Dropout or Dropout1d or Dropout2d or Dropout3d or AlphaDropout or FeatureAlphaDropout))
            ? 1
            : Math.Max(1, Math.Min(torch.get_num_threads(), networks.Count));
}
