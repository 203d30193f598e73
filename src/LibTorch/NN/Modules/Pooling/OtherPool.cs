using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Max pooling of [N, C, H, W] over windows drawn at random (Graham, arXiv:1412.6071).</summary>
public sealed class FractionalMaxPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal FractionalMaxPool2d(long[] kernel_size, long[]? output_size, double[]? output_ratio)
        : base(nameof(FractionalMaxPool2d))
    {
        Require.Positive(kernel_size);
        functional.CheckFraction(output_size, output_ratio);
        this.kernel_size = kernel_size;
        this.output_size = output_size;
        this.output_ratio = output_ratio;
    }

    public long[] kernel_size { get; set; }

    public long[]? output_size { get; set; }

    public double[]? output_ratio { get; set; }

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked
        : functional.fractional_max_pool2d(input, kernel_size, output_size, output_ratio);

    /// <summary>The values, and where they are.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input)
        => functional.fractional_max_pool2d_with_indices(input, kernel_size, output_size, output_ratio);
}

/// <summary>Max pooling of [N, C, D, H, W] over windows drawn at random (Graham, arXiv:1412.6071).</summary>
public sealed class FractionalMaxPool3d : ParameterLessModule<Tensor, Tensor>
{
    internal FractionalMaxPool3d(long[] kernel_size, long[]? output_size, double[]? output_ratio)
        : base(nameof(FractionalMaxPool3d))
    {
        Require.Positive(kernel_size);
        functional.CheckFraction(output_size, output_ratio);
        this.kernel_size = kernel_size;
        this.output_size = output_size;
        this.output_ratio = output_ratio;
    }

    public long[] kernel_size { get; set; }

    public long[]? output_size { get; set; }

    public double[]? output_ratio { get; set; }

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked
        : functional.fractional_max_pool3d(input, kernel_size, output_size, output_ratio);

    /// <summary>The values, and where they are.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input)
        => functional.fractional_max_pool3d_with_indices(input, kernel_size, output_size, output_ratio);
}

/// <summary>The p-norm of each window of [N, C, L].</summary>
public sealed class LPPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal LPPool1d(double norm_type, long kernel_size, long? stride, bool ceil_mode) : base(nameof(LPPool1d))
    {
        Require.Positive(norm_type);
        Require.Positive(kernel_size);
        Require.Positive(stride);
        this.norm_type = norm_type;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.ceil_mode = ceil_mode;
    }

    public double norm_type { get; set; }

    public long kernel_size { get; set; }

    public long? stride { get; set; }

    public bool ceil_mode { get; set; }

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked
        : functional.lp_pool1d(input, norm_type, kernel_size, stride, ceil_mode);
}

/// <summary>The p-norm of each window of [N, C, H, W].</summary>
public sealed class LPPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal LPPool2d(double norm_type, long[] kernel_size, long[]? stride, bool ceil_mode) : base(nameof(LPPool2d))
    {
        Require.Positive(norm_type);
        Require.Positive(kernel_size);
        Require.Positive(stride);
        this.norm_type = norm_type;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.ceil_mode = ceil_mode;
    }

    public double norm_type { get; set; }

    public long[] kernel_size { get; set; }

    public long[]? stride { get; set; }

    public bool ceil_mode { get; set; }

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked
        : functional.lp_pool2d(input, norm_type, kernel_size, stride, ceil_mode);
}
