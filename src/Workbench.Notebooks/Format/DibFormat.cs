using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>
/// The text format of .NET notebooks: a line <c>#!name</c> begins a cell of that language, a block <c>#!meta</c> with JSON may stand first.
/// Outputs, ids and metadata of cells have no place in it.
/// </summary>
internal static class DibFormat
{
    public const string Ending = ".dib";

    private const string Meta = "#!meta";
    private const string Raw = "raw";
    private const string KernelInfo = "kernelInfo";

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a path names a file of this format.</summary>
    public static bool IsPath(string path) => Path.GetExtension(path).Equals(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Fills an empty notebook with the cells of a text. A code cell in another language than C# begins with the line that chooses it, so
    /// that it runs everywhere, and notes it in its metadata too.
    /// </summary>
    /// <exception cref="NotebookFormatException">What stands under <c>#!meta</c> is not a JSON object.</exception>
    public static void Read(string text, string name, NotebookDocument document)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var at = ReadMeta(lines, name, document);
        var names = Names(document);
        var kernel = Default(document);
        var cell = new List<string>();
        foreach (var line in lines.Skip(at))
        {
            if (Begun(line, names) is not { } next)
            {
                cell.Add(line);
                continue;
            }
            Add(document, kernel, cell);
            kernel = next;
            cell.Clear();
        }
        Add(document, kernel, cell);
    }

    /// <summary>The cells of a notebook as text; empty ones vanish.</summary>
    public static string Write(NotebookDocument document)
    {
        var sections = new List<(string Kernel, string Text)>();
        var names = Names(document);
        foreach (var cell in document.Cells)
        {
            var (kernel, text) = cell.Kind switch
            {
                CellKind.Markdown => ("markdown", Shielded(cell.Source, names)),
                CellKind.Raw => (Raw, Shielded(cell.Source, names)),
                _ => Code(document, cell),
            };
            text = Trimmed(text.ReplaceLineEndings("\n").Split('\n'));
            if (text.Length > 0)
                sections.Add((kernel, text));
        }
        var result = new StringBuilder($"{Meta}\n\n{MetaOf(document, sections).ToJsonString(OneLine)}\n");
        foreach (var (kernel, text) in sections)
            result.Append($"\n#!{kernel}\n\n{text}\n");
        return result.ToString();
    }

    private static int ReadMeta(string[] lines, string name, NotebookDocument document)
    {
        var start = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        if (start < 0 || lines[start].TrimEnd() != Meta)
            return 0;
        var end = Array.FindIndex(lines, start + 1, line => line.StartsWith("#!", StringComparison.Ordinal));
        end = end < 0 ? lines.Length : end;
        var text = string.Join('\n', lines[(start + 1)..end]);
        if (string.IsNullOrWhiteSpace(text))
            return end;
        JsonObject meta;
        try
        {
            meta = JsonOriginal.Parse(text).Root as JsonObject ?? throw new NotebookFormatException($"'{name}' is not a notebook: expected a JSON object under {Meta} in line {start + 1}.");
        }
        catch (JsonException e)
        {
            throw new NotebookFormatException($"'{name}' is not a notebook: what stands under {Meta} is not valid JSON (line {start + 2 + e.LineNumber}).", e);
        }
        foreach (var (key, value) in meta.ToList())
        {
            meta.Remove(key);
            if (key == KernelInfo)
                document.Metadata["polyglot_notebook"] = new JsonObject { [KernelInfo] = value };
            else
                document.Metadata[key] = value;
        }
        return end;
    }

    /// <summary>The kernel whose cell a line begins, or null: <c>#!word</c> lines that name none are directives within a cell.</summary>
    private static string? Begun(string line, Dictionary<string, string> names)
    {
        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return null;
        var word = line[2..].TrimEnd();
        return names.TryGetValue(word, out var declared) ? declared : word == Raw ? Raw : word.Length == 0 || word[0] == ' ' ? null : NotebookLanguage.Canonical(word);
    }

