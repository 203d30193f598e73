namespace Workbench.Flows;

/// <summary>
/// How much of the noise of a pair is drawn anew at a training step, β(k): from 1, independent coupling, down to 0, the coupling itself
/// (SlimFlow, arXiv 2407.12718).
/// </summary>
public sealed class AnnealingSchedule
{
    private readonly Func<int, double> _beta;

    private AnnealingSchedule(string name, bool isConstant, Func<int, double> beta) => (Name, IsConstant, _beta) = (name, isConstant, beta);

    /// <summary>What the schedule is called in tables.</summary>
    public string Name { get; }

    /// <summary>Whether β is the same at every step.</summary>
    public bool IsConstant { get; }

    /// <summary>The same β at every step.</summary>
    /// <param name="beta">β in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">β is outside [0, 1].</exception>
    public static AnnealingSchedule Constant(double beta) => beta >= 0 && beta <= 1
        ? new AnnealingSchedule("constant", true, _ => beta)
        : throw new ArgumentOutOfRangeException(nameof(beta), beta, "β must lie in [0, 1].");

    /// <summary>β = 1 - min(1, k/K), the paper's default.</summary>
    /// <param name="steps">K, at least 1: from this step on β is 0.</param>
    public static AnnealingSchedule Linear(int steps) => new("linear", false, Within(steps, share => 1 - share));

    /// <summary>β = (1 + cos(π·min(1, k/K)))/2.</summary>
    /// <param name="steps">K, at least 1: from this step on β is 0.</param>
    // At the end exactly 0, which the cosine of a rounded π happens to give as well.
    public static AnnealingSchedule Cosine(int steps) => new("cosine", false, Within(steps, share => share >= 1 ? 0 : (1 + Math.Cos(Math.PI * share)) / 2));

    /// <summary>β = exp(-k/K); it never quite reaches 0.</summary>
    /// <param name="steps">K, at least 1.</param>
    public static AnnealingSchedule Exponential(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new AnnealingSchedule("exponential", false, step => Math.Exp(-(double)step / steps));
    }

    /// <summary>β at a step.</summary>
    /// <param name="step">k, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public double At(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return _beta(step);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Func<int, double> Within(int steps, Func<double, double> beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return step => beta(Math.Min(1, (double)step / steps));
    }
}
