using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// A lottery ticket: masks found by training and pruning, and the weights from which the network so masked is trained
/// (Frankle &amp; Carbin 2019, arXiv:1803.03635). Its two controls are the same masks on other initial weights, and other masks of
/// the same density on the same weights.
/// </summary>
public sealed class LotteryTicket : IDisposable
{
    private readonly Dictionary<string, Tensor> masks;
    private readonly Dictionary<string, Tensor> weights;

    /// <summary>Copies masks and weights.</summary>
    /// <param name="masks">The masks.</param>
    /// <param name="weights">The weights that training started from; nothing is masked in them yet.</param>
    public LotteryTicket(PruningMasks masks, WeightSnapshot weights)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(weights);
        this.masks = masks.Names.ToDictionary(name => name, name => masks[name].clone().DetachFromDisposeScope());
        this.weights = weights.Names.ToDictionary(name => name, name => weights[name].clone().DetachFromDisposeScope());
    }

    private LotteryTicket(Dictionary<string, Tensor> masks, Dictionary<string, Tensor> weights) => (this.masks, this.weights) = (masks, weights);

    /// <summary>Share of the maskable weights that are alive.</summary>
    public double Density => (double)masks.Values.Sum(mask => mask.count_nonzero().item<long>()) / masks.Values.Sum(mask => mask.numel());

    /// <summary>Writes the ticket's weights into a network and masks them.</summary>
    /// <param name="model">A network with the same names and shapes.</param>
    /// <returns>The masks of that network, for its training; they belong to the caller.</returns>
    /// <exception cref="ArgumentException">The network has other parameters.</exception>
    public PruningMasks Restore(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var tensors = WeightSnapshot.Tensors(model).ToArray();
        // Everything is compared before anything is written.
        foreach (var (name, tensor) in tensors)
        {
            if (!weights.TryGetValue(name, out var value))
                throw new ArgumentException($"The ticket has no '{name}'. It has: {string.Join(", ", weights.Keys)}.", nameof(model));
            if (!value.shape.AsSpan().SequenceEqual(tensor.shape))
                throw new ArgumentException($"'{name}' has the shape [{string.Join(", ", tensor.shape)}]; the ticket's has [{string.Join(", ", value.shape)}].", nameof(model));
        }

        var pruned = Mask(model, apply: false);
        using (torch.no_grad())
        {
            foreach (var (name, tensor) in tensors) tensor.copy_(weights[name]);
        }

        pruned.Apply();
        return pruned;
    }

    /// <summary>Only masks a network, whose own weights stay where they are alive: the control with other initial weights.</summary>
    /// <param name="model">A network with the same names and shapes.</param>
    /// <returns>The masks of that network, for its training; they belong to the caller.</returns>
    /// <exception cref="ArgumentException">The network has other parameters.</exception>
    public PruningMasks Mask(nn.Module model) => Mask(model, apply: true);

    /// <summary>The control with other masks: within each tensor the mask is permuted, so that the density of every layer stays.</summary>
    /// <param name="seed">Seed of the permutations.</param>
    public LotteryTicket Shuffled(int seed)
    {
        using var generator = new Generator((ulong)seed);
        var shuffled = masks.ToDictionary(pair => pair.Key, pair =>
        {
            using var scope = torch.NewDisposeScope();
            var order = torch.randperm(pair.Value.numel(), generator: generator).to(pair.Value.device);
            return pair.Value.flatten().index_select(0, order).reshape(pair.Value.shape).DetachFromDisposeScope();
        });
        return new LotteryTicket(shuffled, weights.ToDictionary(pair => pair.Key, pair => pair.Value.clone().DetachFromDisposeScope()));
    }

    /// <summary>Releases masks and weights.</summary>
    public void Dispose()
    {
        foreach (var tensor in masks.Values.Concat(weights.Values)) tensor.Dispose();
    }

    private PruningMasks Mask(nn.Module model, bool apply)
    {
        ArgumentNullException.ThrowIfNull(model);
        var pruned = new PruningMasks(model, masks.ContainsKey);
        try
        {
            pruned.LoadStateDict(masks);
            if (pruned.Names.Count != masks.Count)
                throw new ArgumentException($"The network has masks for {string.Join(", ", pruned.Names)}; the ticket for {string.Join(", ", masks.Keys)}.", nameof(model));
        }
        catch
        {
            pruned.Dispose();
            throw;
        }

        if (apply) pruned.Apply();
        return pruned;
    }
}
