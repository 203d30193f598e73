using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// Bilinear state transition by 2×2 rotations (arXiv 2505.21749): pair p of the state turns by the angle Σ_k Θ_pk x_k. Rotations commute,
/// so it can count modulo n and cannot follow an automaton whose order of inputs matters; lengths stay.
/// </summary>
public sealed class RotationCell : LinearTransitionCell
{
    private readonly Parameter angles;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">K, channels of x.</param>
    /// <param name="hiddenSize">H, channels of h, even: entries p and p + H/2 are a pair.</param>
    /// <param name="seed">Seed of its angles, evenly from ±π.</param>
    /// <exception cref="ArgumentException">H is odd.</exception>
    public RotationCell(long inputSize, long hiddenSize, int seed)
        : base(nameof(RotationCell), inputSize, hiddenSize, normalise: false)
    {
        if (hiddenSize % 2 != 0)
            throw new ArgumentException($"Rotations take pairs; a state of {hiddenSize} has an odd one.", nameof(hiddenSize));
        using (var generator = new Generator((ulong)seed))
            angles = new Parameter(torch.empty(hiddenSize / 2, inputSize).uniform_(-Math.PI, Math.PI, generator));
        RegisterComponents();
    }

    /// <summary>Θ in radians, [H/2, K].</summary>
    public Parameter Angles => angles;

    /// <inheritdoc/>
    protected override Tensor Transition(Tensor input, Tensor state)
    {
        var turn = Map(input, angles);
        var (cosine, sine) = (turn.cos(), turn.sin());
        var pair = state.chunk(2, 1);
        return torch.cat([(cosine * pair[0]) - (sine * pair[1]), (sine * pair[0]) + (cosine * pair[1])], 1);
    }
}
