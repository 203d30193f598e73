namespace Workbench.LibTorch.Tests.Coverage;

/// <summary>What is missing on purpose: a pattern over <c>Type::member</c> and the reason.</summary>
/// <param name="Pattern">A text that the member's line contains; <c>*</c> stands for anything.</param>
/// <param name="Reason">Why it is not there.</param>
internal sealed record LeftOut(string Pattern, string Reason)
{
    /// <summary>Reads the file: <c>pattern | reason</c>, one a line.</summary>
    public static IReadOnlyList<LeftOut> Read(string file) =>
        [.. File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ", 2)).Select(parts => new LeftOut(parts[0].Trim(), parts[1].Trim()))];

    /// <summary>Whether the pattern stands for a member.</summary>
    public bool Holds(string type, SurfaceMember member)
    {
        var (text, at) = ($"{type}::{member.Text}", 0);
        foreach (var part in Pattern.Split('*', StringSplitOptions.RemoveEmptyEntries))
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0 || (at == 0 && found > 0 && Pattern[0] != '*')) return false;
            at = found + part.Length;
        }
        return true;
    }
}
