using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Format;

/// <summary>One stored output of a code cell: a view of its JSON, which keeps whatever this type does not know.</summary>
public sealed class NotebookOutput
{
    internal NotebookOutput(JsonObject json) => Json = json;

    /// <summary>The output's JSON; changing it changes the notebook.</summary>
    public JsonObject Json { get; }

    /// <summary><c>stream</c>, <c>display_data</c>, <c>execute_result</c> or <c>error</c>.</summary>
    public string Type => MultilineText.Read(Json["output_type"]);

    /// <summary>The stream's name, <c>stdout</c> or <c>stderr</c>; empty for other outputs.</summary>
    public string StreamName => MultilineText.Read(Json["name"]);

    /// <summary>The text of a stream output; empty for other outputs.</summary>
    public string Text => MultilineText.Read(Json["text"]);

    /// <summary>The MIME bundle of a displayed value, or null for streams and errors.</summary>
    public JsonObject? Data => Json["data"] as JsonObject;

    /// <summary>The error, or null when this output is none.</summary>
    public CellError? Error => Type != "error" ? null : new CellError(
        MultilineText.Read(Json["ename"]),
        MultilineText.Read(Json["evalue"]),
        [.. (Json["traceback"] as JsonArray ?? []).Select(MultilineText.Read)]);

    /// <summary>The text of one MIME type of a displayed value (lines joined), or null when it is absent or not a text.</summary>
    public string? TextOf(string mimeType) => Data?[mimeType] switch
    {
        JsonArray lines when !IsJson(mimeType) => MultilineText.Read(lines),
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => null,
    };

    internal static NotebookOutput Stream(string name, string text) => new(new JsonObject
    {
        ["name"] = name,
        ["output_type"] = "stream",
        ["text"] = MultilineText.ToLines(text),
    });

    internal static NotebookOutput Display(JsonObject data, JsonObject? metadata, int? executionCount = null)
    {
        var json = new JsonObject { ["data"] = Stored(data) };
        if (executionCount is { } count)
            json["execution_count"] = count;
        json["metadata"] = metadata?.DeepClone() ?? new JsonObject();
        json["output_type"] = executionCount is null ? "display_data" : "execute_result";
        return new NotebookOutput(json);
    }

    internal static NotebookOutput Of(CellError error) => new(new JsonObject
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
    });

    /// <summary>A bundle as files hold it: texts as lines, JSON and base64 as they are.</summary>
    internal static JsonObject Stored(JsonObject data)
    {
        var stored = new JsonObject();
        foreach (var (mimeType, value) in data)
        {
            var isText = value is JsonValue scalar && scalar.TryGetValue<string>(out _);
            stored[mimeType] = isText && !IsJson(mimeType) && !IsBinary(mimeType) ? MultilineText.ToLines(MultilineText.Read(value)) : value?.DeepClone();
        }
        return stored;
    }

    private static bool IsJson(string mimeType) => mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    private static bool IsBinary(string mimeType) =>
        mimeType == "application/pdf" || (mimeType.StartsWith("image/", StringComparison.Ordinal) && mimeType != "image/svg+xml");
}
