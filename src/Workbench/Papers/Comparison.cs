using Workbench.Statistics;

namespace Workbench.Papers;

/// <summary>How a comparison or a criterion came out.</summary>
public enum Outcome
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It does not hold.</summary>
    Fails,

    /// <summary>
    /// It compares an average whose 95 % interval contains the threshold, so the seeds cannot tell; or the compared quantity is not
    /// finite (a division by zero).
    /// </summary>
    Unclear,
}

/// <summary>
/// One comparison of a criterion with the numbers that decided it.
/// </summary>
/// <param name="Text">The comparison as the card has it.</param>
/// <param name="Quantity">What is compared with the threshold, as text: the left side, or "left - right" when both sides are measured.</param>
/// <param name="Operator">One of &lt; &lt;= &gt; &gt;=.</param>
/// <param name="Threshold">The number the quantity is compared with.</param>
/// <param name="Estimate">
/// The quantity over seeds. For a per-seed comparison the mean and its t interval; for an average or a ratio of averages its value and
/// jackknife t interval; for a count, median, extreme or interval end the value alone.
/// </param>
/// <param name="EffectSize">(estimate - threshold) / standard deviation over seeds, positive in the direction the comparison asks for; NaN if undefined.</param>
/// <param name="Values">The quantity in each seed, for a per-seed comparison; empty otherwise.</param>
/// <param name="SeedsHolding">In how many seeds a per-seed comparison holds; null for one over all seeds.</param>
/// <param name="Outcome">Whether it holds; for a per-seed comparison, whether it holds in every seed.</param>
public sealed record Comparison(
    string Text,
    string Quantity,
    string Operator,
    double Threshold,
    Estimate Estimate,
    double EffectSize,
    IReadOnlyList<double> Values,
    int? SeedsHolding,
    Outcome Outcome);
