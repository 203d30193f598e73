namespace Workbench.Activations;

/// <summary>What is declared of an activation and what tests hold it to.</summary>
public sealed record ActivationFacts
{
    /// <summary>The infimum of its values.</summary>
    public double Lowest { get; init; } = double.NegativeInfinity;

    /// <summary>The supremum of its values.</summary>
    public double Highest { get; init; } = double.PositiveInfinity;

    /// <summary>Whether it never falls, or never rises.</summary>
    public required bool Monotone { get; init; }

    /// <summary>The smallest L with |f(a) - f(b)| ≤ L·|a - b|; infinity for jumps and for slopes without bound.</summary>
    public required double Lipschitz { get; init; }

    /// <summary>E f(z)² for z ~ N(0, 1).</summary>
    public required double SecondMoment { get; init; }

    /// <summary>Points at which the slope, or the value, jumps.</summary>
    public IReadOnlyList<double> Kinks { get; init; } = [];

    /// <summary>1/√(E f²): weights of deviation gain/√(fan-in) keep the second moment of N(0, 1) pre-activations in the next layer.</summary>
    public double Gain => 1 / Math.Sqrt(SecondMoment);
}
