using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The quantile function of the standard normal law.</summary>
internal static class NormalQuantile
{
    /// <summary>Φ⁻¹(u) = √2·erf⁻¹(2u - 1), of the shape and dtype of u.</summary>
    public static Tensor Of(Tensor u) => torch.special.erfinv(u * 2 - 1) * Math.Sqrt(2);
}
