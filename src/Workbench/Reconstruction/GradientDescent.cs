using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Reconstruction;

/// <summary>Plain descent of ½‖A x − y‖² from the zero-filled image: better for some steps, then it fits the noise.</summary>
public static class GradientDescent
{
    /// <summary>Reconstructs images.</summary>
    /// <param name="samples">y, complex [batch, coils, height, width].</param>
    /// <param name="measurement">A; of norm at most 1, so that steps of 1 never ascend.</param>
    /// <param name="steps">How many steps, not negative.</param>
    /// <param name="stepSize">The length of a step, in (0, 2).</param>
    /// <param name="afterStep">Told the step's number, from 0, and the image after it, which lives until the next step.</param>
    /// <returns>Complex [batch, height, width].</returns>
    public static Tensor Reconstruct(Tensor samples, MriOperator measurement, int steps, double stepSize = 1, Action<int, Tensor>? afterStep = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(measurement);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (!(stepSize is > 0 and < 2))
            throw new ArgumentOutOfRangeException(nameof(stepSize), stepSize, "A step must lie in (0, 2) to descend.");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var x = measurement.Adjoint(samples);
        for (var i = 0; i < steps; i++)
        {
            using var step = torch.NewDisposeScope();
            x = (x - (measurement.Gradient(x, samples) * stepSize)).MoveToOuterDisposeScope();
            afterStep?.Invoke(i, x);
        }

        return x.MoveToOuterDisposeScope();
    }
}
