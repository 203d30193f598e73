using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Kernels.Magics;

/// <summary>Runs a file as if it stood in the cell: notebooks cell by cell, other files in the language of their name.</summary>
internal sealed partial class ImportMagic : Magic
{
    private static readonly Dictionary<string, string> LanguageOf = new(StringComparer.OrdinalIgnoreCase)
    {
        [".cs"] = "csharp",
        [".csx"] = "csharp",
        [".fs"] = "fsharp",
        [".fsx"] = "fsharp",
        [".js"] = "javascript",
        [".html"] = "html",
        [".css"] = "css",
        [".md"] = "markdown",
        [".mermaid"] = "mermaid",
        [".mmd"] = "mermaid",
    };

    public override MagicSyntax Syntax { get; } = new("import", "Runs the cells of a notebook, or a file, here; paths start at the file that imports.",
        new MagicOption("file", null, $"A notebook (.ipynb, .dib) or a file ({string.Join(", ", LanguageOf.Keys)}).", IsRequired: true));

    public override async Task RunAsync(MagicCall call, CellRun run)
    {
        var path = Path.GetFullPath(call["file"]!, run.Folder);
        if (!File.Exists(path))
            throw new MagicException($"there is no file '{call["file"]}'", $"Looked for {path}");
        if (run.IsWithin(path))
            throw new MagicException($"'{call["file"]}' imports itself, directly or through another file");
        foreach (var (number, text, name) in Cells(path))
        {
            var language = run.Kernel.Languages.Choose(name, Path.GetFileName(path));
            var code = language.Name == "csharp" ? WithWholePaths(text, Path.GetDirectoryName(path)!) : text;
            await run.RunWithinAsync(code, number is null ? Path.GetFileName(path) : $"{Path.GetFileName(path)} [{number}]", language, Path.GetDirectoryName(path), path);
        }
    }

    private static IEnumerable<(int? Number, string Text, string? Language)> Cells(string path)
    {
        var extension = Path.GetExtension(path);
        if (LanguageOf.TryGetValue(extension, out var language))
            return [(null, File.ReadAllText(path), language)];
        if (!extension.Equals(".ipynb", StringComparison.OrdinalIgnoreCase) && !DibFormat.IsPath(path))
            throw new MagicException($"'{Path.GetFileName(path)}' cannot be imported: expected a file with one of .ipynb, .dib, {string.Join(", ", LanguageOf.Keys)}");
        try
        {
            var document = NotebookDocument.Load(path);
            return CellsOf(document);
        }
        catch (NotebookFormatException e)
        {
            throw new MagicException(e.Message);
        }
    }

    private static IEnumerable<(int? Number, string Text, string? Language)> CellsOf(NotebookDocument document)
    {
        var number = 0;
        foreach (var cell in document.Cells)
        {
            if (cell.Kind == CellKind.Code)
                yield return (++number, cell.Source, NotebookLanguage.Of(cell) ?? NotebookLanguage.DefaultOf(document));
            else if (cell.Kind == CellKind.Markdown)
                yield return (null, cell.Source, "markdown");
        }
    }

    /// <summary>Paths in <c>#r</c> and <c>#load</c> start at the file they stand in, while the compiler knows only the notebook's folder.</summary>
    private static string WithWholePaths(string code, string folder) => Reference().Replace(code, match =>
    {
        var path = Path.GetFullPath(match.Groups[2].Value, folder);
        return File.Exists(path) ? $"{match.Groups[1].Value}\"{path}\"" : match.Value;
    });

    [GeneratedRegex("""^(#r\s*|#load\s*)"([^":]+)"(?=\s*(//.*)?$)""", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
