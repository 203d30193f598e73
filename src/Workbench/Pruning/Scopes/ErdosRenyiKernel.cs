using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// ERK, Erdős–Rényi-kernel: the density of a layer is proportional to the sum of its dimensions over their product,
/// <c>d_l = min(1, ε · (n_out + n_in + k_h + k_w) / (n_out · n_in · k_h · k_w))</c>, with ε such that the whole has the
/// density asked for. Small layers stay dense and vectors whole. Within a layer the highest scores stay.
/// </summary>
public sealed class ErdosRenyiKernel : PruningScope
{
    /// <inheritdoc/>
    public override string Name => "erk";

    /// <inheritdoc/>
    public override string Reference => "Evci et al. 2020, arXiv:1911.11134; Mocanu et al. 2018, arXiv:1707.04780";

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Keep(IReadOnlyList<PruningUnits> units, double rate)
    {
        ArgumentNullException.ThrowIfNull(units);
        var alive = units.Select(one => one.Alive.count_nonzero().item<long>()).ToArray();
        var total = alive.Sum();
        var kept = Allocate(
            [.. units.Select(one => Raw(one.Shape) * one.Scores.numel())], alive, total - (long)Math.Ceiling(rate * (total - 1)));
        return [.. units.Select((one, i) => Best(one, kept[i]))];
    }

    /// <summary>Splits a number of units over layers in proportion to <paramref name="weights"/>, no layer above what it has.</summary>
    /// <param name="weights">What a layer's part is proportional to.</param>
    /// <param name="limits">The most a layer can keep.</param>
    /// <param name="count">How many there are to keep, at most the sum of the limits.</param>
    /// <returns>Whole numbers that sum to <paramref name="count"/>.</returns>
    internal static long[] Allocate(double[] weights, long[] limits, long count)
    {
        var full = new bool[weights.Length];
        var shares = new double[weights.Length];
        while (true)
        {
            var left = count - limits.Where((_, i) => full[i]).Sum();
            var sum = weights.Where((_, i) => !full[i]).Sum();
            for (var i = 0; i < shares.Length; i++) shares[i] = full[i] ? limits[i] : sum > 0 ? weights[i] * left / sum : 0;
            var above = Enumerable.Range(0, shares.Length).Where(i => !full[i] && shares[i] >= limits[i]).ToArray();
            if (above.Length == 0) break;
            foreach (var i in above) full[i] = true;
        }

        // Rounded down; what is missing then goes to the largest remainders.
        var kept = shares.Select(share => (long)Math.Floor(share)).ToArray();
        foreach (var i in Enumerable.Range(0, kept.Length).Where(i => kept[i] < limits[i]).OrderByDescending(i => shares[i] - kept[i]).Take((int)(count - kept.Sum())))
            kept[i]++;
        return kept;
    }

    private static double Raw(IReadOnlyList<long> shape) => shape.Sum() / shape.Aggregate(1.0, (product, size) => product * size);

    private static Tensor Best(PruningUnits units, long count)
    {
        var scores = units.Scores.masked_fill(units.Alive.logical_not(), double.NegativeInfinity).flatten();
        var keep = torch.zeros(scores.shape, dtype: ScalarType.Float32, device: scores.device);
        var (_, best) = scores.topk((int)count, 0);
        return keep.index_fill_(0, best, 1).ne(0).reshape(units.Scores.shape);
    }
}
