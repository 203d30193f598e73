using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>
/// A notebook: a file of format nbformat 4 (<c>.ipynb</c>), or a text of cells (<c>.dib</c>), which is kept as the former. What is not changed
/// is written back as it was read: unknown keys, their order, cell ids, attachments, indentation, final newline; a document nobody changed
/// is written back byte for byte.
/// </summary>
public sealed class NotebookDocument
{
    private readonly JsonLayout _layout;
    private readonly (string Text, JsonOriginal Parts)? _original;
    private readonly List<NotebookCell> _cells;
    private (string Original, string Rewritten)? _dib;

    private NotebookDocument(JsonObject json, List<NotebookCell> cells, JsonLayout layout, (string Text, JsonOriginal Parts)? original)
    {
        Json = json;
        _cells = cells;
        _layout = layout;
        _original = original;
    }

    /// <summary>The notebook's JSON.</summary>
    public JsonObject Json { get; }

    /// <summary>The cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => _cells;

    /// <summary>The cells that hold code, in order.</summary>
    public IEnumerable<NotebookCell> CodeCells => _cells.Where(cell => cell.Kind == CellKind.Code);

    /// <summary>The notebook's metadata.</summary>
    public JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is not JsonObject metadata)
                Json["metadata"] = metadata = [];
            return metadata;
        }
    }

    /// <summary>The text of the first Markdown heading, or null when there is none.</summary>
    public string? Title => _cells
        .Where(cell => cell.Kind == CellKind.Markdown)
        .SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    /// <summary>Reads a notebook; a name that ends in <c>.dib</c> is that of a text of cells.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="NotebookFormatException">The file is not JSON or not a notebook of format 4.</exception>
    public static NotebookDocument Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new FileNotFoundException($"'{path}' is a folder; expected a notebook file (.ipynb).", path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no notebook '{path}'.", path);
        var text = File.ReadAllText(path);
        return DibFormat.IsPath(path) ? ParseDib(text, path) : Parse(text, path);
    }

    /// <summary>Reads a notebook from a text of cells (<c>.dib</c>); <paramref name="name"/> stands for it in error messages.</summary>
    /// <exception cref="NotebookFormatException">The block under <c>#!meta</c> is not a JSON object.</exception>
    public static NotebookDocument ParseDib(string text, string name = "notebook")
    {
        ArgumentNullException.ThrowIfNull(text);
        var document = Create();
        DibFormat.Read(text, name, document);
        document._dib = (text, DibFormat.Write(document));
        return document;
    }

    /// <summary>Reads a notebook from its text; <paramref name="name"/> stands for it in error messages.</summary>
    /// <exception cref="NotebookFormatException">The text is not JSON or not a notebook of format 4.</exception>
    public static NotebookDocument Parse(string text, string name = "notebook")
    {
        ArgumentNullException.ThrowIfNull(text);
        JsonNode? root;
        JsonOriginal parts;
        try
        {
            (root, parts) = JsonOriginal.Parse(text);
        }
        catch (JsonException e)
        {
            throw new NotebookFormatException($"'{name}' is not a notebook: it is not valid JSON (line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {Reason(e)}).", e);
        }
        if (root is not JsonObject json || (json["cells"] ?? json["nbformat"]) is null)
            throw new NotebookFormatException($"'{name}' is not a notebook: expected a JSON object with a list of 'cells'.");
        // Before the cells: those of older formats lie elsewhere.
        if (json["nbformat"] is not JsonValue version || !version.TryGetValue<int>(out var major) || major != 4)
            throw new NotebookFormatException($"'{name}' has notebook format {json["nbformat"]?.ToJsonString() ?? "(none)"}; expected 4. Save it again with a current Jupyter.");
        if (json["cells"] is not JsonArray cells)
            throw new NotebookFormatException($"'{name}' is not a notebook: expected a JSON object with a list of 'cells'.");
        return new NotebookDocument(json, [.. cells.Select((cell, index) => ReadCell(cell, index, name))], JsonLayout.Of(text), (text, parts));
    }

    /// <summary>A new notebook of format 4.5 without cells, for C#.</summary>
    public static NotebookDocument Create() => new(new JsonObject
    {
        ["cells"] = new JsonArray(),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
            ["language_info"] = LanguageInfo(),
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }, [], JsonLayout.Jupyter, null);

    /// <summary>Appends a cell; where the format has ids (4.5), with one that is new in this notebook.</summary>
    public NotebookCell Add(CellKind kind, string source) => Insert(_cells.Count, kind, source);

    /// <summary>Inserts a cell before the one at <paramref name="index"/>; where the format has ids (4.5), with one that is new in this notebook.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is below 0 or above the number of cells.</exception>
    public NotebookCell Insert(int index, CellKind kind, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, _cells.Count);
        var json = new JsonObject { ["cell_type"] = kind.ToString().ToLowerInvariant() };
        if (kind == CellKind.Code)
            json["execution_count"] = null;
        if (HasIds)
            json["id"] = NewId();
        json["metadata"] = new JsonObject();
        if (kind == CellKind.Code)
            json["outputs"] = new JsonArray();
        json["source"] = MultilineText.ToLines(source);
        ((JsonArray)Json["cells"]!).Insert(index, json);
        var cell = new NotebookCell(json, kind);
        _cells.Insert(index, cell);
        return cell;
    }

    /// <summary>Removes a cell.</summary>
    /// <exception cref="ArgumentException">The cell is not of this notebook.</exception>
    public void Remove(NotebookCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var index = _cells.IndexOf(cell);
        if (index < 0)
            throw new ArgumentException("The cell is not of this notebook.", nameof(cell));
        _cells.RemoveAt(index);
        ((JsonArray)Json["cells"]!).RemoveAt(index);
    }

    /// <summary>
    /// Gives an id to every cell that has none or one that the format forbids or another cell has; only where the format has ids (4.5).
    /// </summary>
    internal void EnsureIds()
    {
        if (!HasIds)
            return;
        var met = new HashSet<string>();
        foreach (var cell in _cells)
        {
            if (cell.Id is not { Length: > 0 and <= 64 } id || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || !met.Add(id))
            {
                cell.Json["id"] = NewId();
                met.Add(cell.Id!);
            }
        }
    }

    /// <summary>Removes the outputs, execution numbers and timings of all cells.</summary>
    public void Strip()
    {
        foreach (var cell in _cells)
            cell.ClearOutputs();
    }

    /// <summary>The notebook as the text of a file.</summary>
    public string ToText() => _original is { } original && original.Parts.IsUnchanged(Json) ? original.Text : NotebookJson.Write(Json, _layout, _original?.Parts);

    /// <summary>The cells as the text of a <c>.dib</c> file, which has no place for outputs, ids and metadata of cells.</summary>
    public string ToDib()
    {
        var text = DibFormat.Write(this);
        return text == _dib?.Rewritten ? _dib.Value.Original : text;
    }

    /// <summary>
    /// Writes the notebook: beside the target first, then renamed, so that the file is the old one or the new one, never half.
    /// A name that ends in <c>.dib</c> gets a text of cells.
    /// </summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteAllText(path, DibFormat.IsPath(path) ? ToDib() : ToText());
    }

    /// <summary>Names the language in the metadata when no kernel has done so.</summary>
    internal void EnsureLanguageInfo()
    {
        if (Metadata["language_info"] is not JsonObject)
            Metadata["language_info"] = LanguageInfo();
    }

    /// <summary>Cells have ids from format 4.5 on.</summary>
    private bool HasIds => Json["nbformat_minor"] is JsonValue value && value.TryGetValue<int>(out var minor) && minor >= 5;

    private string NewId()
    {
        var number = _cells.Count + 1;
        while (_cells.Any(cell => cell.Id == $"cell-{number}"))
            number++;
        return $"cell-{number}";
    }

    private static JsonObject LanguageInfo() => new()
    {
        ["file_extension"] = ".cs",
        ["mimetype"] = "text/x-csharp",
        ["name"] = "C#",
        ["pygments_lexer"] = "csharp",
        ["version"] = "14.0",
    };

    private static NotebookCell ReadCell(JsonNode? node, int index, string name)
    {
        if (node is not JsonObject json)
            throw new NotebookFormatException($"'{name}' is not a notebook: cell {index + 1} is not an object.");
        return MultilineText.Read(json["cell_type"]) switch
        {
            "code" => new NotebookCell(json, CellKind.Code),
            "markdown" => new NotebookCell(json, CellKind.Markdown),
            "raw" => new NotebookCell(json, CellKind.Raw),
            var other => throw new NotebookFormatException($"'{name}' is not a notebook: cell {index + 1} has cell_type '{other}'; expected code, markdown or raw."),
        };
    }

    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" Path:", StringComparison.Ordinal);
        if (end < 0)
            end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
