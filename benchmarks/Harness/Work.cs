namespace Workbench.Benchmarks.Harness;

/// <summary>The least that one iteration must do, whoever does it.</summary>
/// <param name="Flops">Floating point operations of its matrix products and convolutions, two a multiplication and addition.</param>
/// <param name="Bytes">Bytes that must be read or written once at least: parameters, gradients, moments, inputs.</param>
/// <param name="IsHalf">Whether its products are in bfloat16.</param>
internal sealed record Work(double Flops, double Bytes, bool IsHalf = false)
{
    /// <summary>Bytes of a step of Adam a parameter: reads the parameter, its gradient and two moments, writes all but the gradient; float32.</summary>
    public const double AdamBytes = 7 * 4;

    /// <summary>A training step of a network: a forward pass, and a backward pass of twice its products.</summary>
    /// <param name="forwardFlops">Operations of the forward pass.</param>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="inputBytes">Bytes of a batch.</param>
    /// <param name="isHalf">Whether products are in bfloat16.</param>
    public static Work Step(double forwardFlops, double parameters, double inputBytes, bool isHalf = false)
        => new(3 * forwardFlops, AdamBytes * parameters + inputBytes, isHalf);

    /// <summary>Seconds that the work takes at least: its products at the measured rate or its bytes at the measured bandwidth, whichever is longer.</summary>
    public double Floor(Rates rates) => Math.Max(Flops / (IsHalf ? rates.HalfFlops ?? rates.Flops : rates.Flops), Bytes / rates.Bandwidth);
}
