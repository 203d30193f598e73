using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>
/// Independently recurrent unit (Li et al. 2018, arXiv 1803.04831): h' = ReLU(W x + b + u ⊙ h), with one recurrent weight a channel,
/// drawn from N(0, (1 / 2C)²) for C channels. With u = 0 it has no memory.
/// </summary>
public sealed class IndRnnCell : RecurrentCell
{
    private readonly Parameter weight_ih;
    private readonly Parameter weight_hh;
    private readonly Parameter bias;

    /// <summary>A cell with its own seed.</summary>
    /// <param name="inputSize">Channels of x.</param>
    /// <param name="hiddenSize">Channels of h.</param>
    /// <param name="seed">Seed of its weights.</param>
    public IndRnnCell(long inputSize, long hiddenSize, int seed)
        : base(nameof(IndRnnCell), inputSize, hiddenSize)
    {
        weight_ih = new Parameter(empty(hiddenSize, inputSize));
        bias = new Parameter(empty(hiddenSize));
        using (var generator = new Generator((ulong)seed + 1))
            weight_hh = new Parameter(randn([hiddenSize], generator: generator) / (2.0 * hiddenSize));
        RegisterComponents();
        DrawUniform(seed, weight_ih, bias);
    }

    /// <summary>W, [hidden, input].</summary>
    public Parameter InputWeight => weight_ih;

    /// <summary>u, [hidden].</summary>
    public Parameter StateWeight => weight_hh;

    /// <summary>b, [hidden].</summary>
    public Parameter Bias => bias;

    /// <inheritdoc/>
    protected override Tensor Step(Tensor input, Tensor state) => (Map(input, weight_ih, bias) + (PerChannel(weight_hh, state) * state)).relu();
}
