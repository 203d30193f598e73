using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>Which channels of a network are worth least, judged over all layers that put them out together.</summary>
public static class ChannelPruning
{
    /// <summary>
    /// Chooses a share of the channels. A channel's score is the mean score of the weights that put it out (its filters, in
    /// a residual stage those of all layers that write to it); the scope compares channels as it does weights. The best
    /// channel of a group always stays.
    /// </summary>
    /// <param name="state">The network, an <see cref="IPrunableNetwork"/>, and its masks.</param>
    /// <param name="score">What a weight is worth.</param>
    /// <param name="rate">Share of the channels, in [0, 1).</param>
    /// <param name="scope">Over what channels are compared; one threshold for all by default.</param>
    /// <returns>A removal to be applied to the network, its masks and what it rewinds to.</returns>
    /// <exception cref="ArgumentException">The network names no channels, or none of the weights that put them out is masked.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    public static ChannelRemoval Choose(PruningState state, IPruningScore score, double rate, PruningScope? scope = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(score);
        GlobalPruning.CheckRate(rate, nameof(rate));
        var groups = ChannelRemoval.Groups(state.Model);

        using var noGrad = torch.no_grad();
        using var tensors = torch.NewDisposeScope();
        var scores = CheckedScores.Of(state, score);
        var units = groups.Select(group => Units(group, state.Masks, scores)).ToList();
        var keep = (scope ?? PruningScope.Global).Keep(units, rate);
        var removed = new Dictionary<string, IReadOnlyList<long>>();
        foreach (var (one, kept) in units.Zip(keep))
        {
            var best = one.Scores.argmax(0).item<long>();
            var flags = kept.data<bool>().ToArray();
            removed[one.Name] = [.. Enumerable.Range(0, flags.Length).Where(i => !flags[i] && i != best).Select(i => (long)i)];
        }

        return ChannelRemoval.Of(state.Model, removed);
    }

    /// <summary>
    /// The channels whose removal cannot change the network's output: those that are 0 whatever the input (every filter,
    /// bias, and normalisation's scale and shift is 0), and those that nothing reads. Of a group that is all such, one stays.
    /// </summary>
    /// <param name="model">The network, an <see cref="IPrunableNetwork"/>; pruned weights are 0.</param>
    /// <exception cref="ArgumentException">The network names no channels.</exception>
    public static ChannelRemoval Idle(nn.Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.detach());
        var removed = new Dictionary<string, IReadOnlyList<long>>();
        foreach (var group in ChannelRemoval.Groups(model))
        {
            var count = group.Count(model);
            bool[] AllZero(int dimension) => group.Slices.Where(slice => slice.Dimension == dimension && parameters.ContainsKey(slice.Tensor))
                .Select(slice => parameters[slice.Tensor].transpose(0, slice.Dimension).reshape(count, -1).eq(0).all(1))
                .Aggregate((a, b) => a.logical_and(b)).data<bool>().ToArray();
            var (silent, unread) = (AllZero(0), AllZero(1));
            List<long> idle = [.. Enumerable.Range(0, (int)count).Where(i => silent[i] || unread[i]).Select(i => (long)i)];
            if (idle.Count == count) idle.RemoveAt(0);
            removed[group.Name] = idle;
        }

        return ChannelRemoval.Of(model, removed);
    }

    private static PruningUnits Units(ChannelGroup group, PruningMasks masks, IReadOnlyDictionary<string, Tensor> scores)
    {
        var filters = group.Slices.Where(slice => slice.Dimension == 0 && scores.ContainsKey(slice.Tensor) && masks[slice.Tensor].dim() >= 2).Select(slice => slice.Tensor).ToArray();
        if (filters.Length == 0)
            throw new ArgumentException($"None of the weights that put out the channels '{group.Name}' is masked.", nameof(masks));
        var values = torch.cat([.. filters.Select(name => scores[name].masked_fill(masks[name].eq(0), 0).flatten(1))], 1);
        var alive = torch.cat([.. filters.Select(name => masks[name].ne(0).flatten(1))], 1);
        return new PruningUnits(group.Name, masks[filters[0]].shape, values.mean([1]), alive.any(1));
    }
}
