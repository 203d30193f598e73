using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Prunes exact numbers where scores are equal (gradients behind dead ReLUs are all 0): of the units at the threshold as many
/// go as the budget asks for, spread evenly over all of them, so that no layer pays for its place in the network.
/// </summary>
internal static class Ties
{
    /// <summary>What stays when the lowest scores below a percentile go, with ties at it broken.</summary>
    /// <param name="units">Scores and aliveness.</param>
    /// <param name="threshold">Percentile of the alive scores.</param>
    public static IReadOnlyList<Tensor> Above(IReadOnlyList<PruningUnits> units, Percentile threshold)
    {
        var keep = units.Select(one => threshold.AtLeast(one.Scores)).ToArray();
        var below = units.Zip(keep, (one, kept) => kept.logical_not().logical_and(one.Alive).sum().item<long>()).Sum();
        if (below >= threshold.Rank) return keep;
        var tied = units.Select(one => one.Scores.eq(threshold.Lower).logical_and(one.Alive)).ToArray();
        return [.. keep.Zip(Chosen(tied, threshold.Rank - below), (kept, chosen) => kept.logical_and(chosen.logical_not()))];
    }

    /// <summary>Picks some of the places that are true, evenly spread over all of them in order.</summary>
    /// <param name="places">Booleans of any shapes.</param>
    /// <param name="count">How many to pick, at most as many as there are.</param>
    public static IReadOnlyList<Tensor> Chosen(IReadOnlyList<Tensor> places, long count)
    {
        var all = torch.cat([.. places.Select(one => one.flatten())]);
        var where = all.nonzero().flatten();
        var picks = torch.tensor(Enumerable.Range(0, (int)count).Select(i => i * where.numel() / count).ToArray(), device: all.device);
        var chosen = torch.zeros(all.shape, dtype: ScalarType.Float32, device: all.device).index_fill_(0, where.index_select(0, picks), 1).ne(0);
        var pieces = new List<Tensor>();
        long start = 0;
        foreach (var one in places)
        {
            pieces.Add(chosen.narrow(0, start, one.numel()).reshape(one.shape));
            start += one.numel();
        }

        return pieces;
    }
}
