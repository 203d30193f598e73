namespace Workbench.Notebooks.Intelligence;

/// <summary>How well a name fits what was typed.</summary>
internal static class CompletionMatch
{
    /// <summary>No match.</summary>
    public const int None = int.MaxValue;

    /// <summary>0 for a prefix in its case, 1 for a prefix in another case, 2 for a camel-hump match (<c>WL</c>, <c>wrL</c> for <c>WriteLine</c>), else <see cref="None"/>.</summary>
    public static int Rank(string name, string typed)
    {
        if (name.StartsWith(typed, StringComparison.Ordinal))
            return 0;
        if (name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return 1;
        return typed.Length > 1 && Humps(name, typed) ? 2 : None;
    }

    // Typed letters follow the name letter by letter, and may at any time jump to the start of a later hump.
    private static bool Humps(string name, string typed)
    {
        if (char.ToUpperInvariant(name.Length == 0 ? '\0' : name[0]) != char.ToUpperInvariant(typed[0]))
            return false;
        // Positions in the name after which the letters typed so far can end.
        var ends = new List<int> { 0 };
        foreach (var letter in typed.AsSpan(1))
        {
            var next = new List<int>();
            for (var i = ends[0] + 1; i < name.Length; i++)
            {
                if (char.ToUpperInvariant(name[i]) == char.ToUpperInvariant(letter) && (IsHump(name, i) || ends.Contains(i - 1)))
                    next.Add(i);
            }
            if (next.Count == 0)
                return false;
            ends = next;
        }
        return true;
    }

    private static bool IsHump(string name, int i) =>
        name[i - 1] == '_' || (char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])) || (char.IsDigit(name[i]) && !char.IsDigit(name[i - 1]));
}
