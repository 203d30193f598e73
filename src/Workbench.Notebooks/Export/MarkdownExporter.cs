using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Export;

/// <summary>
/// Turns a notebook into Markdown: prose as it stands, code in fences of its language, outputs as fenced text, tables and pictures.
/// Nothing of the notebook runs.
/// </summary>
public sealed partial class MarkdownExporter
{
    private static readonly (string MimeType, string Ending)[] Pictures =
        [("image/png", "png"), ("image/jpeg", "jpg"), ("image/gif", "gif"), ("image/webp", "webp"), ("image/svg+xml", "svg")];

    private readonly NotebookDocument _document;
    private readonly string? _folder;
    private readonly Dictionary<string, byte[]> _files = [];

    private MarkdownExporter(NotebookDocument document, string? folder)
    {
        _document = document;
        _folder = folder;
    }

    /// <summary>The Markdown text, and the pictures that it names.</summary>
    /// <param name="document">The notebook, as executed.</param>
    /// <param name="folder">The name of the folder beside the text that the pictures go to; null to put them into the text.</param>
    public static (string Text, IReadOnlyDictionary<string, byte[]> Pictures) Export(NotebookDocument document, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var exporter = new MarkdownExporter(document, folder);
        var parts = document.Cells.SelectMany((cell, index) => exporter.Cell(cell, index + 1)).Where(part => part.Length > 0);
        return (string.Join("\n\n", parts) + "\n", exporter._files);
    }

    private IEnumerable<string> Cell(NotebookCell cell, int number)
    {
        var source = cell.Source.ReplaceLineEndings("\n").Trim('\n');
        if (cell.Kind == CellKind.Raw)
            return [source];
        if (cell.Kind == CellKind.Markdown)
            return [Attached(source, cell, number)];
        return source.Trim().Length == 0 && cell.Outputs.Count == 0 ? [] : [.. Code(cell, source), .. cell.Outputs.Select((output, i) => Output(output, $"output-{number}-{i + 1}"))];
    }

    private string[] Code(NotebookCell cell, string source)
    {
        if (source.Trim().Length == 0)
            return [];
        var kernel = NotebookLanguage.KernelOf(_document, cell);
        var first = source.Split('\n')[0];
        return [Fenced(NotebookLanguage.Chosen(first.TrimEnd()) is null ? source : source[Math.Min(source.Length, first.Length + 1)..], kernel)];
    }

    private string Output(NotebookOutput output, string name)
    {
        if (output.Type == "stream")
            return Fenced(Plain(output.Text).TrimEnd('\n'), "text");
        if (output.Error is { } error)
            return Fenced(Plain(error.Traceback.Count > 0 ? string.Join('\n', error.Traceback) : $"{error.Name}: {error.Message}"), "text");
        var label = output.TextOf("text/plain") is { } text ? Plain(text).Split('\n')[0].Trim() : "";
        foreach (var (mimeType, ending) in Pictures)
        {
            if (output.TextOf(mimeType) is { Length: > 0 } content && Picture(content, mimeType) is { } bytes)
                return Image(label.Length is > 0 and < 100 ? label : "output", bytes, mimeType, $"{name}.{ending}");
        }
        if (output.TextOf("text/markdown") is { } markdown)
            return markdown.Trim('\n');
        if (output.TextOf("text/latex") is { } latex)
            return latex.Contains('$', StringComparison.Ordinal) ? latex.Trim() : $"$$\n{latex.Trim()}\n$$";
        if (output.TextOf("text/html") is { } html && HtmlTableMarkdown.Of(html) is { } table)
            return table;
        return output.TextOf("text/plain") is { Length: > 0 } plain ? Fenced(Plain(plain).TrimEnd('\n'), "text") : "";
    }

    private string Attached(string source, NotebookCell cell, int number)
    {
        var attachments = cell.Json["attachments"] as JsonObject;
        return attachments is null ? source : Attachment().Replace(source, match =>
        {
            var name = Uri.UnescapeDataString(match.Groups[1].Value);
            foreach (var (mimeType, ending) in Pictures)
            {
                if (attachments[name]?[mimeType] is { } content && Picture(MultilineText.Read(content), mimeType) is { } bytes)
                    return $"]({Address(bytes, mimeType, $"attachment-{number}-{SafeName().Replace(Path.GetFileNameWithoutExtension(name), "-")}.{ending}")}";
            }
            return match.Value;
        });
    }

    private static byte[]? Picture(string content, string mimeType)
    {
        if (mimeType == "image/svg+xml" && content.TrimStart().StartsWith('<'))
            return Encoding.UTF8.GetBytes(content);
        try
        {
            return Convert.FromBase64String(content);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private string Image(string label, byte[] bytes, string mimeType, string file) =>
        $"![{Brackets().Replace(label, "")}]({Address(bytes, mimeType, file)})";

    private string Address(byte[] bytes, string mimeType, string file)
    {
        if (_folder is null)
            return $"data:{mimeType};base64,{Convert.ToBase64String(bytes)}";
        _files[file] = bytes;
        return $"{Uri.EscapeDataString(_folder)}/{Uri.EscapeDataString(file)}";
    }

    /// <summary>A fence longer than any in the text.</summary>
    private static string Fenced(string text, string language)
    {
        var longest = Backticks().Matches(text).Select(match => match.Length).DefaultIfEmpty(0).Max();
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text}\n{fence}";
    }

    private static string Plain(string text) => Colour().Replace(text, "");

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colour();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();

    [GeneratedRegex(@"[\[\]\n]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\]\(attachment:([^)\s]+)")]
    private static partial Regex Attachment();

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex SafeName();
}
