using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>What a solver found.</summary>
/// <param name="Final">The points at the last time, [batch, …].</param>
/// <param name="Grid">The times at which the solver stood.</param>
/// <param name="States">The points at every time of the grid when they were recorded, else empty.</param>
/// <param name="Evaluations">How often the velocity field was evaluated (NFE).</param>
public sealed record Solution(Tensor Final, TimeGrid Grid, IReadOnlyList<Tensor> States, long Evaluations)
{
    /// <summary>The recorded points as one tensor, [steps + 1, batch, …].</summary>
    /// <exception cref="InvalidOperationException">The path was not recorded.</exception>
    public Tensor Path => States.Count > 0
        ? torch.stack(States)
        : throw new InvalidOperationException("The path was not recorded; solve with record: true.");
}
