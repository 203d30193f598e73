using System.Text.Json.Nodes;
using System.Threading.Channels;
using Workbench.Notebooks.Kernels;
using Workbench.Notebooks.Serve;

namespace Workbench.Notebooks.Runner;

/// <summary>
/// A kernel in this process, so that a debugger sees its cells. It changes the current folder and the environment of the whole process,
/// does not catch what native code prints, and a crash of the notebook is a crash of the runner.
/// </summary>
internal sealed class InProcessKernel : IKernelLink
{
    private readonly Channel<JsonNode> _events = Channel.CreateUnbounded<JsonNode>();
    private readonly NotebookKernel _kernel;
    private CancellationTokenSource _cell = new();

    public InProcessKernel(string folder, IReadOnlyDictionary<string, string?> environment)
    {
        foreach (var (name, value) in environment)
            Environment.SetEnvironmentVariable(name, value);
        Environment.CurrentDirectory = folder;
        _kernel = new NotebookKernel(folder);
    }

    public ChannelReader<JsonNode> Events => _events.Reader;

    public string LastErrorText => "";

    public void Run(int cell, string code, string? language) => _ = RunAsync(new CellRequest(code, cell, language));

    public void Cancel() => _cell.Cancel();

    /// <summary>A cell that does not stop is left behind.</summary>
    public void Kill() => _events.Writer.TryComplete();

    public string DescribeEnd() => "the kernel in this process was given up";

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(CellRequest request)
    {
        _cell = new CancellationTokenSource();
        var outcome = await _kernel.RunAsync(request, new EventFrontend(message => _events.Writer.TryWrite(message), request.Number), _cell.Token);
        _events.Writer.TryWrite(new JsonObject { ["event"] = "stderr-end" });
        _events.Writer.TryWrite(FinishedEvent.Of(request.Number, outcome));
    }
}
