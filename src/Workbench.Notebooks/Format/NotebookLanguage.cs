using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>Which language notebooks and cells are written in, as the different editors note it.</summary>
internal static class NotebookLanguage
{
    /// <summary>What cells without a word about it are written in.</summary>
    public const string CSharp = "csharp";

    /// <summary>Kernel names with the names of their languages and what else they are called; small letters throughout.</summary>
    private static readonly (string Name, string Language, string[] Aliases)[] Known =
    [
        // Editors of .NET notebooks name themselves instead of the language.
        (CSharp, "C#", ["c#", "cs", "polyglot-notebook", "dotnet-interactive.csharp"]),
        ("fsharp", "F#", ["f#", "fs", "dotnet-interactive.fsharp"]),
        ("pwsh", "PowerShell", ["powershell", "dotnet-interactive.pwsh"]),
        ("javascript", "JavaScript", ["js"]),
        ("html", "HTML", []),
        ("css", "CSS", []),
        ("markdown", "Markdown", ["md"]),
        ("mermaid", "Mermaid", []),
        ("sql", "T-SQL", []),
        ("kql", "KQL", []),
        ("http", "HTTP", []),
    ];

    /// <summary>The kernel name that a name of a language or an alias means, or null when it is none of ours.</summary>
    public static string? Canonical(string name)
    {
        var small = name.Trim().ToLowerInvariant();
        return Array.Find(Known, entry => entry.Name == small || entry.Aliases.Contains(small) || entry.Language.Equals(small, StringComparison.OrdinalIgnoreCase)).Name;
    }

    /// <summary>The name of a kernel's language for readers, e.g. <c>F#</c>.</summary>
    public static string DisplayName(string kernel) => Array.Find(Known, entry => entry.Name == kernel).Language ?? kernel;

    /// <summary>The kernel that a line chooses for the rest of its cell, e.g. <c>#!fsharp</c>, or null when it is no such line.</summary>
    public static string? Chosen(string line) => line.StartsWith("#!", StringComparison.Ordinal) ? Canonical(line[2..]) : null;

    /// <summary>True for what a .NET kernel runs by default.</summary>
    public static bool IsDotNet(string language) => Canonical(language) is CSharp or "fsharp";

    /// <summary>True for C# by any of its names.</summary>
    public static bool IsCSharp(string language) => Canonical(language) == CSharp;

    /// <summary>The language of cells that name none: what a polyglot notebook says, else the notebook's language; null when there is neither.</summary>
    public static string? DefaultOf(NotebookDocument document) =>
        Text(document.Metadata["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"]) ?? Of(document);

    /// <summary>The notebook's language, or null when it does not say.</summary>
    public static string? Of(NotebookDocument document) =>
        Text(document.Metadata["kernelspec"]?["language"]) ?? Text(document.Metadata["language_info"]?["name"]);

    /// <summary>The cell's own language as its metadata writes it, or null when it is the notebook's.</summary>
    public static string? Of(NotebookCell cell)
    {
        var metadata = cell.Json["metadata"] as JsonObject;
        return Text(metadata?["polyglot_notebook"]?["kernelName"]) ?? Text(metadata?["dotnet_interactive"]?["language"]) ?? Text(metadata?["vscode"]?["languageId"]);
    }

    /// <summary>The kernel a code cell begins in: what its first line chooses, else what its metadata names, else the notebook's, else C#.</summary>
    public static string KernelOf(NotebookDocument document, NotebookCell cell)
    {
        if (Chosen(FirstLine(cell.Source)) is { } chosen)
            return chosen;
        var noted = Of(cell) ?? DefaultOf(document) ?? CSharp;
        return Canonical(noted) ?? noted;
    }

    /// <summary>The first line that says something.</summary>
    private static string FirstLine(string source) => source.Split('\n').Select(line => line.TrimEnd()).FirstOrDefault(line => line.Length > 0) ?? "";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
