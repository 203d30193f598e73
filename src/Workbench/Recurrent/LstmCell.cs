using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// Long short-term memory: i, f, o = σ(W x + U h + b), g = tanh(…), c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c'). With peepholes (Graves 2013,
/// arXiv 1308.0850; Chung et al. 2014) i and f also see V ⊙ c and o sees V ⊙ c', V diagonal. Rows of the weights are in the order i, f, g, o, as PyTorch's.
/// The state is h and c, one after the other: [batch, 2·hidden, …].
/// </summary>
public sealed class LstmCell : RecurrentCell
{
    private readonly Parameter weight_ih;
    private readonly Parameter weight_hh;
    private readonly Parameter bias;
    private readonly Parameter? peephole;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">Channels of x.</param>
    /// <param name="hiddenSize">Channels of h.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <param name="peepholes">Whether the gates see the memory.</param>
    public LstmCell(long inputSize, long hiddenSize, int seed, bool peepholes = false)
        : base(nameof(LstmCell), inputSize, hiddenSize)
    {
        weight_ih = new Parameter(empty(4 * hiddenSize, inputSize));
        weight_hh = new Parameter(empty(4 * hiddenSize, hiddenSize));
        bias = new Parameter(empty(4 * hiddenSize));
        if (peepholes)
            peephole = new Parameter(empty(3, hiddenSize));
        RegisterComponents();
        DrawUniform(seed, peephole is null ? [weight_ih, weight_hh, bias] : [weight_ih, weight_hh, bias, peephole]);
    }

    /// <summary>h and c.</summary>
    public override long StateSize => 2 * HiddenSize;

    /// <summary>W, [4·hidden, input].</summary>
    public Parameter InputWeight => weight_ih;

    /// <summary>U, [4·hidden, hidden].</summary>
    public Parameter StateWeight => weight_hh;

    /// <summary>b, [4·hidden].</summary>
    public Parameter Bias => bias;

    /// <summary>V of i, f and o, [3, hidden]; null without peepholes.</summary>
    public Parameter? Peephole => peephole;

    /// <summary>h.</summary>
    /// <param name="state">[batch, 2·hidden, …].</param>
    public override Tensor Output(Tensor state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.narrow(1, 0, HiddenSize);
    }

    /// <inheritdoc/>
    protected override Tensor Step(Tensor input, Tensor state)
    {
        var (h, c) = (Output(state), state.narrow(1, HiddenSize, HiddenSize));
        var a = (Map(input, weight_ih, bias) + Map(h, weight_hh)).chunk(4, 1);
        Tensor Seen(int gate, Tensor memory) => peephole is null ? a[gate] : a[gate] + (PerChannel(peephole[Math.Min(gate, 2)], memory) * memory);

        var next = (Seen(1, c).sigmoid() * c) + (Seen(0, c).sigmoid() * a[2].tanh());
        return cat([Seen(3, next).sigmoid() * next.tanh(), next], 1);
    }
}
