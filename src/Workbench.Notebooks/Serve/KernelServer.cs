using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Serve;

/// <summary>
/// The kernel process of the runner: reads requests from standard input and writes events to standard output, one JSON object a line.
/// <c>{"request":"run","cell":3,"code":"1+1","language":null}</c> and <c>{"request":"cancel"}</c> come in; <c>ready</c>, <c>started</c>, <c>stream</c>, <c>display</c>,
/// <c>update</c>, <c>result</c>, <c>clear</c> and <c>finished</c> events go out. It ends with its input, hence with the process that started it.
/// </summary>
internal sealed class KernelServer
{
    private readonly EventWriter _events;
    private readonly NativeOutput? _native;
    private readonly Stream _standardError = Console.OpenStandardError();
    private readonly NotebookKernel _kernel;
    private CancellationTokenSource _cell = new();

    private KernelServer()
    {
        // What native code prints must not reach the stream of events, so that one moves to a descriptor of its own first.
        _native = NativeOutput.TryTake(out var output);
        _events = new EventWriter(output);
        _kernel = new NotebookKernel(Environment.CurrentDirectory);
    }

    /// <summary>Serves until standard input ends.</summary>
    public static int Run()
    {
        new KernelServer().Serve();
        return 0;
    }

    private void Serve()
    {
        // Ctrl-C in a terminal reaches this process too; the runner decides what it means, and says so.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        _ = _kernel.WarmUpAsync();
        _events.Write(new JsonObject { ["event"] = "ready", ["process"] = Environment.ProcessId });

        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        while (input.ReadLine() is { } line)
        {
            var request = JsonNode.Parse(line)!;
            switch ((string?)request["request"])
            {
                case "run":
                    _ = RunCell((int)request["cell"]!, (string)request["code"]!, (string?)request["language"]);
                    break;
                case "cancel":
                    _cell.Cancel();
                    break;
                case var other:
                    throw new InvalidDataException($"Unknown request '{other}'; expected run or cancel.");
            }
        }
        Exit();
    }

    private async Task RunCell(int number, string code, string? language)
    {
        _cell = new CancellationTokenSource();
        var outcome = await _kernel.RunAsync(new CellRequest(code, number, language), new EventFrontend(_events.Write, number), _cell.Token);
        _native?.Drain();
        // Standard error goes to the runner on another way; this mark tells it where the cell ends there.
        _standardError.Write(Encoding.UTF8.GetBytes(StandardErrorMark.Of(number)));
        _standardError.Flush();
        _events.Write(FinishedEvent.Of(number, outcome));
    }

    private static void Exit()
    {
        // Handlers of the notebook's code may hang at exit; the process may not.
        new Thread(() =>
        {
            Thread.Sleep(2000);
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        })
        { IsBackground = true }.Start();
        Environment.Exit(0);
    }
}
