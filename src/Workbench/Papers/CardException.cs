namespace Workbench.Papers;

/// <summary>A paper card that cannot be used: what is wrong, in which file and line.</summary>
/// <param name="file">The card's file, relative to the repository where possible.</param>
/// <param name="line">One-based line in the file.</param>
/// <param name="problem">What is wrong and what is expected.</param>
public sealed class CardException(string file, long line, string problem) : Exception($"{file}:{line}: {problem}")
{
    /// <summary>The card's file.</summary>
    public string File { get; } = file;

    /// <summary>One-based line in the file.</summary>
    public long Line { get; } = line;
}
