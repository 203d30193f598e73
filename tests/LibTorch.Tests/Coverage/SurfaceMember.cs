using System.Text.RegularExpressions;

namespace Workbench.LibTorch.Tests.Coverage;

/// <summary>A public member as a call sees it: its name, and for what takes arguments their types, names and whether they may be left out.</summary>
/// <param name="Text">The whole line, as <see cref="PublicApi.PublicApiText"/> writes members.</param>
/// <param name="Name">The member's name without type parameters; <c>type</c> for the declaration of the type itself.</param>
/// <param name="Returns">The type of its value.</param>
/// <param name="Parameters">Its parameters; null for a field, an event or a property without index.</param>
internal sealed partial record SurfaceMember(string Text, string Name, string Returns, IReadOnlyList<SurfaceParameter>? Parameters)
{
    /// <summary>Reads a line.</summary>
    public static SurfaceMember Parse(string line)
    {
        var text = Modifiers().Replace(line, "");
        if (text.StartsWith("type ", StringComparison.Ordinal)) return new(line, "type", "", null);
        if (text.StartsWith("event ", StringComparison.Ordinal)) return new(line, text.Split(' ')[^1], "", null);
        if (text.EndsWith('}'))
        {
            text = text[..text.LastIndexOf('{')].TrimEnd();
            // An indexer, whatever name it has in the metadata: a call does not name it.
            if (text.EndsWith(']') && Opening(text) is var index && index > 0 && index < text.Length - 1 && text[index - 1] != ' ' && text[(index + 1)..].Contains(' '))
                return new(line, "Item", Plain(text[..text.LastIndexOf(' ', index)]), SurfaceParameter.ParseAll(text[(index + 1)..^1]));
        }
        if (text.EndsWith(')') && Opening(text) is var open and > 0)
        {
            var head = text[..open];
            if (head.EndsWith('>')) head = head[..Opening(head)];
            var space = head.LastIndexOf(' ');
            return new(line, head[(space + 1)..], space < 0 ? "" : Plain(head[..space]), SurfaceParameter.ParseAll(text[(open + 1)..^1]));
        }
        text = text.Split(" = ")[0];
        return new(line, text[(text.LastIndexOf(' ') + 1)..], Plain(text[..Math.Max(0, text.LastIndexOf(' '))]), null);
    }

    /// <summary>
    /// Whether every call that binds to <paramref name="wanted"/> binds to this one as well: the same types and names in the same order, what may be left out there may be left out here,
    /// and what is here besides may be left out. Operators are called without names.
    /// </summary>
    public bool Covers(SurfaceMember wanted)
    {
        if (Name != wanted.Name || (Parameters is null) != (wanted.Parameters is null)) return false;
        if (wanted.Parameters is null) return true;
        if (Parameters!.Count < wanted.Parameters.Count || Parameters.Skip(wanted.Parameters.Count).Any(extra => !extra.Optional)) return false;
        // A conversion is told from others of its type by what it gives.
        if (Name is "op_Implicit" or "op_Explicit" && Returns != wanted.Returns) return false;
        var named = !Name.StartsWith("op_", StringComparison.Ordinal);
        return wanted.Parameters.Zip(Parameters).All(pair => pair.Second.Covers(pair.First, named));
    }

    /// <summary>A type without the names that its tuples give their parts.</summary>
    internal static string Plain(string type) => TupleNames().Replace(type.Trim(), "");

    /// <summary>The bracket that the last character of a text closes.</summary>
    private static int Opening(string text)
    {
        int depth = 0;
        for (int at = text.Length - 1; at >= 0; at--)
        {
            if (text[at] is ')' or '>' or ']') depth++;
            if (text[at] is '(' or '<' or '[' && --depth == 0) return at;
        }
        return -1;
    }

    [GeneratedRegex("^((static|virtual|abstract) )+")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@"(?<=[\w\]>?)]) \w+(?=[,)])")]
    private static partial Regex TupleNames();
}
