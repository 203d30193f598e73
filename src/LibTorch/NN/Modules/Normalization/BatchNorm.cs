using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel over the batch and space (Ioffe and Szegedy, arXiv:1502.03167).</summary>
public abstract class BatchNorm(long num_features, double eps, double momentum, bool affine, bool track_running_stats,
    Device? device, ScalarType? dtype, string name)
    : NormBase(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
{
    public override Tensor forward(Tensor input)
    {
        if (Hooked(input, out var hooked)) return hooked;
        ValidateInputDimensions(input);
        var share = this.momentum ?? 0;
        if (training && track_running_stats && num_batches_tracked is { } count)
        {
            using var guard = no_grad();
            count.add_(1);
            if (this.momentum is null) share = 1.0 / count.item<long>();
        }
        var batchStatistics = training || running_mean is null;
        var running = !training || track_running_stats;
        return functional.batch_norm(input, running ? running_mean : null, running ? running_var : null, weight, bias,
            batchStatistics, share, eps);
    }
}

/// <summary>Batch normalisation of [N, C] or [N, C, L].</summary>
public sealed class BatchNorm1d : BatchNorm
{
    internal BatchNorm1d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device,
        ScalarType? dtype)
        : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d)) { }

    protected override void ValidateInputDimensions(Tensor input) => Expect(input, 2, 3);
}
