using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// An optimiser whose steps can be recorded in a <see cref="cuda.CUDAGraph"/>, as PyTorch's with <c>capturable: true</c>: what changes
/// from step to step, the learning rate and the count of steps, is then read from tensors on the device instead of from the host.
/// </summary>
public interface ICapturable
{
    /// <summary>Lets all steps from now on read these tensors; the learning rates of the groups are not looked at.</summary>
    /// <param name="rate">The learning rate, a float32 scalar on the parameters' device; it stays the caller's.</param>
    /// <exception cref="InvalidOperationException">The groups have different learning rates, or their parameters different counts of steps.</exception>
    void begin_capturable(Tensor rate);

    /// <summary>Goes back to the host's numbers: reads the count of steps, which waits for the device.</summary>
    void end_capturable();

    /// <summary>Everything a step changes beside the parameters: moments, momenta and the count of steps.</summary>
    /// <returns>The optimiser's own tensors; none is missing once a step has been taken.</returns>
    IReadOnlyList<Tensor> capturable_state();
}

/// <summary>The learning rate and the count of steps where both are on the device.</summary>
internal sealed class DeviceClock(Tensor rate, Tensor age)
{
    /// <summary>Learning rate, float32 scalar.</summary>
    public Tensor Rate => rate;

    /// <summary>How many steps there have been, float64 scalar: 1 − βᵗ would lose half its digits in float32.</summary>
    public Tensor Age => age;

    /// <summary>1 − βᵗ.</summary>
    public Tensor Correction(double beta) => 1 - Ops.pow_Scalar(beta, age);
}
