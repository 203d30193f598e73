using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>What a scope compares: the units (weights, filters, channels) of one tensor or group.</summary>
/// <param name="Name">The parameter or group.</param>
/// <param name="Shape">Shape of its weight tensor, <c>[out, in, …]</c>.</param>
/// <param name="Scores">One score a unit, any shape.</param>
/// <param name="Alive">Booleans of that shape: which units are alive.</param>
public sealed record PruningUnits(string Name, IReadOnlyList<long> Shape, Tensor Scores, Tensor Alive);

/// <summary>Over what scores are compared, and so how sparsity is spread over the layers.</summary>
public abstract class PruningScope
{
    /// <summary>One threshold for all layers.</summary>
    public static PruningScope Global { get; } = new GlobalScope();

    /// <summary>One instance of every scope.</summary>
    public static IReadOnlyList<PruningScope> All { get; } = [Global, new LayerScope(), new ErdosRenyiKernel()];

    /// <summary>The name of the scope.</summary>
    public abstract string Name { get; }

    /// <summary>Where it is from.</summary>
    public abstract string Reference { get; }

    /// <summary>The scope of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No scope has the name; the message gives the nearest one.</exception>
    public static PruningScope ByName(string name) => PruningNames.Find(All, scope => scope.Name, name, "pruning scope");

    /// <summary>Prunes a share of the units that are alive; those with the lowest scores go.</summary>
    /// <param name="state">The network and its masks.</param>
    /// <param name="score">What a weight is worth.</param>
    /// <param name="rate">Share of the alive units, in [0, 1).</param>
    /// <param name="structure">What a unit is; a weight by default.</param>
    /// <returns>How many weights were pruned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside [0, 1).</exception>
    /// <exception cref="InvalidOperationException">No weight is alive, or a score is NaN; nothing was pruned.</exception>
    public long Prune(PruningState state, IPruningScore score, double rate, PruningStructure? structure = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(score);
        GlobalPruning.CheckRate(rate, nameof(rate));
        structure ??= PruningStructure.Unstructured;
        var masks = state.Masks;
        if (masks.Alive == 0) throw new InvalidOperationException("There is no alive weight left to prune.");

        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var scores = CheckedScores.Of(state, score);
        var units = masks.Names.Where(name => structure.Covers((int)masks[name].dim())).Select(name =>
        {
            var mask = masks[name];
            return new PruningUnits(
                name, mask.shape, structure.Units(scores[name].masked_fill(mask.eq(0), 0)), structure.Units(mask).ne(0));
        }).ToList();
        if (units.Count == 0)
            throw new ArgumentException($"No masked parameter has '{structure.Name}': {string.Join(", ", masks.Names)}.", nameof(structure));
        var keep = Keep(units, rate);
        return units.Zip(keep).Sum(pair => masks.Keep(pair.First.Name, pair.Second.expand(masks[pair.First.Name].shape)));
    }

    /// <summary>Which units stay, as booleans of the shape of each tensor's scores, in order.</summary>
    /// <param name="units">The units of all tensors; at least one is alive.</param>
    /// <param name="rate">Share of the alive units that goes, in [0, 1).</param>
    public abstract IReadOnlyList<Tensor> Keep(IReadOnlyList<PruningUnits> units, double rate);
}
