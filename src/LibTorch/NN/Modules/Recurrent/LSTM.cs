using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber, 1997).</summary>
public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly RecurrentWeights weights;

    internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional,
        Device? device, ScalarType? dtype) : base(nameof(LSTM))
    {
        weights = new(register_parameter, 4, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
    }

    /// <summary>The outputs of all steps, the last state and the last cell of each layer.</summary>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
    {
        if (Hooked(input, h0_c0, out var hooked)) return hooked;
        weights.Check(input, h0_c0?.Item1, h0_c0?.Item2);
        using var scope = NewDisposeScope();
        var (h0, c0) = h0_c0 ?? (weights.Zeros(input), weights.Zeros(input));
        var flat = input.ndim == 2;
        var dim = weights.BatchFirst ? 0 : 1;
        if (flat) (input, h0, c0) = (input.unsqueeze(dim), h0.unsqueeze(1), c0.unsqueeze(1));
        var (output, h, c) = Ops.lstm_input(input, [h0, c0], weights.All, weights.HasBias, weights.Layers, weights.Dropout, training,
            weights.Bidirectional, weights.BatchFirst);
        return flat ? scope.MoveToOuter(output.squeeze(dim), h.squeeze(1), c.squeeze(1)) : scope.MoveToOuter(output, h, c);
    }

    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    /// <summary>The same for packed sequences.</summary>
    public (PackedSequence, Tensor, Tensor) call(PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
    {
        weights.Check(input, h0_c0?.Item1, h0_c0?.Item2);
        using var scope = NewDisposeScope();
        var (h0, c0) = h0_c0 ?? (weights.Zeros(input), weights.Zeros(input));
        var order = h0_c0 is null ? null : input.Order;
        var (output, h, c) = Ops.lstm_data(input.data, input.batch_sizes,
            [RecurrentWeights.Permute(h0, order), RecurrentWeights.Permute(c0, order)], weights.All, weights.HasBias, weights.Layers,
            weights.Dropout, training, weights.Bidirectional);
        return (RecurrentWeights.Repack(output, input).MoveToOuterDisposeScope(),
            RecurrentWeights.Permute(h, input.InverseOrder).MoveToOuterDisposeScope(),
            RecurrentWeights.Permute(c, input.InverseOrder).MoveToOuterDisposeScope());
    }

    /// <summary>Does nothing: the weights are found wherever they lie.</summary>
    public void flatten_parameters() { }
}
