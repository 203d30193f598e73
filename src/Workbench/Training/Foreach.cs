using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Operations on lists of tensors, each as few kernels as the backend can, and none that waits for the device.</summary>
internal static class Foreach
{
    /// <summary>average ← decay · average + (1 − decay) · value, for each pair.</summary>
    public static void Average(IReadOnlyList<Tensor> averages, IReadOnlyList<Tensor> values, double decay)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
#if LIBTORCH
        torch._foreach_mul_(averages, decay);
        torch._foreach_add_(averages, values, 1 - decay);
#else
        for (var i = 0; i < averages.Count; i++) averages[i].mul_(decay).add_(values[i], 1 - decay);
#endif
    }

    /// <summary>
    /// Clips gradients to a norm over all of them: g ← g · min(1, max / (‖g‖ + 1e-6)), as <c>clip_grad_norm_</c>, which on a GPU
    /// would read the norm back and wait for it; with the same bits in float32 and float64.
    /// </summary>
    public static void ClipNorm(IReadOnlyList<Parameter> parameters, double most)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var gradients = parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0) return;
#if LIBTORCH
        var norms = torch._foreach_norm(gradients);
#else
        var norms = gradients.Select(gradient => gradient.norm()).ToArray();
#endif
        var share = (most / (torch.stack(norms).norm().to_type(ScalarType.Float64) + 1e-6)).clamp_max(1);
        foreach (var gradient in gradients) gradient.mul_(share.to_type(gradient.dtype));
    }
}
