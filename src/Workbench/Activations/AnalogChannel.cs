using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// The way into and out of an analog computation (arXiv 2402.02593): what enters is clamped to [-1, 1], rounded to the levels of a converter and
/// blurred by Gaussian noise; what leaves is blurred, clamped and rounded. The gradient passes straight through the rounding and stops at the clamp.
/// </summary>
public sealed class AnalogChannel
{
    private readonly ReducedPrecision _levels;
    private readonly Generator _generator;

    /// <summary>A channel whose noise never ends: it is drawn in evaluation, too.</summary>
    /// <param name="bits">Bits without the sign, 1 to 24.</param>
    /// <param name="leakage">The probability that the noise alone carries a value to another level, in (0, 1); 0 for no noise.</param>
    /// <param name="generator">Source of the noise, on the tensors' device; the caller's.</param>
    /// <exception cref="ArgumentOutOfRangeException">Bits or leakage are out of their range.</exception>
    public AnalogChannel(double bits, double leakage, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        (_levels, _generator) = (new ReducedPrecision(bits), generator);
        NoiseDeviation = leakage == 0 ? 0 : ReducedPrecision.NoiseDeviation(bits, leakage);
    }

    /// <summary>Standard deviation of the noise.</summary>
    public double NoiseDeviation { get; }

    /// <summary>Clamp, round, add noise.</summary>
    /// <param name="x">Inputs or weights, any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    public Tensor Enter(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = torch.NewDisposeScope();
        return Blurred(_levels.Apply(x)).MoveToOuterDisposeScope();
    }

    /// <summary>Add noise, clamp, round.</summary>
    /// <param name="x">Outputs, any shape.</param>
    /// <returns>A tensor of the same shape, of multiples of 1/(2^bits - 1) in [-1, 1].</returns>
    public Tensor Leave(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = torch.NewDisposeScope();
        return _levels.Apply(Blurred(x)).MoveToOuterDisposeScope();
    }

    private Tensor Blurred(Tensor x) => NoiseDeviation == 0 ? x.alias()
        : x + NoiseDeviation * torch.randn(x.shape, dtype: x.dtype, device: x.device, generator: _generator);
}