    /// <summary>The kernels that the notebook itself declares, with their aliases.</summary>
    private static Dictionary<string, string> Names(NotebookDocument document)
    {
        var names = new Dictionary<string, string>();
        foreach (var item in (document.Metadata["polyglot_notebook"]?[KernelInfo]?["items"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var name = MultilineText.Read(item["name"]);
            if (name.Length == 0)
                continue;
            names[name] = Kernel(name);
            foreach (var alias in (item["aliases"] as JsonArray ?? []).Select(MultilineText.Read).Where(alias => alias.Length > 0))
                names.TryAdd(alias, Kernel(name));
        }
        return names;
    }

    private static string Default(NotebookDocument document) => Kernel(NotebookLanguage.DefaultOf(document) ?? NotebookLanguage.CSharp);

    private static string Kernel(string name) => NotebookLanguage.Canonical(name) ?? name;

    private static void Add(NotebookDocument document, string kernel, List<string> lines)
    {
        var text = Trimmed(lines);
        if (text.Length == 0)
            return;
        var kind = kernel switch { "markdown" => CellKind.Markdown, Raw => CellKind.Raw, _ => CellKind.Code };
        if (kind != CellKind.Code || (kernel == NotebookLanguage.CSharp && Default(document) == NotebookLanguage.CSharp))
        {
            document.Add(kind, text);
            return;
        }
        var cell = document.Add(kind, kernel == NotebookLanguage.CSharp ? text : $"#!{kernel}\n{text}");
        cell.Json["metadata"] = new JsonObject
        {
            ["dotnet_interactive"] = new JsonObject { ["language"] = kernel },
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = kernel },
        };
    }

    private static (string Kernel, string Text) Code(NotebookDocument document, NotebookCell cell)
    {
        var lines = cell.Source.Split('\n');
        var first = Array.FindIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        var kernel = NotebookLanguage.KernelOf(document, cell);
        var isChosen = first >= 0 && (lines[first].TrimEnd() == $"#!{kernel}" || NotebookLanguage.Chosen(lines[first].TrimEnd()) is not null);
        return (kernel, isChosen ? string.Join('\n', lines[(first + 1)..]) : cell.Source);
    }

    /// <summary>A line of prose that looks like the beginning of a cell is moved by a space, which changes nothing for its reader.</summary>
    private static string Shielded(string text, Dictionary<string, string> names) =>
        string.Join('\n', text.Split('\n').Select(line => Begun(line, names) is null ? line : " " + line));

    /// <summary>Lines without the empty ones at both ends.</summary>
    private static string Trimmed(IReadOnlyList<string> lines)
    {
        var start = 0;
        var end = lines.Count;
        while (start < end && string.IsNullOrWhiteSpace(lines[start]))
            start++;
        while (end > start && string.IsNullOrWhiteSpace(lines[end - 1]))
            end--;
        return string.Join('\n', lines.Skip(start).Take(end - start));
    }

    private static JsonObject MetaOf(NotebookDocument document, List<(string Kernel, string Text)> sections)
    {
        var info = document.Metadata["polyglot_notebook"]?[KernelInfo]?.DeepClone() as JsonObject ?? [];
        if (info["defaultKernelName"] is not JsonValue)
            info["defaultKernelName"] = Default(document);
        if (info["items"] is not JsonArray items)
            info["items"] = items = [];
        foreach (var kernel in sections.Select(section => section.Kernel).Where(kernel => kernel != Raw).Append(MultilineText.Read(info["defaultKernelName"])).Distinct())
        {
            if (items.OfType<JsonObject>().All(item => MultilineText.Read(item["name"]) != kernel))
                items.Add((JsonNode)new JsonObject { ["name"] = kernel, ["languageName"] = NotebookLanguage.DisplayName(kernel), ["aliases"] = new JsonArray() });
        }
        var meta = new JsonObject { [KernelInfo] = info };
        foreach (var (key, value) in document.Metadata.Where(member => member.Key is not ("kernelspec" or "language_info" or "polyglot_notebook" or "dotnet_interactive")))
            meta[key] = value?.DeepClone();
        return meta;
    }
}
