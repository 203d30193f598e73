using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>How much each weight is worth: those with the smallest score are pruned first.</summary>
public interface IPruningScore
{
    /// <summary>The name of the method.</summary>
    string Name { get; }

    /// <summary>Where the method is from.</summary>
    string Reference { get; }

    /// <summary>A score for every weight of every masked parameter, of the parameter's shape; the values at pruned weights are not used.</summary>
    IReadOnlyDictionary<string, Tensor> Scores(PruningState state);
}

/// <summary>Scores that look at one weight at a time.</summary>
public abstract class ElementwiseScore : IPruningScore
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Reference { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var noGrad = no_grad();
        return state.Masks.Names.ToDictionary(name => name, name => Score(state.Masks.Weight(name).detach(), state.Start[name]));
    }

    /// <summary>The scores of one parameter.</summary>
    /// <param name="weight">Its values now.</param>
    /// <param name="start">Its values at the start of the training that just ended.</param>
    protected abstract Tensor Score(Tensor weight, Tensor start);
}

/// <summary>Magnitude, <c>|w|</c>.</summary>
public sealed class Magnitude : ElementwiseScore
{
    /// <inheritdoc/>
    public override string Name => "magnitude";

    /// <inheritdoc/>
    public override string Reference => "Han et al. 2015, arXiv:1506.02626";

    /// <inheritdoc/>
    protected override Tensor Score(Tensor weight, Tensor start) => weight.abs();
}

/// <summary>Movement, <c>|w − w₀|</c>: how far training has carried a weight; a small one means a small accumulated gradient.</summary>
public sealed class Movement : ElementwiseScore
{
    /// <inheritdoc/>
    public override string Name => "movement";

    /// <inheritdoc/>
    public override string Reference => "Selective Activation for De-sparsifying Pruned Networks, arXiv:2212.06145";

    /// <inheritdoc/>
    protected override Tensor Score(Tensor weight, Tensor start) => (weight - start).abs();
}
