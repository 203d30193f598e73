using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// Bilinear state transition with a tensor of rank R (arXiv 2505.21749): h' = U ((V h) ⊙ (Z x)), that is W_ijk = Σ_r U_ir V_rj Z_rk.
/// </summary>
public sealed class FactorisedBilinearCell : LinearTransitionCell
{
    private readonly Parameter weight_out;
    private readonly Parameter weight_state;
    private readonly Parameter weight_input;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">K, channels of x.</param>
    /// <param name="hiddenSize">H, channels of h.</param>
    /// <param name="rank">R, positive.</param>
    /// <param name="seed">Seed of its weights, each evenly from ±√(3 / columns), so that every factor keeps the variance.</param>
    /// <param name="normalise">Whether h has length 1 after every step.</param>
    public FactorisedBilinearCell(long inputSize, long hiddenSize, long rank, int seed, bool normalise = true)
        : base(nameof(FactorisedBilinearCell), inputSize, hiddenSize, normalise)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rank);
        using var generator = new Generator((ulong)seed);
        Parameter Draw(long rows, long columns)
        {
            var drawn = torch.empty(rows, columns);
            return new Parameter(drawn.uniform_(-Math.Sqrt(3.0 / columns), Math.Sqrt(3.0 / columns), generator));
        }

        (weight_out, weight_state, weight_input) = (Draw(hiddenSize, rank), Draw(rank, hiddenSize), Draw(rank, inputSize));
        RegisterComponents();
    }

    /// <summary>U, [H, R].</summary>
    public Parameter OutputFactor => weight_out;

    /// <summary>V, [R, H].</summary>
    public Parameter StateFactor => weight_state;

    /// <summary>Z, [R, K].</summary>
    public Parameter InputFactor => weight_input;

    /// <inheritdoc/>
    protected override Tensor Transition(Tensor input, Tensor state) => Map(Map(state, weight_state) * Map(input, weight_input), weight_out);
}
