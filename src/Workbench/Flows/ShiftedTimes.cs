using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// A law of times carried to another resolution: τ' = τ/(τ + α·(1-τ)). An image of m pixels at time τ' is as uncertain as one of n
/// pixels at time τ when α = √(m/n) (arXiv 2403.03206, section 5.3.2, there with noise at t = 1).
/// </summary>
/// <remarks>Both ends stay; shifts compose by multiplication; the logit of the time moves by -ln α.</remarks>
public sealed class ShiftedTimes : TimeSampler
{
    private readonly TimeSampler _law;
    private readonly double _alpha;

    /// <summary>Shifts a law.</summary>
    /// <param name="law">The law at the lower resolution.</param>
    /// <param name="alpha">α, positive; above 1 the times move towards the noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not positive.</exception>
    public ShiftedTimes(TimeSampler law, double alpha)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (!(alpha > 0 && double.IsFinite(alpha)))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The shift must be positive.");
        (_law, _alpha) = (law, alpha);
    }

    /// <inheritdoc/>
    public override string Name => $"{_law.Name}, shifted by {_alpha:G3}";

    /// <summary>One time, shifted.</summary>
    /// <param name="time">A time in [0, 1].</param>
    /// <param name="alpha">α, positive.</param>
    public static double Shift(double time, double alpha) => time / (time + alpha * (1 - time));

    /// <inheritdoc/>
    public override Tensor Density(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        // The way back is the shift by 1/α; its derivative is α/(1 + (α-1)·t)².
        var divisor = 1 + (_alpha - 1) * t;
        return _law.Density(_alpha * t / divisor) * (_alpha / divisor.square());
    }

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        var tau = _law.Quantile(u);
        return tau / (tau + _alpha * (1 - tau));
    }

    /// <inheritdoc/>
    public override Tensor Sample(long count, Generator generator)
    {
        var tau = _law.Sample(count, generator);
        return tau / (tau + _alpha * (1 - tau));
    }
}
