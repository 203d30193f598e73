using Workbench.Papers;

namespace Workbench.Cli.Gallery;

/// <summary>
/// How far a measured quantity lies from its threshold, in standard deviations over seeds, positive on the side that the claim asks for; with
/// its 95 % interval on the same scale.
/// </summary>
/// <param name="Value">(estimate − threshold) / standard deviation, with the sign of the direction asked for.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
internal sealed record Effect(double Value, double Low, double High)
{
    /// <summary>The effect behind a comparison; null where it is not defined.</summary>
    public static Effect? Of(ComparisonResult c)
    {
        if (c is not { EffectSize: { } value, Estimate: { } estimate })
            return null;
        // Both are the same distance in two units.
        var deviation = Math.Abs(value) > 0 ? (estimate - c.Threshold) / value : double.NaN;
        if (c is not { Low: { } low, High: { } high } || !double.IsFinite(deviation) || deviation == 0)
            return new(value, value, value);
        double[] ends = [(low - c.Threshold) / deviation, (high - c.Threshold) / deviation];
        return new(value, ends.Min(), ends.Max());
    }
}

/// <summary>A scale that is linear near zero and logarithmic far from it: log₁₀(1 + |x|) with the sign of x.</summary>
internal sealed class EffectScale
{
    private static readonly double[] Candidates = [-10000, -1000, -100, -10, -3, -1, 0, 1, 3, 10, 100, 1000, 10000];

    private readonly double _low;
    private readonly double _high;

    public EffectScale(IEnumerable<Effect> effects)
    {
        double[] ends = [.. effects.SelectMany(effect => new[] { Bend(effect.Low), Bend(effect.High) }), Bend(-3), Bend(10)];
        var room = (ends.Max() - ends.Min()) * 0.04;
        (_low, _high) = (ends.Min() - room, ends.Max() + room);
    }

    /// <summary>Values with a line and a number.</summary>
    public IEnumerable<double> Ticks => Candidates.Where(tick => Bend(tick) >= _low && Bend(tick) <= _high);

    /// <summary>Where a value lies, in percent of the width.</summary>
    public double Place(double value) => 100 * (Bend(value) - _low) / (_high - _low);

    private static double Bend(double value) => Math.Sign(value) * Math.Log10(1 + Math.Abs(value));
}
