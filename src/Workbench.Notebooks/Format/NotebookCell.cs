using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>One cell: a view of its JSON, which keeps whatever this type does not know.</summary>
public sealed class NotebookCell
{
    private readonly List<NotebookOutput> _outputs;

    internal NotebookCell(JsonObject json, CellKind kind)
    {
        Json = json;
        Kind = kind;
        _outputs = [.. (json["outputs"] as JsonArray ?? []).OfType<JsonObject>().Select(output => new NotebookOutput(output))];
    }

    /// <summary>The cell's JSON; its outputs are changed only through this type.</summary>
    public JsonObject Json { get; }

    /// <summary>What the cell holds.</summary>
    public CellKind Kind { get; }

    /// <summary>The cell's id (nbformat 4.5), or null.</summary>
    public string? Id => Json["id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;

    /// <summary>The cell's text.</summary>
    public string Source
    {
        get => MultilineText.Read(Json["source"]);
        set
        {
            // One string stays one string.
            if (value != Source)
                Json["source"] = Json["source"] is JsonValue ? value : MultilineText.ToLines(value);
        }
    }

    /// <summary>The cell's tags, e.g. <c>raises-exception</c>.</summary>
    public IReadOnlyList<string> Tags =>
        Json["metadata"]?["tags"] is JsonArray tags ? [.. tags.Select(MultilineText.Read)] : [];

    /// <summary>The stored outputs in order; empty for Markdown and raw cells.</summary>
    public IReadOnlyList<NotebookOutput> Outputs => _outputs;

    /// <summary>The number the cell ran under, or null when it has not been run.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"] is JsonValue value && value.TryGetValue<int>(out var count) ? count : null;
        set
        {
            if (value != ExecutionCount || !Json.ContainsKey("execution_count"))
                Json["execution_count"] = value;
        }
    }

    /// <summary>Removes outputs, execution number and stored timings of a code cell.</summary>
    public void ClearOutputs()
    {
        if (Kind != CellKind.Code)
            return;
        SetOutputs([]);
        ExecutionCount = null;
        (Json["metadata"] as JsonObject)?.Remove("execution");
    }

    internal void SetOutputs(IEnumerable<NotebookOutput> outputs)
    {
        _outputs.Clear();
        _outputs.AddRange(outputs);
        if (Json["outputs"] is not JsonArray array)
            Json["outputs"] = array = [];
        array.Clear();
        foreach (var output in _outputs)
            array.Add((JsonNode)output.Json);
    }

    internal void AddOutput(NotebookOutput output)
    {
        if (Json["outputs"] is not JsonArray array)
            Json["outputs"] = array = [];
        _outputs.Add(output);
        array.Add((JsonNode)output.Json);
    }
}
