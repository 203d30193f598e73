using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalises over the last dimensions (Ba et al., arXiv:1607.06450).</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? ownWeight, ownBias;

    internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        ArgumentNullException.ThrowIfNull(normalized_shape);
        if (normalized_shape.Length == 0) throw new ArgumentException("normalized_shape must name at least one dimension.", nameof(normalized_shape));
        Require.NotNegative(normalized_shape);
        this.normalized_shape = normalized_shape;
        this.eps = eps;
        this.elementwise_affine = elementwise_affine;
        if (!elementwise_affine) return;
        weight = Parameter(ones(normalized_shape, device: device, dtype: dtype));
        if (bias) this.bias = Parameter(zeros(normalized_shape, device: device, dtype: dtype));
    }

    public long[] normalized_shape { get; set; }

    public double eps { get; set; }

    public bool elementwise_affine { get; set; }

    /// <summary>The scale; null without affine.</summary>
    public Parameter weight { get => ownWeight!; set => SetParameter(ref ownWeight, value, nameof(weight)); }

    /// <summary>The shift; null without affine or bias.</summary>
    public Parameter? bias { get => ownBias; set => SetParameter(ref ownBias, value, nameof(bias)); }

    /// <summary>Sets scale 1 and shift 0.</summary>
    public void reset_parameters()
    {
        if (ownWeight is not null) init.ones_(ownWeight);
        if (ownBias is not null) init.zeros_(ownBias);
    }

    public override Tensor forward(Tensor tensor)
        => Hooked(tensor, out var hooked) ? hooked : functional.layer_norm(tensor, normalized_shape, ownWeight, ownBias, eps);
}

/// <summary>Normalises groups of channels of each sample (Wu and He, arXiv:1803.08494).</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? ownWeight, ownBias;

    internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        if (num_groups <= 0 || num_channels % num_groups != 0)
            throw new ArgumentException($"num_channels ({num_channels}) must be divisible by num_groups ({num_groups})",
                nameof(num_groups));
        this.num_groups = num_groups;
        this.num_channels = num_channels;
        this.eps = eps;
        this.affine = affine;
        if (!affine) return;
        weight = Parameter(ones(num_channels, device: device, dtype: dtype));
        bias = Parameter(zeros(num_channels, device: device, dtype: dtype));
    }

    public long num_groups { get; set; }

    public long num_channels { get; }

    public double eps { get; set; }

    public bool affine { get; set; }

    /// <summary>The scale of each channel; null without affine.</summary>
    public Parameter weight { get => ownWeight!; set => SetParameter(ref ownWeight, value, nameof(weight)); }

    /// <summary>The shift of each channel; null without affine.</summary>
    public Parameter? bias { get => ownBias; set => SetParameter(ref ownBias, value, nameof(bias)); }

    public override Tensor forward(Tensor tensor)
    {
        if (Hooked(tensor, out var hooked)) return hooked;
        if (tensor.ndim < 2 || tensor.size(1) != num_channels)
            throw new ArgumentException($"expected [N, {num_channels}, ...], but got [{string.Join(", ", tensor.shape)}].", nameof(tensor));
        return functional.group_norm(tensor, num_groups, ownWeight, ownBias, eps);
    }
}

/// <summary>Divides by a power of the energy of neighbouring channels (Krizhevsky et al., 2012).</summary>
public sealed class LocalResponseNorm : ParameterLessModule<Tensor, Tensor>
{
    internal LocalResponseNorm(long size, double alpha, double beta, double k) : base(nameof(LocalResponseNorm))
    {
        Require.Positive(size);
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    public long size { get; set; }

    public double alpha { get; set; }

    public double beta { get; set; }

    public double k { get; set; }

    public override Tensor forward(Tensor input)
        => Hooked(input, out var hooked) ? hooked : functional.local_response_norm(input, size, alpha, beta, k);
}
