namespace Workbench.Papers;

/// <summary>Finds the known name closest to a mistyped one, for error messages.</summary>
internal static class Nearest
{
    /// <summary>" Did you mean 'x'?" for the closest known name, or the list of known names when none is close.</summary>
    public static string Hint(string given, IEnumerable<string> known)
    {
        var names = known.ToArray();
        if (names.Length == 0)
            return " None is declared.";
        var (name, distance) = names.Select(n => (n, Distance(given, n))).MinBy(p => p.Item2);
        return distance <= Math.Max(2, given.Length / 3)
            ? $" Did you mean '{name}'?"
            : $" Known: {string.Join(", ", names)}.";
    }

    /// <summary>Levenshtein's edit distance, letters compared without case.</summary>
    internal static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
