using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>The largest value of each window of [N, C, L].</summary>
public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
{
    internal MaxPool1d(long kernel_size, long? stride, long? padding, long? dilation, bool ceil_mode)
        : base(nameof(MaxPool1d))
    {
        Require.Positive(kernel_size);
        Require.Positive(stride);
        Require.NotNegative(padding);
        Require.Positive(dilation);
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.ceil_mode = ceil_mode;
    }

    public long kernel_size { get; set; }

    public long? stride { get; set; }

    public long? padding { get; set; }

    public long? dilation { get; set; }

    public bool ceil_mode { get; set; }

    public override Tensor forward(Tensor input) => Hooked(input, out var hooked) ? hooked
        : functional.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode);

    /// <summary>The values, and where they are.</summary>
    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input)
        => functional.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
}
