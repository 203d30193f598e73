namespace Workbench.Flows;

/// <summary>
/// How much noise a stochastic sampler adds at a time: g(t) in dX = [v + (g²/2)·∇log p_t]dt + g·dW, whose marginals are those of the
/// flow for every g ≥ 0 (arXiv 2011.13456, section 4.3, with the flow's drift).
/// </summary>
public sealed class Diffusion
{
    private readonly Func<double, double, double> _rate;

    /// <summary>A schedule given by a function of the time at which a step begins and the step's length, which keeps poles at t = 0 away.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="rate">g(t, h), not negative, for t in [0, 1) and h &gt; 0.</param>
    public Diffusion(string name, Func<double, double, double> rate)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(rate);
        (Name, _rate) = (name, rate);
    }

    /// <summary>No noise: the flow itself.</summary>
    public static Diffusion None { get; } = new("none", (_, _) => 0);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The same rate at all times.</summary>
    /// <param name="rate">g, not negative.</param>
    public static Diffusion Constant(double rate) => Checked(rate, new Diffusion($"constant {rate:G3}", (_, _) => rate));

    /// <summary>
    /// g = a·√((1-t)/max(t, h)): a = 0.7 in Flow-GRPO (arXiv 2505.05470), a = √2 in RF-Inversion's sampler (arXiv 2410.10792), where the drift
    /// becomes 2v - x/t.
    /// </summary>
    /// <param name="a">a, not negative.</param>
    public static Diffusion Ratio(double a) => Checked(a, new Diffusion($"ratio {a:G3}", (t, h) => a * Math.Sqrt((1 - t) / Math.Max(t, h))));

    /// <summary>g for one step.</summary>
    /// <param name="time">Where the step begins, in [0, 1).</param>
    /// <param name="step">Its length, positive.</param>
    /// <exception cref="InvalidOperationException">The function returned a negative value or none.</exception>
    public double At(double time, double step)
    {
        var rate = _rate(time, step);
        return rate >= 0 && double.IsFinite(rate)
            ? rate
            : throw new InvalidOperationException($"The diffusion '{Name}' is {rate} at t = {time:G6}; expected a finite value of at least 0.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Diffusion Checked(double rate, Diffusion diffusion) =>
        rate >= 0 ? diffusion : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A diffusion must not be negative.");
}
