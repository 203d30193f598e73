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
