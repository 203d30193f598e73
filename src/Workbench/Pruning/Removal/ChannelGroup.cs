using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>Where a channel lies in one tensor: <c>Span</c> consecutive places along a dimension.</summary>
/// <param name="Tensor">Name of the parameter or buffer.</param>
/// <param name="Dimension">0 where the channel is put out (a filter, its bias, its normalisation), 1 where it is read.</param>
/// <param name="Span">Places a channel; height × width behind a flattening, else 1.</param>
public sealed record ChannelSlice(string Tensor, int Dimension, int Span = 1);

/// <summary>
/// Channels that exist only together: those of one layer with what normalises and reads them; in a residual stage, those of
/// all layers that write to the stream. Taking one out means taking its slice out of each of these tensors (Fang et al. 2023,
/// arXiv:2301.12900).
/// </summary>
/// <param name="Name">A name for the group, that of the layer which puts it out.</param>
/// <param name="Slices">Every tensor that has the channels.</param>
public sealed record ChannelGroup(string Name, IReadOnlyList<ChannelSlice> Slices)
{
    /// <summary>How many channels the network has in this group.</summary>
    /// <param name="model">The network.</param>
    /// <exception cref="ArgumentException">A tensor is missing, or the tensors disagree.</exception>
    public long Count(nn.Module model)
    {
        var tensors = WeightSnapshot.Tensors(model).ToDictionary(pair => pair.Name, pair => pair.Tensor);
        var counts = Slices.Select(slice => tensors.TryGetValue(slice.Tensor, out var tensor)
            ? tensor.shape[slice.Dimension] / (double)slice.Span
            : throw new ArgumentException($"The network has no '{slice.Tensor}', which the channels '{Name}' name.", nameof(model))).Distinct().ToArray();
        return counts.Length == 1 && double.IsInteger(counts[0]) ? (long)counts[0]
            : throw new ArgumentException($"The tensors of the channels '{Name}' disagree on their number: {string.Join(", ", counts)}.", nameof(model));
    }
}

/// <summary>What a network is, so that it can be built again: its class and the arguments of its constructor.</summary>
/// <param name="Name">The class.</param>
/// <param name="Arguments">Arguments by name, the seed left out.</param>
/// <param name="Widths">How many channels groups have that lost some, by the name of the group.</param>
public sealed record Architecture(string Name, IReadOnlyDictionary<string, int> Arguments, IReadOnlyDictionary<string, int> Widths)
{
    /// <summary>The same with other numbers of channels.</summary>
    /// <param name="widths">Numbers by the name of the group; groups left out keep theirs.</param>
    public Architecture With(IReadOnlyDictionary<string, int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        var all = new Dictionary<string, int>(Widths);
        foreach (var (name, width) in widths) all[name] = width;
        return this with { Widths = all };
    }
}

/// <summary>A network that names its channels, so that whole channels can be taken out of it.</summary>
public interface IPrunableNetwork
{
    /// <summary>What can be taken out: the groups of channels, from the input on; inputs and outputs of the network are not among them.</summary>
    IReadOnlyList<ChannelGroup> ChannelGroups { get; }

    /// <summary>What it was built as.</summary>
    Architecture Architecture { get; }

    /// <summary>A network of the same kind with other numbers of channels; its weights are to be overwritten.</summary>
    /// <param name="widths">Numbers by the name of the group; groups left out keep theirs.</param>
    nn.Module<Tensor, Tensor> WithWidths(IReadOnlyDictionary<string, int> widths);
}
