using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Pruning;

/// <summary>
/// Random: independent uniform draws, the control every other score is to beat. The same seed gives the same draws each
/// time, so that pruning in several cycles stays uniform over all weights.
/// </summary>
/// <param name="seed">Seed of the draws.</param>
public sealed class RandomScore(int seed = 0) : IPruningScore
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public string Reference => "the usual control";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Scores(PruningState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var generator = new Generator((ulong)seed);
        // Drawn on the CPU, so that they do not depend on the device.
        return state.Masks.Names.ToDictionary(
            name => name, name => torch.rand(state.Masks[name].shape, generator: generator).to(state.Masks.Weight(name).dtype, state.Masks[name].device));
    }
}
