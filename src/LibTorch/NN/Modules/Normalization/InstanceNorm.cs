using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel of each sample over space (Ulyanov et al., arXiv:1607.08022).</summary>
public abstract class InstanceNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats,
    Device? device, ScalarType? dtype, string name)
    : NormBase(num_features, eps, momentum ?? 0.1, affine, track_running_stats, device, dtype, name)
{
    /// <summary>The number of dimensions of an input without batch.</summary>
    protected abstract long GetNumberOfBatchDimensions();

    public override Tensor forward(Tensor input)
    {
        if (Hooked(input, out var hooked)) return hooked;
        ValidateInputDimensions(input);
        var channels = input.size((int)(input.ndim - GetNumberOfBatchDimensions()));
        if (channels != this.num_features)
            throw new ArgumentException($"expected {this.num_features} channels, but got {channels} (shape [{string.Join(", ", input.shape)}]).",
                nameof(input));
        if (input.ndim != GetNumberOfBatchDimensions()) return Normalise(input);
        using var batch = input.unsqueeze(0);
        using var result = Normalise(batch);
        return result.squeeze(0);
    }

    private Tensor Normalise(Tensor input) => functional.instance_norm(input, running_mean, running_var, weight, bias,
        training || !this.track_running_stats, this.momentum ?? 0.1, this.eps);
}

/// <summary>Instance normalisation of [N, C, L] or [C, L].</summary>
public sealed class InstanceNorm1d : InstanceNorm
{
    internal InstanceNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
        Device? device, ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm1d)) { }

    protected override long GetNumberOfBatchDimensions() => 2;

    protected override void ValidateInputDimensions(Tensor input) => Expect(input, 2, 3);
}
