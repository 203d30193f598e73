using System.Diagnostics;
using System.Globalization;
using Microsoft.DotNet.Interactive;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Runs C# cells one after the other, each seeing what those before declared. One engine a process: it takes over
/// <see cref="Console"/> and resolves libraries for the whole process.
/// </summary>
public sealed class CSharpEngine
{
    private readonly CellThread _thread = new();
    private readonly SubmissionChain _chain;
    private readonly Dictionary<string, string> _sources = [];

    /// <summary>Makes an engine whose cells see paths relative to <paramref name="baseDirectory"/>.</summary>
    public CSharpEngine(string baseDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(baseDirectory);
        _chain = new SubmissionChain(Path.GetFullPath(baseDirectory));
        Console.SetOut(new ConsoleWriter("stdout", Console.Out));
        Console.SetError(new ConsoleWriter("stderr", Console.Error));
        Console.SetIn(new NoConsoleInput());
    }

    /// <summary>
    /// Compiles and runs a cell that does nothing: it loads the compiler and carries the references for all cells after it.
    /// Cells sent meanwhile wait for it.
    /// </summary>
    public Task WarmUpAsync() => RunAsync("await System.Threading.Tasks.Task.Yield(); \"\"", 0, new Silence(), default);

    /// <summary>Runs a cell; its failure is told by the outcome, not thrown.</summary>
    /// <param name="code">The text of the cell.</param>
    /// <param name="number">The number it is called by in messages.</param>
    /// <param name="frontend">Receives what the cell shows, also from tasks that outlive it.</param>
    /// <param name="cancellation">Asks the cell to stop; code sees it as <c>KernelInvocationContext.Current.CancellationToken</c>.</param>
    public Task<CellOutcome> RunAsync(string code, int number, IFrontend frontend, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(frontend);
        return _thread.Run(() => RunOnThread(code, number, frontend, cancellation));
    }

    private async Task<CellOutcome> RunOnThread(string code, int number, IFrontend frontend, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        frontend.Started();
        var scope = CellScope.Enter(frontend, cancellation);
        _sources[CellCode.Name(number)] = code;
        CellError? error = null;
        try
        {
            var cell = CellCode.Parse(code, number);
            if (_chain.Append(cell) is var (run, hasResult))
            {
                var value = await run();
                if (hasResult && value is not DisplayedValue)
                    scope.Result(MimeBundle.Of(value));
            }
            if (cell.IsTimed)
                scope.Display(MimeBundle.Of(string.Create(CultureInfo.InvariantCulture, $"Wall time: {watch.Elapsed.TotalMilliseconds:0.##}ms")), Guid.NewGuid().ToString("N"));
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
            error = RuntimeErrors.Describe(e, _chain.Symbols, _sources.GetValueOrDefault);
        }
        scope.Flush();
        return new CellOutcome(error, watch.Elapsed);
    }

    private sealed class Silence : IFrontend
    {
        public void Stream(string name, string text) { }

        public void Display(System.Text.Json.Nodes.JsonObject data, string displayId) { }

        public void UpdateDisplay(System.Text.Json.Nodes.JsonObject data, string displayId) { }

        public void Result(System.Text.Json.Nodes.JsonObject data) { }

        public void ClearOutput(bool wait) { }
    }
}
