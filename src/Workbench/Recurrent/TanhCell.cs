using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>The plain recurrent unit: h' = tanh(W x + U h + b).</summary>
public sealed class TanhCell : RecurrentCell
{
    private readonly Parameter weight_ih;
    private readonly Parameter weight_hh;
    private readonly Parameter bias;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">Channels of x.</param>
    /// <param name="hiddenSize">Channels of h.</param>
    /// <param name="seed">Seed of its weights.</param>
    public TanhCell(long inputSize, long hiddenSize, int seed)
        : base(nameof(TanhCell), inputSize, hiddenSize)
    {
        weight_ih = new Parameter(empty(hiddenSize, inputSize));
        weight_hh = new Parameter(empty(hiddenSize, hiddenSize));
        bias = new Parameter(empty(hiddenSize));
        RegisterComponents();
        DrawUniform(seed, weight_ih, weight_hh, bias);
    }

    /// <summary>W, [hidden, input].</summary>
    public Parameter InputWeight => weight_ih;

    /// <summary>U, [hidden, hidden].</summary>
    public Parameter StateWeight => weight_hh;

    /// <summary>b, [hidden].</summary>
    public Parameter Bias => bias;

    /// <inheritdoc/>
    protected override Tensor Step(Tensor input, Tensor state) => (Map(input, weight_ih, bias) + Map(state, weight_hh)).tanh();
}
