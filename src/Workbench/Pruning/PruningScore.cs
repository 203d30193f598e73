using TorchSharp;
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

/// <summary>Takes the scores of a method after checking them.</summary>
internal static class CheckedScores
{
    /// <exception cref="ArgumentException">A parameter has no scores, or scores of another shape.</exception>
    /// <exception cref="InvalidOperationException">The score of an alive weight is NaN.</exception>
    public static IReadOnlyDictionary<string, Tensor> Of(PruningState state, IPruningScore score)
    {
        var scores = score.Scores(state);
        foreach (var name in state.Masks.Names)
        {
            var mask = state.Masks[name];
            if (!scores.TryGetValue(name, out var values))
                throw new ArgumentException($"The score '{score.Name}' has no values for '{name}'.", nameof(score));
            if (!values.shape.AsSpan().SequenceEqual(mask.shape))
            {
                throw new ArgumentException(
                    $"The score '{score.Name}' of '{name}' must have the shape [{string.Join(", ", mask.shape)}], given [{string.Join(", ", values.shape)}].", nameof(score));
            }

            // A NaN compares with nothing, so it would shift every threshold without a word.
            if (values.isnan().logical_and(mask.ne(0)).any().item<bool>())
                throw new InvalidOperationException($"The score '{score.Name}' of '{name}' is NaN at alive weights; nothing was pruned.");
        }

        return scores;
    }
}
