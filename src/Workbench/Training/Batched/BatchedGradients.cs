using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>Operations on the gradients of stacked parameters, network by network.</summary>
public static class BatchedGradients
{
    /// <summary>
    /// Clips the gradient of each network to a norm: as <c>clip_grad_norm_</c> on each network alone, <c>g ← g · min(1,
    /// max / (‖g‖ + 1e-6))</c> with the norm over all parameters of the network.
    /// </summary>
    /// <param name="parameters">Stacked parameters, <c>[K, …]</c>.</param>
    /// <param name="maxNorm">The largest norm, not negative.</param>
    /// <returns>The norms before clipping, <c>[K]</c>; empty where there is no gradient.</returns>
    public static Tensor ClipNorm(IEnumerable<Parameter> parameters, double maxNorm)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(maxNorm >= 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "A largest norm is not negative.");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var gradients = parameters.Select(parameter => parameter.grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0) return torch.empty(0).MoveToOuterDisposeScope();
        var norms = torch.stack([.. gradients.Select(gradient => gradient.reshape(gradient.shape[0], -1).square().sum(1))]).sum(0).sqrt();
        var share = (maxNorm / (norms + 1e-6)).clamp_max(1);
        foreach (var gradient in gradients)
            gradient.mul_(share.reshape([share.shape[0], .. Enumerable.Repeat(1L, (int)gradient.dim() - 1)]));
        return norms.MoveToOuterDisposeScope();
    }
}
