using Workbench.Statistics;

namespace Workbench.Ablations;

/// <summary>One variant's measurement against the baseline's on the same seeds.</summary>
public sealed class ComparisonRow : AblationVariant
{
    internal ComparisonRow(AblationVariant variant, string measurement, IReadOnlyList<int> seeds, PairedComparison? paired, int missing)
        : base(variant)
    {
        Measurement = measurement;
        Seeds = seeds;
        Paired = paired;
        Missing = missing;
    }

    /// <summary>The measurement.</summary>
    public string Measurement { get; }

    /// <summary>The seeds on which both have a usable run.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>The comparison; null when no seed has both.</summary>
    public PairedComparison? Paired { get; }

    /// <summary>How many pairs n.</summary>
    public int Count => Seeds.Count;

    /// <summary>How many seeds lack one of the two.</summary>
    public int Missing { get; }

    /// <summary>Mean of variant minus baseline, with its interval.</summary>
    public Estimate Difference => Paired?.Estimate ?? new(double.NaN, double.NaN, Interval.Undefined, 0, 0.95);

    /// <summary>Cohen's d_z: mean difference over the standard deviation of the differences.</summary>
    public double EffectSize => Paired?.EffectSize ?? double.NaN;

    /// <summary>Two-sided p value of the paired t test, not corrected for the number of rows.</summary>
    public double PValue => Paired?.TTestPValue ?? double.NaN;

    /// <summary>The p value corrected by Holm's method for all rows of the comparison.</summary>
    public double HolmPValue { get; internal set; } = double.NaN;
}
