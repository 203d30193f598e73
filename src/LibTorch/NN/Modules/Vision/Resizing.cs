using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Resizes [N, C, L], [N, C, H, W] or [N, C, D, H, W].</summary>
public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[]? wantedSize;
    private readonly double[]? wantedScale;

    internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
        : base(nameof(Upsample))
    {
        wantedSize = size;
        wantedScale = scale_factor;
        this.mode = mode;
        this.align_corners = align_corners;
        this.recompute_scale_factor = recompute_scale_factor;
    }

    public bool? recompute_scale_factor { get; set; }

    public UpsampleMode mode { get; private set; }

    public bool? align_corners { get; private set; }

    public ReadOnlySpan<long> size => wantedSize;

    public ReadOnlySpan<double> scale_factor => wantedScale;

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked
        : functional.interpolate(input, wantedSize, wantedScale, (InterpolationMode)mode, align_corners,
            recompute_scale_factor ?? false);
}

/// <summary>[N, C·r², H, W] to [N, C, H·r, W·r] (Shi et al., arXiv:1609.05158).</summary>
public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
{
    internal PixelShuffle(long upscale_factor) : base(nameof(PixelShuffle))
    {
        Require.Positive(upscale_factor);
        this.upscale_factor = upscale_factor;
    }

    public long upscale_factor { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.pixel_shuffle(input, upscale_factor);
}

/// <summary>[N, C, H·r, W·r] to [N, C·r², H, W].</summary>
public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
{
    internal PixelUnshuffle(long downscale_factor) : base(nameof(PixelUnshuffle))
    {
        Require.Positive(downscale_factor);
        this.downscale_factor = downscale_factor;
    }

    public long downscale_factor { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.pixel_unshuffle(input, downscale_factor);
}

/// <summary>Mixes the channels of groups.</summary>
public sealed class ChannelShuffle : ParameterLessModule<Tensor, Tensor>
{
    internal ChannelShuffle(long groups) : base(nameof(ChannelShuffle))
    {
        Require.Positive(groups);
        this.groups = groups;
    }

    public long groups { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.channel_shuffle(tensor, groups);
}

/// <summary>The windows of [N, C, H, W] as columns [N, C·kH·kW, L].</summary>
public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
{
    internal Unfold((long, long) kernel_size, (long, long) dilation, (long, long) padding, (long, long) stride)
        : base(nameof(Unfold))
    {
        this.kernel_size = kernel_size;
        this.dilation = dilation;
        this.padding = padding;
        this.stride = stride;
    }

    public (long, long) kernel_size { get; set; }

    public (long, long) dilation { get; set; }

    public (long, long) padding { get; set; }

    public (long, long) stride { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.unfold(tensor, kernel_size, dilation, padding, stride);
}

/// <summary>Adds columns [N, C·kH·kW, L] up to images.</summary>
public sealed class Fold : ParameterLessModule<Tensor, Tensor>
{
    internal Fold((long, long) output_size, (long, long) kernel_size, (long, long) dilation, (long, long) padding,
        (long, long) stride) : base(nameof(Fold))
    {
        this.output_size = output_size;
        this.kernel_size = kernel_size;
        this.dilation = dilation;
        this.padding = padding;
        this.stride = stride;
    }

    public (long, long) output_size { get; set; }

    public (long, long) kernel_size { get; set; }

    public (long, long) dilation { get; set; }

    public (long, long) padding { get; set; }

    public (long, long) stride { get; set; }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.fold(tensor, output_size, kernel_size, dilation, padding, stride);
}
