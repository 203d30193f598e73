using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensors;

/// <summary>Quantised tensors, against PyTorch.</summary>
public class QuantizedTests
{
    private static JsonElement Golden => GoldenFile.Read("tensors.json").GetProperty("quantization");

    private static Tensor Stored(string name) => GoldenFile.Tensor(Golden.GetProperty(name));

    private static void Agrees(string what, Tensor actual)
    {
        var expected = Golden.GetProperty(what);
        Assert.True(actual.is_quantized());
        GoldenFile.AssertClose(GoldenFile.Tensor(expected.GetProperty("int_repr")), actual.int_repr(), what + " int_repr");
        GoldenFile.AssertClose(GoldenFile.Tensor(expected.GetProperty("dequantize")), actual.dequantize(), what + " dequantize");
    }

    [Theory]
    [InlineData("qint8", ScalarType.QInt8, 0.1, 3)]
    [InlineData("quint8", ScalarType.QUInt8, 0.1, 128)]
    [InlineData("qint32", ScalarType.QInt32, 0.001, -5)]
    public void Per_tensor(string what, ScalarType dtype, double scale, long zeroPoint)
    {
        using var scope = NewDisposeScope();
        var q = quantize_per_tensor(Stored("x"), scale, zeroPoint, dtype);
        Assert.Equal(dtype, q.dtype);
        Assert.Equal(scale, q.q_scale());
        Assert.Equal(zeroPoint, q.q_zero_point());
        Agrees(what, q);
        Assert.True(dequantize(q).Equals(q.dequantize()));
    }

    [Fact]
    public void Per_channel()
    {
        using var scope = NewDisposeScope();
        var q = quantize_per_channel(Stored("m"), Stored("scales"), Stored("zero_points"), 1, ScalarType.QInt8);
        Agrees("per channel", q);
        Assert.Equal(1, q.q_per_channel_axis());
        Assert.True(Stored("scales").Equals(q.q_per_channel_scales()));
        Assert.True(Stored("zero_points").Equals(q.q_per_channel_zero_points()));
    }

    [Fact]
    public void Fake_quantisation_rounds_forward_and_passes_gradients_inside_the_range()
    {
        using var scope = NewDisposeScope();
        Straight("fake per tensor", "x", x => fake_quantize_per_tensor_affine(x, tensor(0.1f), tensor(3), -128, 127));
        Straight("fake per channel", "m", x => fake_quantize_per_channel_affine(x, Stored("scales").to(float32), Stored("zero_points").to(int32), 1, -8, 7));

        static void Straight(string what, string input, Func<Tensor, Tensor> f)
        {
            var x = Stored(input).requires_grad_();
            var y = f(x);
            y.sum().backward();
            GoldenFile.AssertClose(GoldenFile.Tensor(Golden.GetProperty(what).GetProperty("value")), y.detach(), what);
            GoldenFile.AssertClose(GoldenFile.Tensor(Golden.GetProperty(what).GetProperty("gradient")), x.grad!, what + " gradient");
        }
    }

    [Fact]
    public void Layers_on_quantised_tensors()
    {
        using var scope = NewDisposeScope();
        var image = quantize_per_tensor(Stored("i"), 0.05, 10, ScalarType.QUInt8);
        Tensor Part(string name) => GoldenFile.Tensor(Golden.GetProperty("batch norm").GetProperty(name));
        Agrees("batch norm", quantized_batch_norm(image, Part("weight"), Part("bias"), Part("mean"), Part("var"), 1e-5, 0.04, 20));
        Agrees("max_pool2d", quantized_max_pool2d(image, [3, 2], [2, 1], [1, 0], 1, true));
        Agrees("max_pool1d", quantized_max_pool1d(quantize_per_tensor(Stored("m"), 0.05, 10, ScalarType.QUInt8), [2], [1], [1]));
    }

    [Fact]
    public void Only_quantised_dtypes_can_be_asked_for()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("dtype", Assert.Throws<ArgumentException>(() => quantize_per_tensor(ones(2), 0.1, 0, ScalarType.Int32)).ParamName);
        Assert.Throws<ArgumentException>(() => quantize_per_channel(ones(2), ones(2), zeros(2, dtype: int64), 0, ScalarType.Float32));
        Assert.Equal((true, false), (is_quantized(quint8), is_quantized(uint8)));
    }
}
