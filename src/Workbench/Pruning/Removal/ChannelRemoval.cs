using TorchSharp;
using Workbench.Papers;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Which channels of a network stay when others are taken out, with every filter, bias, normalisation and reading weight
/// that belongs to them: the result is a smaller network, the one it was made from stays as it is.
/// </summary>
/// <remarks>
/// <code>
/// var removal = ChannelRemoval.Of(model, new Dictionary&lt;string, IReadOnlyList&lt;long&gt;&gt; { ["fc1"] = [3, 17] });
/// var smaller = removal.Apply(model);
/// var itsMasks = removal.Apply(masks, smaller);
/// </code>
/// </remarks>
public sealed class ChannelRemoval
{
    private readonly IReadOnlyList<ChannelGroup> groups;

    private ChannelRemoval(IReadOnlyList<ChannelGroup> groups, IReadOnlyDictionary<string, IReadOnlyList<long>> kept) => (this.groups, Kept) = (groups, kept);

    /// <summary>The channels that stay, in order, by the name of their group; groups that lose none are left out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Kept { get; }

    /// <summary>A removal of channels.</summary>
    /// <param name="model">The network, an <see cref="IPrunableNetwork"/>.</param>
    /// <param name="removed">The channels to take out, by the name of their group.</param>
    /// <exception cref="ArgumentException">The network names no channels; a group is unknown; a channel does not exist; or none would be left of a group.</exception>
    public static ChannelRemoval Of(nn.Module model, IReadOnlyDictionary<string, IReadOnlyList<long>> removed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(removed);
        var groups = Groups(model);
        var kept = new Dictionary<string, IReadOnlyList<long>>();
        foreach (var (name, channels) in removed)
        {
            var group = groups.FirstOrDefault(one => one.Name == name)
                ?? throw new ArgumentException($"There are no channels '{name}'.{Nearest.Hint(name, groups.Select(one => one.Name))}", nameof(removed));
            var count = group.Count(model);
            var gone = channels.ToHashSet();
            if (gone.FirstOrDefault(channel => channel < 0 || channel >= count, -1) is var wrong && (wrong != -1 || gone.Contains(-1)))
                throw new ArgumentException($"'{name}' has the channels 0 to {count - 1}, given {wrong}.", nameof(removed));
            if (gone.Count == count)
                throw new ArgumentException($"All {count} channels of '{name}' were to be taken out; the last one has to stay.", nameof(removed));
            if (gone.Count > 0) kept[name] = [.. Enumerable.Range(0, (int)count).Select(i => (long)i).Where(i => !gone.Contains(i))];
        }

        return new ChannelRemoval(groups, kept);
    }

    /// <summary>Builds the smaller network.</summary>
    /// <param name="model">The network the removal was made for, or one of the same shape; it stays as it is.</param>
    /// <returns>A network on the same device, in the same mode; it belongs to the caller.</returns>
    public nn.Module<Tensor, Tensor> Apply(nn.Module<Tensor, Tensor> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Groups(model);
        var smaller = ((IPrunableNetwork)model).WithWidths(Kept.ToDictionary(pair => pair.Key, pair => pair.Value.Count));
        var tensors = WeightSnapshot.Tensors(model).ToDictionary(pair => pair.Name, pair => pair.Tensor);
        var any = tensors.Values.First();
        smaller.to(any.dtype).to(any.device);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var (name, tensor) in WeightSnapshot.Tensors(smaller))
        {
            tensor.copy_(Sliced(name, tensors[name]));
            if (tensor.is_leaf && tensor.is_floating_point()) tensor.requires_grad_(tensors[name].requires_grad);
        }

        smaller.train(model.training);
        return smaller;
    }

    /// <summary>The same masks for the smaller network.</summary>
    /// <param name="masks">Masks of the network before the removal.</param>
    /// <param name="smaller">The network after it.</param>
    /// <returns>Masks that belong to the caller.</returns>
    public PruningMasks Apply(PruningMasks masks, nn.Module smaller)
    {
        ArgumentNullException.ThrowIfNull(masks);
        using var scope = torch.NewDisposeScope();
        var sliced = masks.Names.ToDictionary(name => name, name => Copy(name, masks[name]));
        var result = new PruningMasks(smaller, sliced.ContainsKey);
        result.LoadStateDict(sliced);
        return result;
    }

    /// <summary>The same values for the network after the removal: what it rewinds to.</summary>
    /// <param name="weights">Values of the network before the removal.</param>
    public WeightSnapshot Apply(WeightSnapshot weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new WeightSnapshot(weights.Names.ToDictionary(name => name, name => Copy(name, weights[name]).DetachFromDisposeScope()));
    }

    internal static IReadOnlyList<ChannelGroup> Groups(nn.Module model) => (model as IPrunableNetwork ?? throw new ArgumentException(
        $"{model.GetType().Name} does not name its channels; implement {nameof(IPrunableNetwork)}.", nameof(model))).ChannelGroups;

    private Tensor Copy(string name, Tensor tensor)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return Sliced(name, tensor).clone().MoveToOuterDisposeScope();
    }

    private Tensor Sliced(string name, Tensor tensor)
    {
        tensor = tensor.detach();
        foreach (var group in groups.Where(group => Kept.ContainsKey(group.Name)))
        {
            foreach (var slice in group.Slices.Where(slice => slice.Tensor == name))
            {
                var places = Kept[group.Name].SelectMany(channel => Enumerable.Range(0, slice.Span).Select(i => (channel * slice.Span) + i)).ToArray();
                tensor = tensor.index_select(slice.Dimension, torch.tensor(places, device: tensor.device));
            }
        }

        return tensor;
    }
}
