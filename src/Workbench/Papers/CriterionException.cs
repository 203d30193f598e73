namespace Workbench.Papers;

/// <summary>A criterion that cannot be read: what is wrong and where in its text.</summary>
/// <param name="problem">What is wrong, in a sentence.</param>
/// <param name="criterion">The whole criterion.</param>
/// <param name="position">Zero-based character position in the criterion.</param>
public sealed class CriterionException(string problem, string criterion, int position)
    : FormatException($"{problem} (at character {position + 1}: {Marked(criterion, position)})")
{
    /// <summary>What is wrong, without the position.</summary>
    public string Problem { get; } = problem;

    /// <summary>Zero-based character position in the criterion.</summary>
    public int Position { get; } = position;

    private static string Marked(string text, int position) =>
        position >= text.Length ? $"{text} ▸" : $"{text[..position]}▸{text[position..]}";
}
