using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Where in a cell errors are, for editors that mark them.</summary>
internal static class DiagnosticsJson
{
    /// <summary>The field of an answer that holds them.</summary>
    public const string Data = "data";

    private const string MimeType = "application/vnd.workbench.diagnostics+json";

    /// <summary>A MIME bundle with the places, lines and columns from 0; null when none is known.</summary>
    public static JsonObject? Of(CellError error) => error.Diagnostics.Count == 0 ? null : new JsonObject
    {
        [MimeType] = new JsonArray([.. error.Diagnostics.Select(diagnostic => (JsonNode)new JsonObject
        {
            ["source"] = diagnostic.Source,
            ["range"] = new JsonObject
            {
                ["start"] = Place(diagnostic.StartLine, diagnostic.StartColumn),
                ["end"] = Place(diagnostic.EndLine, diagnostic.EndColumn),
            },
            ["severity"] = diagnostic.Severity,
            ["code"] = diagnostic.Id,
            ["message"] = diagnostic.Message,
        })]),
    };

    private static JsonObject Place(int line, int character) => new() { ["line"] = line, ["character"] = character };
}
