namespace Workbench.Flows;

public sealed partial class TimeGrid
{
    /// <summary>
    /// A uniform grid carried to another resolution, τ/(τ + α·(1-τ)): α &gt; 1 spends more steps near the noise (arXiv 2403.03206,
    /// section 5.3.2).
    /// </summary>
    /// <param name="steps">How many, at least 1.</param>
    /// <param name="alpha">α, positive; √(pixels/base pixels), or e^μ in FLUX's notation.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step, or the shift is not positive.</exception>
    public static TimeGrid Shifted(int steps, double alpha)
    {
        if (!(alpha > 0 && double.IsFinite(alpha)))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The shift must be positive.");
        return new TimeGrid(Uniform(steps).Times.Select(time => ShiftedTimes.Shift(time, alpha)));
    }

    /// <summary>
    /// The noise levels of EDM, σ_i = (σ_max^{1/ρ} + i/(N-1)·(σ_min^{1/ρ} - σ_max^{1/ρ}))^ρ and then 0, as times t = 1/(1+σ) of the
    /// linear interpolant (arXiv 2206.00364, equation 5).
    /// </summary>
    /// <param name="steps">N, at least 2.</param>
    /// <param name="sigmaMin">σ_min, positive.</param>
    /// <param name="sigmaMax">σ_max, above σ_min.</param>
    /// <param name="rho">ρ, positive.</param>
    /// <param name="fromNoise">Whether the first time is set to 0, where the source is, instead of 1/(1+σ_max).</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public static TimeGrid Sigmas(int steps, double sigmaMin = 0.002, double sigmaMax = 80, double rho = 7, bool fromNoise = true)
    {
        if (steps < 2)
            throw new ArgumentOutOfRangeException(nameof(steps), steps, "A grid of noise levels needs at least 2 steps.");
        if (!(sigmaMin > 0))
            throw new ArgumentOutOfRangeException(nameof(sigmaMin), sigmaMin, "The smallest noise level must be positive.");
        if (!(sigmaMax > sigmaMin))
            throw new ArgumentOutOfRangeException(nameof(sigmaMax), sigmaMax, $"The greatest noise level must be above {sigmaMin:G4}.");
        if (!(rho > 0))
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "ρ must be positive.");
        var (high, low) = (Math.Pow(sigmaMax, 1 / rho), Math.Pow(sigmaMin, 1 / rho));
        return new TimeGrid(Enumerable.Range(0, steps + 1).Select(i => i == steps ? 1
            : i == 0 && fromNoise ? 0
            : 1 / (1 + Math.Pow(high + (double)i / (steps - 1) * (low - high), rho))));
    }

    /// <summary>Times between which a law has equal shares: a fine grid where the law is dense.</summary>
    /// <param name="law">A law of times on [0, 1].</param>
    /// <param name="steps">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public static TimeGrid Quantiles(TimeSampler law, int steps)
    {
        ArgumentNullException.ThrowIfNull(law);
        using var scope = TorchSharp.torch.NewDisposeScope();
        var shares = TorchSharp.torch.tensor(Uniform(steps).Times.ToArray());
        double[] times = [.. law.Quantile(shares).data<double>().ToArray()];
        // The ends are the law's, up to rounding.
        (times[0], times[^1]) = (0, 1);
        return new TimeGrid(times);
    }
}
