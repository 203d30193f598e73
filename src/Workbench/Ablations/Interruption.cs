using System.Reflection;
using System.Runtime.InteropServices;

namespace Workbench.Ablations;

/// <summary>
/// Everything that may ask an ablation to stop: the caller's token, the notebook cell's, and the first Ctrl-C (the second ends the
/// process as usual).
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration? _signal;

    public Interruption(CancellationToken caller)
    {
        var (cell, inNotebook) = NotebookCell();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(caller, cell);
        // A kernel has its own way with the signal and cancels the cell's token.
        if (!inNotebook)
        {
            _signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
            {
                context.Cancel = !_stop.IsCancellationRequested;
                _stop.Cancel();
            });
        }
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _signal?.Dispose();
        _stop.Dispose();
    }

    /// <summary>The token of the running cell, found by the name that .NET kernels give it, so that no kernel need be referenced.</summary>
    private static (CancellationToken Token, bool InNotebook) NotebookCell()
    {
        const string Name = "Microsoft.DotNet.Interactive.KernelInvocationContext";
        var type = AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic).Select(a => a.GetType(Name)).FirstOrDefault(t => t is not null);
        var current = type?.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        return current is null ? (default, false) : (type!.GetProperty("CancellationToken")?.GetValue(current) as CancellationToken? ?? default, true);
    }

    /// <summary>Whether a notebook cell is running.</summary>
    public static bool InNotebook => NotebookCell().InNotebook;
}
