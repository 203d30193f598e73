using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.utils;
using static TorchSharp.torch.nn.utils.rnn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Clipping, vectors of parameters, fusing, packing.</summary>
public class UtilsTests
{
    private static Parameter[] WithGradients(params float[][] grads) => [.. grads.Select(grad =>
    {
        var parameter = Parameter(zeros(grad.Length));
        parameter.grad = tensor(grad);
        return parameter;
    })];

    [Fact]
    public void The_norm_is_taken_over_all_gradients_and_limited()
    {
        using var scope = NewDisposeScope();
        var p = WithGradients([3, 0], [0, 0, 4]);
        Assert.Equal(5, clip_grad_norm_(p, 10), 6);
        Assert.Equal(3, p[0].grad![0].item<float>());
        Assert.Equal(5, clip_grad_norm_(p, 1), 6);
        Assert.Equal(0.6f, p[0].grad![0].item<float>(), 1e-5f);
        Assert.Equal(0.8f, p[1].grad![2].item<float>(), 1e-5f);
        Assert.Equal(0.8, clip_grad_norm_(p, 1, double.PositiveInfinity), 5);
        Assert.Equal(1.4, clip_grad_norm_(p, 0.7, 1), 5);
        Assert.Equal(0.3f, p[0].grad![0].item<float>(), 1e-5f);
        Assert.Equal(0, clip_grad_norm_([Parameter(ones(1))], 1));
    }

    [Fact]
    public void Values_of_gradients_are_limited()
    {
        using var scope = NewDisposeScope();
        var p = WithGradients([3, -0.2f], [-4]);
        clip_grad_value_(p, 0.5);
        Assert.True(p[0].grad!.Equals(tensor(new[] { 0.5f, -0.2f })));
        Assert.True(p[1].grad!.Equals(tensor(new[] { -0.5f })));
    }

    [Fact]
    public void Parameters_go_into_a_vector_and_back()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Linear(2, 3), Linear(3, 1));
        var vector = parameters_to_vector(net.parameters());
        Assert.Equal([13L], vector.shape);
        Assert.True(vector.requires_grad);
        vector_to_parameters(arange(13, dtype: float32), net.parameters());
        Assert.Equal(12, net.state_dict()["1.bias"].item<float>());
        Assert.True(net.state_dict()["0.bias"].Equals(tensor(new[] { 6f, 7, 8 })));
        Assert.Throws<ArgumentException>(() => vector_to_parameters(ones(12), net.parameters()));
    }

    [Fact]
    public void Fused_layers_compute_the_same()
    {
        using var scope = NewDisposeScope();
        using var linear = Linear(3, 2);
        using var norm = BatchNorm1d(2);
        using var convolution = Conv2d(2, 3, 3, bias: false);
        using var norm2 = BatchNorm2d(3);
        for (var i = 0; i < 3; i++)
        {
            norm.call(linear.call(randn(8, 3)));
            norm2.call(convolution.call(randn(4, 2, 5, 5)));
        }
        foreach (var module in new Module[] { linear, norm, convolution, norm2 }) module.eval();
        var (x, image) = (randn(4, 3), randn(2, 2, 5, 5));
        Assert.True(fuse_linear_bn_eval(linear, norm).call(x).allclose(norm.call(linear.call(x)), 1e-4, 1e-5));
        var (weight, bias) = fuse_conv_bn_weights(convolution.weight, null, norm2.running_mean!, norm2.running_var!, norm2.eps,
            norm2.weight, norm2.bias);
        Assert.True(functional.conv2d(image, weight, bias).allclose(norm2.call(convolution.call(image)), 1e-4, 1e-5));
        norm.train();
        Assert.Throws<InvalidOperationException>(() => fuse_linear_bn_eval(linear, norm));
    }

    [Fact]
    public void Packed_sequences_come_back_as_they_were()
    {
        using var scope = NewDisposeScope();
        var sequences = new[] { randn(2, 3), randn(4, 3), randn(1, 3) };
        using var packed = pack_sequence(sequences, enforce_sorted: false);
        Assert.Equal([3L, 2, 1, 1], packed.batch_sizes.data<long>().ToArray());
        var (padded, lengths) = pad_packed_sequence(packed);
        Assert.Equal([2L, 4, 1], lengths.data<long>().ToArray());
        for (var i = 0; i < 3; i++) Assert.True(padded.select(1, i).narrow(0, 0, sequences[i].size(0)).Equals(sequences[i]));
        Assert.ThrowsAny<Exception>(() => pack_sequence(sequences));
        Assert.Throws<ArgumentException>(() => pad_packed_sequence(packed, total_length: 3));
    }

    [Fact]
    public void A_packed_sequence_belongs_to_its_scope()
    {
        PackedSequence inner, kept;
        using (NewDisposeScope())
        {
            inner = pack_sequence([ones(2, 1), ones(1, 1)]);
            using (NewDisposeScope()) kept = pack_sequence([ones(2, 1)]).MoveToOuterDisposeScope();
            Assert.False(kept.data.IsInvalid);
            kept.DetachFromDisposeScope();
        }
        Assert.True(inner.data.IsInvalid);
        Assert.False(kept.data.IsInvalid);
        kept.Dispose();
        Assert.True(kept.data.IsInvalid);
    }

    [Fact]
    public void Copies_of_a_layer_are_equal_and_apart()
    {
        using var scope = NewDisposeScope();
        using var layer = TransformerEncoderLayer(4, 2, 3);
        var before = get_rng_state();
        using var encoder = TransformerEncoder(layer, 2);
        Assert.True(before.Equals(get_rng_state()));
        var state = encoder.state_dict();
        Assert.True(state["layers.0.linear1.weight"].Equals(state["layers.1.linear1.weight"]));
        using (no_grad()) state["layers.0.linear1.weight"].zero_();
        Assert.False(layer.state_dict()["linear1.weight"].Equals(state["layers.0.linear1.weight"]));
        Assert.False(state["layers.1.linear1.weight"].Equals(state["layers.0.linear1.weight"]));
    }
}
