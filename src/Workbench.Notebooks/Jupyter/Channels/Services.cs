using System.Text.Json.Nodes;
using Workbench.Notebooks.Intelligence;
using Workbench.Notebooks.Jupyter.Wire;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Answers the requests that run no code of the notebook, also while a cell runs.</summary>
internal sealed class Services(NotebookKernel kernel, CellHistory history, CommRegistry comms)
{
    /// <summary>The answer to a request; null for types that are not known here.</summary>
    public Func<JsonObject>? AnswerTo(Request request) => request.Message.Type switch
    {
        "kernel_info_request" => KernelInfo.Reply,
        "complete_request" => () => Complete(request),
        "inspect_request" => () => Inspect(request),
        "is_complete_request" => () => IsComplete(request),
        "history_request" => () => History(request),
        "comm_info_request" => () => CommInfo(request),
        "debug_request" => () => throw new NotSupportedException("This kernel has no debugger."),
        _ => null,
    };

    private JsonObject Complete(Request request)
    {
        var code = request.Message.Text("code");
        var list = kernel.Complete(code, Position(request, code));
        var (start, end) = (CodePoints.FromUtf16(code, list.Start), CodePoints.FromUtf16(code, list.End));
        var reply = Replies.Ok();
        reply["matches"] = new JsonArray([.. list.Items.Select(item => (JsonNode)item.Text)]);
        reply["cursor_start"] = start;
        reply["cursor_end"] = end;
        // What JupyterLab and VS Code show beside each match.
        reply["metadata"] = new JsonObject
        {
            ["_jupyter_types_experimental"] = new JsonArray([.. list.Items.Select(item => (JsonNode)new JsonObject
            {
                ["text"] = item.Text,
                ["type"] = item.JupyterType,
                ["signature"] = item.Signature,
                ["start"] = start,
                ["end"] = end,
            })]),
        };
        return reply;
    }

    private JsonObject Inspect(Request request)
    {
        var code = request.Message.Text("code");
        var found = kernel.Inspect(code, Position(request, code), request.Message.Number("detail_level") ?? 0);
        var reply = Replies.Ok();
        reply["found"] = found is not null;
        reply["data"] = found is null ? []
            : new JsonObject { ["text/plain"] = found.PlainText, ["text/markdown"] = found.Markdown, ["text/html"] = found.Html };
        reply["metadata"] = new JsonObject();
        return reply;
    }

    private JsonObject IsComplete(Request request)
    {
        var completeness = kernel.IsComplete(request.Message.Text("code"));
        var reply = new JsonObject { ["status"] = completeness.Status.ToString().ToLowerInvariant() };
        if (completeness.Status == CompletenessStatus.Incomplete)
            reply["indent"] = completeness.Indent;
        return reply;
    }

    private static int Position(Request request, string code) =>
        request.Message.Number("cursor_pos") is { } position ? CodePoints.ToUtf16(code, position) : code.Length;

    private JsonObject History(Request request)
    {
        var message = request.Message;
        var withOutput = message.Flag("output", false);
        var reply = Replies.Ok();
        reply["history"] = message.Text("hist_access_type", "tail") switch
        {
            "tail" => history.Tail(message.Number("n") ?? int.MaxValue, withOutput),
            "range" => history.Range(message.Number("session") ?? 0, message.Number("start") ?? 0, message.Number("stop"), withOutput),
            "search" => history.Search(message.Text("pattern", "*"), message.Number("n"), message.Flag("unique", false), withOutput),
            var other => throw new FormatException($"hist_access_type is '{other}'; expected tail, range or search."),
        };
        return reply;
    }

    private JsonObject CommInfo(Request request)
    {
        var reply = Replies.Ok();
        reply["comms"] = comms.Describe(request.Message.Text("target_name"));
        return reply;
    }
}
