namespace Workbench.LibTorch.Tests.Coverage;

/// <summary>A parameter of a public member.</summary>
/// <param name="Passing"><c>params</c>, <c>out</c>, <c>ref</c> or empty.</param>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Default">What a call that leaves it out gives; null when it cannot be left out.</param>
internal sealed record SurfaceParameter(string Passing, string Type, string Name, string? Default)
{
    /// <summary>Whether a call may leave it out.</summary>
    public bool Optional => Default is not null || Passing == "params";

    /// <summary>Reads what stands between a member's brackets.</summary>
    public static IReadOnlyList<SurfaceParameter> ParseAll(string list) => [.. Split(list).Select(Parse)];

    /// <summary>Whether an argument for <paramref name="wanted"/> can be given to this one: of its type, or of one that C# widens to it.</summary>
    public bool Covers(SurfaceParameter wanted, bool named) =>
        (Type == wanted.Type || (Passing == "" && Widened(wanted.Type).Contains(Type.TrimEnd('?')) && (Type[^1] == '?' || wanted.Type[^1] != '?' || wanted.Type == "Scalar?"))) && (!named || Name == wanted.Name) && (wanted.Default is null || Default is not null)
        && (wanted.Passing == Passing || (Passing == "params" && wanted.Passing == ""));

    // TorchSharp's Scalar is a class, so that null stands for none; ours is a value, and Scalar? takes its place.
    private static string[] Widened(string type) => type.TrimEnd('?') switch
    {
        "Int32" => ["Int32", "Int64", "Double", "Scalar"],
        "Int64" => ["Int64", "Double", "Scalar"],
        "Single" => ["Single", "Double", "Scalar"],
        "Double" => ["Double", "Scalar"],
        var same => [same],
    };

    private static SurfaceParameter Parse(string text)
    {
        string? given = null;
        if (text.IndexOf(" = ", StringComparison.Ordinal) is var at and > 0) (text, given) = (text[..at], text[(at + 3)..]);
        var passing = "";
        foreach (var word in (string[])["params", "out", "ref", "in"])
            if (text.StartsWith(word + " ", StringComparison.Ordinal)) (passing, text) = (word == "in" ? "ref" : word, text[(word.Length + 1)..]);
        var space = text.LastIndexOf(' ');
        return new(passing, SurfaceMember.Plain(text[..space]), text[(space + 1)..], given);
    }

    private static IEnumerable<string> Split(string list)
    {
        int depth = 0, start = 0;
        bool quoted = false;
        for (int at = 0; at < list.Length; at++)
        {
            if (list[at] == '"') quoted = !quoted;
            if (quoted) continue;
            if (list[at] is '(' or '<' or '[') depth++;
            if (list[at] is ')' or '>' or ']') depth--;
            if (list[at] != ',' || depth > 0) continue;
            yield return list[start..at].Trim();
            start = at + 1;
        }
        if (list[start..].Trim() is { Length: > 0 } last) yield return last;
    }
}
