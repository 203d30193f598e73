using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// Minimal gated unit (Zhou et al. 2016, arXiv 1603.09420) with the one gate both resetting and keeping:
/// f = σ(i_f + U_f h), n = tanh(i_n + f ⊙ U_n h), h' = (1 − f) ⊙ n + f ⊙ h, with i = W x + b. Here f = 1 keeps the state;
/// the original has it the other way round. Rows of the weights are in the order f, n.
/// </summary>
public sealed class MguCell : RecurrentCell
{
    private readonly Parameter weight_ih;
    private readonly Parameter weight_hh;
    private readonly Parameter bias;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">Channels of x.</param>
    /// <param name="hiddenSize">Channels of h.</param>
    /// <param name="seed">Seed of its weights.</param>
    public MguCell(long inputSize, long hiddenSize, int seed)
        : base(nameof(MguCell), inputSize, hiddenSize)
    {
        weight_ih = new Parameter(empty(2 * hiddenSize, inputSize));
        weight_hh = new Parameter(empty(2 * hiddenSize, hiddenSize));
        bias = new Parameter(empty(2 * hiddenSize));
        RegisterComponents();
        DrawUniform(seed, weight_ih, weight_hh, bias);
    }

    /// <summary>W, [2·hidden, input].</summary>
    public Parameter InputWeight => weight_ih;

    /// <summary>U, [2·hidden, hidden].</summary>
    public Parameter StateWeight => weight_hh;

    /// <summary>b, [2·hidden].</summary>
    public Parameter Bias => bias;

    /// <inheritdoc/>
    protected override Tensor Step(Tensor input, Tensor state)
    {
        var i = Map(input, weight_ih, bias).chunk(2, 1);
        var u = Map(state, weight_hh).chunk(2, 1);
        var f = (i[0] + u[0]).sigmoid();
        var n = (i[1] + (f * u[1])).tanh();
        return n + (f * (state - n));
    }
}
