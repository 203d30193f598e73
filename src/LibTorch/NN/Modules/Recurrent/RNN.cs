using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils.rnn;

namespace TorchSharp.Modules;

/// <summary>The plain recurrent network: h' = tanh(W x + b + U h + c), or with ReLU.</summary>
public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly RecurrentWeights weights;
    private readonly bool rectified;

    internal RNN(long inputSize, long hiddenSize, long numLayers, NonLinearities nonLinearity, bool bias, bool batchFirst,
        double dropout, bool bidirectional, Device? device, ScalarType? dtype) : base(nameof(RNN))
    {
        rectified = nonLinearity == NonLinearities.ReLU;
        weights = new(register_parameter, 1, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
    }

    /// <summary>The outputs of all steps and the last state of each layer.</summary>
    public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
    {
        if (Hooked(input, h0, out var hooked)) return hooked;
        weights.Check(input, h0);
        using var scope = NewDisposeScope();
        return scope.MoveToOuter2(weights.Batched(input, h0 ?? weights.Zeros(input), (x, h) => rectified
            ? Ops.rnn_relu_input(x, h, weights.All, weights.HasBias, weights.Layers, weights.Dropout, training,
                weights.Bidirectional, weights.BatchFirst)
            : Ops.rnn_tanh_input(x, h, weights.All, weights.HasBias, weights.Layers, weights.Dropout, training,
                weights.Bidirectional, weights.BatchFirst)));
    }

    public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

    /// <summary>The same for packed sequences.</summary>
    public (PackedSequence, Tensor) call(PackedSequence input, Tensor? h0 = null)
    {
        weights.Check(input, h0);
        using var scope = NewDisposeScope();
        var state = RecurrentWeights.Permute(h0 ?? weights.Zeros(input), h0 is null ? null : input.Order);
        var (output, last) = rectified
            ? Ops.rnn_relu_data(input.data, input.batch_sizes, state, weights.All, weights.HasBias, weights.Layers, weights.Dropout,
                training, weights.Bidirectional)
            : Ops.rnn_tanh_data(input.data, input.batch_sizes, state, weights.All, weights.HasBias, weights.Layers, weights.Dropout,
                training, weights.Bidirectional);
        return (RecurrentWeights.Repack(output, input).MoveToOuterDisposeScope(),
            RecurrentWeights.Permute(last, input.InverseOrder).MoveToOuterDisposeScope());
    }

    /// <summary>Does nothing: the weights are found wherever they lie.</summary>
    public void flatten_parameters() { }

    public Parameter? get_bias_ih(long idx) => get_parameter($"bias_ih_l{idx}");

    public Parameter? get_bias_hh(long idx) => get_parameter($"bias_hh_l{idx}");

    public Parameter? get_weight_ih(long idx) => get_parameter($"weight_ih_l{idx}");

    public Parameter? get_weight_hh(long idx) => get_parameter($"weight_hh_l{idx}");
}

internal static class ScopeOfPairs
{
    /// <summary>Moves both tensors of a pair out of the scope.</summary>
    public static (Tensor, Tensor) MoveToOuter2(this DisposeScope scope, (Tensor first, Tensor second) pair)
        => scope.MoveToOuter(pair.first, pair.second);
}
