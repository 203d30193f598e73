namespace TorchSharp;

public static partial class torch
{
    /// <summary>The tensor as whole numbers q with value = scale · (q − zero_point).</summary>
    /// <param name="dtype">QInt8, QUInt8 or QInt32.</param>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not a quantised type.</exception>
    public static Tensor quantize_per_tensor(Tensor input, double scale, long zero_point, ScalarType dtype) =>
        Ops.quantize_per_tensor(input, scale, zero_point, Quantised(dtype));

    /// <summary>The tensor as whole numbers with a scale and a zero point for every index of <paramref name="axis"/>.</summary>
    /// <param name="scales">[size of the axis], floating point.</param>
    /// <param name="zero_points">[size of the axis], whole numbers.</param>
    /// <exception cref="ArgumentException"><paramref name="dtype"/> is not a quantised type.</exception>
    public static Tensor quantize_per_channel(Tensor input, Tensor scales, Tensor zero_points, long axis, ScalarType dtype) =>
        Ops.quantize_per_channel(input, scales, zero_points, axis, Quantised(dtype));

    private static ScalarType Quantised(ScalarType dtype) =>
        is_quantized(dtype) ? dtype : throw new ArgumentException($"dtype must be a quantized type (QInt8, QUInt8, or QInt32), got {dtype}", nameof(dtype));

    /// <summary>What quantising and restoring would leave of the values, with gradients passed straight through inside the range.</summary>
    /// <param name="scale">One number.</param>
    /// <param name="zero_point">One whole number (Int32).</param>
    public static Tensor fake_quantize_per_tensor_affine(Tensor input, Tensor scale, Tensor zero_point, long quant_min, long quant_max) =>
        Ops.fake_quantize_per_tensor_affine_tensor_qparams(input, scale, zero_point, quant_min, quant_max);

    /// <summary>As <see cref="fake_quantize_per_tensor_affine"/>, with a scale and a zero point for every index of <paramref name="axis"/>.</summary>
    public static Tensor fake_quantize_per_channel_affine(Tensor input, Tensor scale, Tensor zero_point, int axis, long quant_min, long quant_max) =>
        Ops.fake_quantize_per_channel_affine(input, scale, zero_point, axis, quant_min, quant_max);

    /// <summary>The greatest quantised element of each window of [batch, channel, length].</summary>
    public static Tensor quantized_max_pool1d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, long dilation = 1, bool ceil_mode = false) =>
        Ops.quantized_max_pool1d(input, kernel_size, stride, padding ?? [0], [dilation], ceil_mode);

    /// <summary>The greatest quantised element of each window of [batch, channel, height, width].</summary>
    public static Tensor quantized_max_pool2d(Tensor input, long[] kernel_size, long[]? stride = null, long[]? padding = null, long dilation = 1, bool ceil_mode = false) =>
        Ops.quantized_max_pool2d(input, kernel_size, stride, padding ?? [0, 0], [dilation, dilation], ceil_mode);
}
