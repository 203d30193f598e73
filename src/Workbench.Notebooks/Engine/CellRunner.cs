using System.Diagnostics;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Runs cells, of any language, one after the other on one thread, and gives what they print to their frontend. One runner a process:
/// it takes over <see cref="Console"/>.
/// </summary>
internal sealed class CellRunner
{
    private readonly CellThread _thread = new();

    public CellRunner()
    {
        Console.SetOut(new ConsoleWriter("stdout", Console.Out));
        Console.SetError(new ConsoleWriter("stderr", Console.Error));
        Console.SetIn(new NoConsoleInput());
    }

    /// <summary>Runs a cell; its failure is told by the outcome, not thrown.</summary>
    /// <param name="frontend">Receives what the cell shows, also from tasks that outlive it.</param>
    /// <param name="work">What the cell does.</param>
    /// <param name="describe">Tells an exception the way the author of the cell wants to read it.</param>
    /// <param name="cancellation">Asks the cell to stop; code sees it as <c>KernelInvocationContext.Current.CancellationToken</c>.</param>
    public Task<CellOutcome> RunAsync(IFrontend frontend, Func<CellScope, Task> work, Func<Exception, CellError> describe, CancellationToken cancellation) =>
        _thread.Run(() => RunOnThread(frontend, work, describe, cancellation));

    private static async Task<CellOutcome> RunOnThread(IFrontend frontend, Func<CellScope, Task> work, Func<Exception, CellError> describe, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        frontend.Started();
        var scope = CellScope.Enter(frontend, cancellation);
        CellError? error = null;
        try
        {
            await work(scope);
        }
        catch (CompilationException e)
        {
            error = e.ToError();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            error = new CellError(nameof(OperationCanceledException), "cell interrupted", []);
        }
        catch (Exception e)
        {
            error = describe(e);
        }
        scope.Flush();
        return new CellOutcome(error, watch.Elapsed);
    }
}
