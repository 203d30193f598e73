using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Divides gradients and looks for infinities and NaNs among them, with one question to each device.</summary>
internal static class NonFinite
{
    public static bool Unscale(IEnumerable<Parameter> parameters, double inverse)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        var grads = parameters.Select(p => p.grad).OfType<Tensor>().ToList();
        foreach (var grad in grads)
        {
            if (grad.dtype == ScalarType.Float16) throw new InvalidOperationException("Attempting to unscale FP16 gradients: keep the parameters in float32 and let autocast choose the precision.");
            if (grad.is_sparse) throw new NotSupportedException("Sparse gradients are not supported.");
        }
        return grads.GroupBy(g => (g.device.ToString(), g.dtype)).Count(group => Unscale([.. group], inverse)) > 0;
    }

    private static bool Unscale(Tensor[] grads, double inverse)
    {
        if (grads[0].device.type == DeviceType.CUDA)
        {
            var found = zeros(1, device: grads[0].device);
            Ops._amp_foreach_non_finite_check_and_unscale_(grads, found, full(1, inverse, device: grads[0].device));
            return found.item<float>() != 0;
        }
        Ops._foreach_mul__Scalar(grads, inverse);
        // x − x is 0 for finite numbers and NaN for the others; so is its sum, with no overflow on the way.
        Tensor? worst = null;
        foreach (var grad in grads)
        {
            var one = (grad - grad).sum().to(ScalarType.Float64);
            worst = worst is null ? one : worst + one;
        }
        return double.IsNaN(worst!.item<double>());
    }
}
