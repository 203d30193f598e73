using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// State transition by a positive diagonal, h' = exp(D x) ⊙ h, the kind that gated linear recurrences such as Mamba have. No entry ever
/// changes its sign, so it cannot do parity (arXiv 2505.21749).
/// </summary>
public sealed class PositiveDiagonalCell : LinearTransitionCell
{
    private readonly Parameter weight;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">K, channels of x.</param>
    /// <param name="hiddenSize">H, channels of h.</param>
    /// <param name="seed">Seed of its weights, evenly from ±1/√H.</param>
    /// <param name="normalise">Whether h has length 1 after every step.</param>
    public PositiveDiagonalCell(long inputSize, long hiddenSize, int seed, bool normalise = true)
        : base(nameof(PositiveDiagonalCell), inputSize, hiddenSize, normalise)
    {
        weight = new Parameter(empty(hiddenSize, inputSize));
        RegisterComponents();
        DrawUniform(seed, weight);
    }

    /// <summary>D, [H, K].</summary>
    public Parameter Weight => weight;

    /// <inheritdoc/>
    protected override Tensor Transition(Tensor input, Tensor state) => Map(input, weight).exp() * state;
}
