using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>In what precision the operators of a training step compute.</summary>
public enum Precision
{
    /// <summary>That of weights and data, float32 as a rule.</summary>
    Full,

    /// <summary>
    /// Mixed precision (autocast): matrix products and convolutions in bfloat16, with 8 bits of mantissa and float32's range, so that losses need
    /// no scaling; sums, losses and normalisations in float32. Weights, gradients and the optimiser stay in float32.
    /// </summary>
    BFloat16,
}

/// <summary>The region of mixed precision around the forward pass of a step.</summary>
internal static class MixedPrecision
{
    /// <summary>Enters it on this thread until disposed; null where there is nothing to enter.</summary>
    /// <exception cref="NotSupportedException">The torch binding has no mixed precision.</exception>
    public static IDisposable? Enter(Precision precision, Device device) => precision switch
    {
        Precision.Full => null,
        Precision.BFloat16 => BFloat16(device),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "Expected full precision or bfloat16."),
    };

#if LIBTORCH
    // Without the cache of rounded weights: it would outlive a swap of weights (targets from their average) within a step, and weights
    // rounded first where no gradients are recorded would get none later.
    private static IDisposable BFloat16(Device device) => torch.amp.autocast(device.type, ScalarType.BFloat16, cache_enabled: false);
#else
    private static IDisposable BFloat16(Device device) => throw new NotSupportedException(
        $"Mixed precision on {device} needs the libtorch binding (-p:Torch=libtorch); TorchSharp has none. Use Precision.Full.");
#endif
}

/// <summary>TensorFloat-32 on or off in the process until disposed.</summary>
internal sealed class TensorFloat32Scope : IDisposable
{
    private readonly bool matrices = torch.backends.cuda.matmul.allow_tf32;
    private readonly bool convolutions = torch.backends.cudnn.allow_tf32;

    private TensorFloat32Scope(bool allowed) => Set(allowed, allowed);

    /// <summary>Sets it; null where it stays as it is.</summary>
    public static TensorFloat32Scope? Of(bool? allowed) => allowed is { } value ? new TensorFloat32Scope(value) : null;

    /// <summary>Brings back what was.</summary>
    public void Dispose() => Set(matrices, convolutions);

    private static void Set(bool matrices, bool convolutions)
    {
        torch.backends.cuda.matmul.allow_tf32 = matrices;
        torch.backends.cudnn.allow_tf32 = convolutions;
    }
}
