using System.Text.Json.Nodes;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Jupyter.Channels;

/// <summary>Answers the requests that run no code of the notebook, also while a cell runs.</summary>
internal sealed class Services(NotebookKernel kernel, CellHistory history, CommRegistry comms)
{
    private readonly NotebookKernel _kernel = kernel;

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
        var position = request.Message.Number("cursor_pos") ?? 0;
        var reply = Replies.Ok();
        reply["matches"] = new JsonArray();
        reply["cursor_start"] = position;
        reply["cursor_end"] = position;
        reply["metadata"] = new JsonObject();
        return reply;
    }

    private JsonObject Inspect(Request request)
    {
        var reply = Replies.Ok();
        reply["found"] = false;
        reply["data"] = new JsonObject();
        reply["metadata"] = new JsonObject();
        return reply;
    }

    private JsonObject IsComplete(Request request) => new() { ["status"] = "unknown" };

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
