using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>The norm of all gradients together, kept on the device: <c>clip_grad_norm_</c> reads it back, so that every step waits.</summary>
internal static class GradientNorm
{
    /// <summary>g ← g · min(1, max / (‖g‖ + 1e-6)), bit for bit what <c>clip_grad_norm_</c> does in float32 and float64.</summary>
    public static void Clip(IEnumerable<Parameter> parameters, double most)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var gradients = parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0) return;
        var device = gradients[0].device;
        var norm = torch.stack([.. gradients.Select(gradient => gradient.norm().to(device))]).norm();
        var share = (most / (norm.to_type(ScalarType.Float64) + 1e-6)).clamp_max(1);
        foreach (var gradient in gradients) gradient.mul_(share.to(gradient.dtype, gradient.device));
    }
}
