using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>Which language notebooks and cells are written in, as the different editors note it.</summary>
internal static class NotebookLanguage
{
    /// <summary>Editors of .NET notebooks name themselves instead of the language.</summary>
    private static readonly string[] CSharp = ["c#", "csharp", "cs", "polyglot-notebook", "dotnet-interactive.csharp"];

    private static readonly string[] FSharp = ["f#", "fsharp", "fs", "dotnet-interactive.fsharp"];

    /// <summary>True for what a .NET kernel runs by default.</summary>
    public static bool IsDotNet(string language) => IsCSharp(language) || FSharp.Contains(language.ToLowerInvariant());

    public static bool IsCSharp(string language) => CSharp.Contains(language.ToLowerInvariant());

    /// <summary>The language of cells that name none: what a polyglot notebook says, else the notebook's language; null when there is neither.</summary>
    public static string? DefaultOf(NotebookDocument document) =>
        Text(document.Metadata["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"]) ?? Of(document);

    /// <summary>The notebook's language, or null when it does not say.</summary>
    public static string? Of(NotebookDocument document) =>
        Text(document.Metadata["kernelspec"]?["language"]) ?? Text(document.Metadata["language_info"]?["name"]);

    /// <summary>The cell's own language, or null when it is the notebook's.</summary>
    public static string? Of(NotebookCell cell)
    {
        var metadata = cell.Json["metadata"] as JsonObject;
        return Text(metadata?["polyglot_notebook"]?["kernelName"]) ?? Text(metadata?["dotnet_interactive"]?["language"]) ?? Text(metadata?["vscode"]?["languageId"]);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
