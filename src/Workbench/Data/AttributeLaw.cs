namespace Workbench.Data;

/// <summary>
/// Three binary attributes that go together: the weight of a pattern grows with e^(1/2) for every pair of equal attributes.
/// Benches of editing name some of them in a prompt and leave others open.
/// </summary>
public static class AttributeLaw
{
    /// <summary>The number of attributes.</summary>
    public const int Count = 3;

    /// <summary>The eight patterns of zeros and ones, the last attribute changing fastest.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Patterns { get; } =
        [.. Enumerable.Range(0, 1 << Count).Select(k => (IReadOnlyList<int>)[k >> 2 & 1, k >> 1 & 1, k & 1])];

    /// <summary>Their probabilities.</summary>
    public static IReadOnlyList<double> Probabilities { get; } = Normalised();

    /// <summary>Whether a pattern is one that a prompt describes.</summary>
    /// <param name="pattern">Zeros and ones.</param>
    /// <param name="prompt">0 or 1 for each attribute that the prompt names, null for one that it leaves open.</param>
    /// <exception cref="ArgumentException">The prompt has another number of attributes, or other values.</exception>
    public static bool Matches(IReadOnlyList<int> pattern, IReadOnlyList<int?> prompt)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(prompt);
        if (prompt.Count != Count || prompt.Any(p => p is not (null or 0 or 1)))
            throw new ArgumentException($"Expected 0, 1 or null for each of {Count} attributes; got [{string.Join(", ", prompt.Select(p => p?.ToString() ?? "null"))}].", nameof(prompt));
        return pattern.Zip(prompt).All(pair => pair.Second is null || pair.Second == pair.First);
    }

    private static double[] Normalised()
    {
        var weights = Patterns.Select(a => Math.Exp(0.5 * new[] { a[0] == a[1], a[0] == a[2], a[1] == a[2] }.Count(equal => equal))).ToArray();
        return [.. weights.Select(w => w / weights.Sum())];
    }
}
