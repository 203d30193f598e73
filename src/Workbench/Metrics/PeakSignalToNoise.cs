using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>The peak signal-to-noise ratio of pictures against others, PSNR = 10·log10(peak² / mean squared error), in dB.</summary>
public static class PeakSignalToNoise
{
    /// <summary>PSNR over all values of all pictures together; infinite where they are the same.</summary>
    /// <param name="x">Pictures, [batch, …].</param>
    /// <param name="reference">What they are compared with, of the same shape.</param>
    /// <param name="peak">The stretch of a value: 1 for pixels in [0, 1], 2 for pixels in [-1, 1].</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The peak is not positive.</exception>
    public static double Of(Tensor x, Tensor reference, double peak = 1)
    {
        Batches.RequirePaired(x, reference, nameof(reference));
        if (!(peak > 0 && double.IsFinite(peak)))
            throw new ArgumentOutOfRangeException(nameof(peak), peak, "The peak must be positive and finite.");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var error = (x.to_type(ScalarType.Float64) - reference.to_type(ScalarType.Float64)).square().mean().item<double>();
        return 10 * Math.Log10(peak * peak / error);
    }
}
