namespace Workbench.Probes;

/// <summary>
/// The course of massive activations over training (arXiv 2508.03616): f(t) = A·exp(-λx)·ln x + K with x = γt + t₀. A small λ gives a
/// logarithmic increase (middle layers), a larger one an early peak (first and last layers).
/// </summary>
/// <param name="Amplitude">A.</param>
/// <param name="Decay">λ, positive; 0 is the pure logarithm.</param>
/// <param name="TimeScale">γ, positive.</param>
/// <param name="Offset">t₀, positive.</param>
/// <param name="Limit">K, the value that is approached when λ &gt; 0.</param>
public readonly record struct ActivationCurve(double Amplitude, double Decay, double TimeScale, double Offset, double Limit)
{
    /// <summary>f(t).</summary>
    /// <param name="t">Steps.</param>
    public double At(double t) => Amplitude * Math.Exp(-Decay * X(t)) * Math.Log(X(t)) + Limit;

    /// <summary>f'(t) = A·γ·exp(-λx)·(1/x - λ·ln x).</summary>
    /// <param name="t">Steps.</param>
    public double Slope(double t) => Amplitude * TimeScale * Math.Exp(-Decay * X(t)) * (1 / X(t) - Decay * Math.Log(X(t)));

    /// <summary>The extremum, x* = exp(W(1/λ)) at t = (x* - t₀)/γ: a maximum when A &gt; 0. Negative when it lies before the first step, infinite when λ = 0.</summary>
    public double PeakTime => ((Decay > 0 ? Math.Exp(LambertW(1 / Decay)) : double.PositiveInfinity) - Offset) / TimeScale;

    /// <summary>The form that is fitted: exp(-βt)·(A₁·ln(t + τ₀) + A₂) + K.</summary>
    /// <returns>β = λγ, τ₀ = t₀/γ, A₁ = A·exp(-λt₀), A₂ = A₁·ln γ, K.</returns>
    public (double Beta, double Tau0, double A1, double A2, double K) ToFitForm()
    {
        var a1 = Amplitude * Math.Exp(-Decay * Offset);
        return (Decay * TimeScale, Offset / TimeScale, a1, a1 * Math.Log(TimeScale), Limit);
    }

    /// <summary>The curve of the fitted form.</summary>
    /// <param name="beta">β.</param>
    /// <param name="tau0">τ₀.</param>
    /// <param name="a1">A₁, not 0.</param>
    /// <param name="a2">A₂.</param>
    /// <param name="k">K.</param>
    /// <returns>γ = exp(A₂/A₁), λ = β/γ, t₀ = τ₀γ, A = A₁·exp(λt₀), K.</returns>
    public static ActivationCurve FromFitForm(double beta, double tau0, double a1, double a2, double k)
    {
        if (a1 == 0)
            throw new ArgumentOutOfRangeException(nameof(a1), a1, "A curve without amplitude has no time scale.");
        var gamma = Math.Exp(a2 / a1);
        var (lambda, t0) = (beta / gamma, tau0 * gamma);
        return new(a1 * Math.Exp(lambda * t0), lambda, gamma, t0, k);
    }

    /// <summary>Lambert's W for y ≥ 0, the w with w·exp(w) = y.</summary>
    /// <param name="y">Not negative.</param>
    public static double LambertW(double y)
    {
        if (!(y >= 0 && double.IsFinite(y)))
            throw new ArgumentOutOfRangeException(nameof(y), y, "This branch takes finite numbers that are not negative.");
        // Halley's method from above ln(1 + y), which bounds W.
        var w = Math.Log(1 + y);
        for (var i = 0; i < 50; i++)
        {
            var (e, error) = (Math.Exp(w), w * Math.Exp(w) - y);
            var step = error / (e * (w + 1) - (w + 2) * error / (2 * w + 2));
            w -= step;
            if (Math.Abs(step) <= 1e-15 * Math.Max(1, w))
                break;
        }

        return w;
    }

    private double X(double t) => TimeScale * t + Offset;
}
