namespace Workbench.Papers;

/// <summary>What a run says about a claim.</summary>
public enum VerdictKind
{
    /// <summary>The criterion holds.</summary>
    Reproduced,

    /// <summary>The criterion does not hold.</summary>
    NotReproduced,

    /// <summary>
    /// An average that the criterion compares has its threshold inside the 95 % interval, or seeds or measurements are missing or not finite.
    /// </summary>
    Inconclusive,

    /// <summary>Nothing was judged: a smoke run, a protocol the claim has not, or a run that did not measure it.</summary>
    NotJudged,

    /// <summary>No notebook measures it yet; the card says why.</summary>
    Planned,
}

/// <summary>Names of verdicts.</summary>
public static class VerdictKinds
{
    private static readonly string[] Names = ["reproduced", "not reproduced", "inconclusive", "not judged", "planned"];

    /// <summary>The words shown and stored.</summary>
    public static string Words(this VerdictKind kind) => Names[(int)kind];

    /// <summary>Whether it is a judgement, and so is written to a result file.</summary>
    public static bool IsJudged(this VerdictKind kind) => kind <= VerdictKind.Inconclusive;

    /// <summary>Reads the words of <see cref="Words"/>.</summary>
    /// <exception cref="ArgumentException">None of them.</exception>
    public static VerdictKind Parse(string words) => Array.IndexOf(Names, words) is var at and >= 0
        ? (VerdictKind)at
        : throw new ArgumentException($"unknown verdict '{words}': one of {string.Join(", ", Names)}", nameof(words));
}

/// <summary>
/// The verdict on a claim with everything that led to it.
/// </summary>
/// <param name="Claim">The claim.</param>
/// <param name="Protocol">Under which protocol it was measured.</param>
/// <param name="Kind">The verdict.</param>
/// <param name="Reason">Why, with the numbers.</param>
/// <param name="Comparisons">Each comparison of the criterion with estimate, 95 % interval and effect size; empty if nothing was evaluated.</param>
/// <param name="Seeds">The seeds that were judged: every seed that was measured.</param>
/// <param name="Measurements">For each measurement of the criterion one value per seed of <paramref name="Seeds"/>; NaN where missing.</param>
/// <param name="Partial">Name of the weaker outcome that holds although the claim is not reproduced, if any.</param>
public sealed record Verdict(
    Claim Claim,
    Protocol Protocol,
    VerdictKind Kind,
    string Reason,
    IReadOnlyList<Comparison> Comparisons,
    IReadOnlyList<int> Seeds,
    IReadOnlyDictionary<string, IReadOnlyList<double>> Measurements,
    string? Partial = null)
{
    /// <summary>The compared quantities with their 95 % intervals, short enough for a table.</summary>
    public string Ours => string.Join("; ", Comparisons.DistinctBy(c => c.Quantity).Select(c => $"{c.Quantity} = {VerdictText.Measured(c)}"));
}
