using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Bounds whose slope at the bound itself does not depend on the release of libtorch: clamp's is 1 up to PyTorch 2.6 and 0 in 2.14.</summary>
internal static class Limits
{
    /// <summary>min(x, limit) with slope 1 for x ≤ limit; NaN stays NaN.</summary>
    public static Tensor NotAbove(this Tensor x, double limit)
    {
        using var above = x > limit;
        return x.masked_fill(above, limit);
    }
}
