using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Means over windows of [N, C, L] chosen so that the output has a given size.</summary>
public sealed class AdaptiveAvgPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveAvgPool1d(long output_size) : base(nameof(AdaptiveAvgPool1d))
    {
        this.output_size = output_size;
    }

    public long output_size { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.adaptive_avg_pool1d(input, output_size);
}

/// <summary>Largest values over windows of [N, C, L] chosen so that the output has a given size.</summary>
public sealed class AdaptiveMaxPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveMaxPool1d(long output_size) : base(nameof(AdaptiveMaxPool1d))
    {
        this.output_size = output_size;
    }

    public long output_size { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.adaptive_max_pool1d(input, output_size);

    /// <summary>The values, and where they are.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input)
        => functional.adaptive_max_pool1d_with_indices(input, output_size);
}

/// <summary>Means over windows of [N, C, H, W] chosen so that the output has a given size.</summary>
public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d))
    {
        this.output_size = output_size;
    }

    public long[] output_size { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.adaptive_avg_pool2d(input, output_size);
}

/// <summary>Largest values over windows of [N, C, H, W] chosen so that the output has a given size.</summary>
public sealed class AdaptiveMaxPool2d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveMaxPool2d(long[] output_size) : base(nameof(AdaptiveMaxPool2d))
    {
        this.output_size = output_size;
    }

    public long[] output_size { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.adaptive_max_pool2d(input, output_size);

    /// <summary>The values, and where they are.</summary>
    public (Tensor output, Tensor indices) forward_with_indices(Tensor input)
        => functional.adaptive_max_pool2d_with_indices(input, output_size);
}

/// <summary>Means over windows of [N, C, D, H, W] chosen so that the output has a given size.</summary>
public sealed class AdaptiveAvgPool3d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveAvgPool3d(long[] output_size) : base(nameof(AdaptiveAvgPool3d))
    {
        this.output_size = output_size;
    }

    public long[] output_size { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.adaptive_avg_pool3d(input, output_size);
}

/// <summary>Largest values over windows of [N, C, D, H, W] chosen so that the output has a given size.</summary>
public sealed class AdaptiveMaxPool3d : ParameterLessModule<Tensor, Tensor>
{
    internal AdaptiveMaxPool3d(long[] output_size) : base(nameof(AdaptiveMaxPool3d))
    {
        this.output_size = output_size;
    }

    public long[] output_size { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.adaptive_max_pool3d(input, output_size);

    /// <summary>The values, and where they are.</summary>
    public (Tensor output, Tensor indices) forward_with_indices(Tensor input)
        => functional.adaptive_max_pool3d_with_indices(input, output_size);
}
