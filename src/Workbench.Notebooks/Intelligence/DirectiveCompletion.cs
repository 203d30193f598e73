using System.Text.RegularExpressions;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Intelligence;

/// <summary>Completions in lines that start with <c>#</c>: directives, paths, packages.</summary>
internal static partial class DirectiveCompletion
{
    private const int Limit = 200;

    private static readonly (string Text, string Description)[] Directives =
    [
        ("#r \"", "Refers to a library or package."), ("#load \"", "Runs a script file."), ("#i \"nuget: ", "Adds a source of packages."), ("#if ", ""), ("#else", ""), ("#elif ", ""), ("#endif", ""),
        ("#region ", ""), ("#endregion", ""), ("#nullable ", ""), ("#pragma warning ", ""), ("#define ", ""), ("#undef ", ""),
    ];

    /// <summary>Completions for the line of the cursor, or null when it is code.</summary>
    public static CompletionList? Of(string code, int position, string baseDirectory, IReadOnlyList<MagicName> magics)
    {
        var lineStart = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var before = code[lineStart..position];
        if (!before.StartsWith('#'))
            return null;
        if (Package().Match(before) is { Success: true } package)
            return Packages(package, lineStart);
        if (PathOf().Match(before) is { Success: true } path)
            return PathCompletion.Of(path.Groups["path"].Value, path.Groups["verb"].Value, baseDirectory, position);
        if (before.AsSpan().IndexOfAny(" \t\"") >= 0)
            return before.StartsWith("#!", StringComparison.Ordinal) || before.StartsWith("#r", StringComparison.Ordinal) || before.StartsWith("#i ", StringComparison.Ordinal) ? new CompletionList([], position, position) : null;
        var found = magics.Select(magic => new CompletionItem("#!" + magic.Name, "#!" + magic.Name, CompletionKind.Magic, magic.Help))
            .Concat(Directives.Select(directive => new CompletionItem(directive.Text, directive.Text.TrimEnd(' ', '"'), CompletionKind.Keyword, directive.Description)))
            .Where(item => item.Text.StartsWith(before, StringComparison.OrdinalIgnoreCase))
            .OrderBy(item => item.Text.StartsWith(before, StringComparison.Ordinal) ? 0 : 1).ThenBy(item => item.Text, StringComparer.Ordinal);
        return new CompletionList([.. found], lineStart, position);
    }

    private static CompletionList Packages(Match match, int lineStart)
    {
        var version = match.Groups["version"];
        var part = version.Success ? version : match.Groups["id"];
        var start = lineStart + part.Index;
        return new CompletionList([.. (version.Success ? LocalPackages.Versions(match.Groups["id"].Value.Trim(), version.Value) : LocalPackages.Ids(part.Value)).Take(Limit)], start, start + part.Length);
    }

    [GeneratedRegex("""^#r\s*"\s*nuget:\s*(?<id>[^",]*?)(\s*,\s*(?<version>[^"]*))?$""", RegexOptions.IgnoreCase)]
    private static partial Regex Package();

    [GeneratedRegex("""^#(?<verb>r|load|!import)\s*"?(?<path>(?<=["\s])[^"]*)$""")]
    private static partial Regex PathOf();
}
