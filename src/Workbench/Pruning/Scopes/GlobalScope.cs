using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>Global: one threshold for all layers, the percentile of the scores of all alive units; what lies below it goes, <c>⌈rate · (alive − 1)⌉</c> units.</summary>
public sealed class GlobalScope : PruningScope
{
    /// <inheritdoc/>
    public override string Name => "global";

    /// <inheritdoc/>
    public override string Reference => "the base step of the code of arXiv:2212.06145";

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Keep(IReadOnlyList<PruningUnits> units, double rate)
    {
        ArgumentNullException.ThrowIfNull(units);
        var alive = torch.cat([.. units.Select(one => one.Scores.masked_select(one.Alive))]);
        return Ties.Above(units, Percentile.Of(alive, 100 * rate));
    }
}
