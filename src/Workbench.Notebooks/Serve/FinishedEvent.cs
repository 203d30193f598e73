using System.Text.Json.Nodes;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Serve;

/// <summary>The event that a cell has ended, and how.</summary>
internal static class FinishedEvent
{
    public static JsonObject Of(int cell, CellOutcome outcome)
    {
        var finished = new JsonObject { ["event"] = "finished", ["cell"] = cell, ["seconds"] = outcome.Elapsed.TotalSeconds };
        if (outcome.Error is { } error)
            finished["error"] = new JsonObject { ["name"] = error.Name, ["message"] = error.Message, ["traceback"] = new JsonArray([.. error.Traceback.Select(text => (JsonNode)text)]) };
        return finished;
    }

    public static CellError? ErrorOf(JsonNode finished) => finished["error"] is { } error
        ? new CellError((string)error["name"]!, (string)error["message"]!, [.. error["traceback"]!.AsArray().Select(line => (string)line!)])
        : null;
}
