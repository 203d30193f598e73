using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Recurrent;

/// <summary>Units that the tensor library runs over whole sequences.</summary>
public enum RecurrentUnit
{
    /// <summary>h' = tanh(W x + U h + b), <c>torch.nn.RNN</c>.</summary>
    Tanh,

    /// <summary>Gated recurrent unit, the reset gate after the product, <c>torch.nn.GRU</c>.</summary>
    Gru,

    /// <summary>Long short-term memory without peepholes, <c>torch.nn.LSTM</c>.</summary>
    Lstm,
}

/// <summary>
/// <c>torch.nn.RNN</c>, <c>GRU</c> or <c>LSTM</c> with weights from a seed: the equations of <see cref="TanhCell"/>, <see cref="GruCell"/> and
/// <see cref="LstmCell"/> with a second bias, many times quicker than a loop over a cell.
/// </summary>
/// <remarks>
/// <code>
/// var layer = new FusedLayer(RecurrentUnit.Gru, 2, 42, seed: 0);
/// var outputs = layer.call(x);   // x [batch, positions, 2]; outputs [batch, positions, 42]
/// </code>
/// </remarks>
public sealed class FusedLayer : SequenceLayer
{
    private readonly Func<Tensor, Tensor> run;

    /// <summary>A layer of one unit.</summary>
    /// <param name="unit">Which unit.</param>
    /// <param name="inputSize">Channels of a position of the input.</param>
    /// <param name="hiddenSize">Channels of the state of one direction.</param>
    /// <param name="seed">Seed of the weights and biases, drawn evenly from ±1/√hidden in the order of the parameters.</param>
    /// <param name="bidirectional">Whether a second set of weights reads from the end; outputs are then twice as wide, the forward ones first.</param>
    /// <exception cref="ArgumentOutOfRangeException">An unknown unit, or a width that is not positive.</exception>
    public FusedLayer(RecurrentUnit unit, long inputSize, long hiddenSize, int seed, bool bidirectional = false)
        : base(nameof(FusedLayer), inputSize, bidirectional ? 2 * hiddenSize : hiddenSize)
    {
        nn.Module module;
        switch (unit)
        {
            case RecurrentUnit.Tanh:
                var tanh = nn.RNN(inputSize, hiddenSize, batchFirst: true, bidirectional: bidirectional);
                (module, run) = (tanh, input => tanh.call(input).Item1);
                break;
            case RecurrentUnit.Gru:
                var gru = nn.GRU(inputSize, hiddenSize, batchFirst: true, bidirectional: bidirectional);
                (module, run) = (gru, input => gru.call(input).Item1);
                break;
            case RecurrentUnit.Lstm:
                var lstm = nn.LSTM(inputSize, hiddenSize, batchFirst: true, bidirectional: bidirectional);
                (module, run) = (lstm, input => lstm.call(input).Item1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(unit), unit, "Known units: Tanh, Gru, Lstm.");
        }

        Unit = unit;
        register_module("units", module);
        using var generator = new Generator((ulong)seed);
        using var noGrad = torch.no_grad();
        var bound = 1 / Math.Sqrt(hiddenSize);
        foreach (var parameter in module.parameters())
            parameter.uniform_(-bound, bound, generator);
    }

    /// <summary>Which unit.</summary>
    public RecurrentUnit Unit { get; }

    /// <inheritdoc/>
    protected override Tensor Outputs(Tensor input) => run(input);
}
