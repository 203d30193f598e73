namespace Workbench.Notebooks.Kernels;

/// <summary>Says which known name somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary><c>; did you mean 'x'?</c> when a known name differs by few letters, else nothing.</summary>
    public static string Hint(string name, IEnumerable<string> known, string prefix = "")
    {
        var nearest = known.Select(other => (Name: other, Distance: Distance(name.ToLowerInvariant(), other.ToLowerInvariant()))).DefaultIfEmpty((Name: "", Distance: int.MaxValue)).MinBy(entry => entry.Distance);
        return nearest.Distance <= Math.Max(1, name.Length / 3) ? $"; did you mean {prefix}{nearest.Name}?" : "";
    }

    /// <summary>How many letters must be added, removed, changed or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }
                var change = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(change, 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }
        return distances[a.Length, b.Length];
    }
}
