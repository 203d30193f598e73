using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>Layer by layer: each tensor loses the same share of its alive units, by a percentile of its own.</summary>
public sealed class LayerScope : PruningScope
{
    /// <inheritdoc/>
    public override string Name => "layer";

    /// <inheritdoc/>
    public override string Reference => "uniform, Han et al. 2015, arXiv:1506.02626";

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Keep(IReadOnlyList<PruningUnits> units, double rate)
    {
        ArgumentNullException.ThrowIfNull(units);
        return [.. units.Select(one =>
        {
            var alive = one.Scores.masked_select(one.Alive);
            return alive.numel() == 0 ? one.Alive : Ties.Above([one], Percentile.Of(alive, 100 * rate))[0];
        })];
    }
}
