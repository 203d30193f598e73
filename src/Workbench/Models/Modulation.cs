using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>Adaptive layer normalisation, LN(x)·(1 + scale) + shift, as the diffusion transformer uses it.</summary>
internal static class Modulation
{
    public static Tensor Of(Tensor x, long width, Tensor shift, Tensor scale)
        => nn.functional.layer_norm(x, [width], eps: 1e-6) * (1 + scale) + shift;

    /// <summary>Sets a layer to zero.</summary>
    public static void Zero(Linear layer)
    {
        using var noGrad = torch.no_grad();
        layer.weight!.zero_();
        layer.bias!.zero_();
    }
}
