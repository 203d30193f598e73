using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>Gated recurrent units (Cho et al., arXiv:1406.1078).</summary>
public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentWeights weights;

    internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional,
        Device? device, ScalarType? dtype) : base(nameof(GRU))
    {
        weights = new(register_parameter, 3, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
    }

    /// <summary>The outputs of all steps and the last state of each layer.</summary>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
    {
        if (Hooked(input, h0, out var hooked)) return hooked;
        weights.Check(input, h0);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter2(weights.Batched(input, h0 ?? weights.Zeros(input), (x, h) => Ops.gru_input(x, h, weights.All,
            weights.HasBias, weights.Layers, weights.Dropout, training, weights.Bidirectional, weights.BatchFirst)));
    }

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <summary>The same for packed sequences.</summary>
    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
    {
        weights.Check(input, h0);
        using var scope = NewDisposeScope();
        var state = RecurrentWeights.Permute(h0 ?? weights.Zeros(input), h0 is null ? null : input.Order);
        var (output, last) = Ops.gru_data(input.data, input.batch_sizes, state, weights.All, weights.HasBias, weights.Layers,
            weights.Dropout, training, weights.Bidirectional);
        return (RecurrentWeights.Repack(output, input).MoveToOuterDisposeScope(),
            RecurrentWeights.Permute(last, input.InverseOrder).MoveToOuterDisposeScope());
    }

    /// <summary>Does nothing: the weights are found wherever they lie.</summary>
    public void flatten_parameters() { }
}
