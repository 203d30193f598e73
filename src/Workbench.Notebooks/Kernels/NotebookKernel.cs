using System.Diagnostics;
using System.Globalization;
using Workbench.Notebooks.Display;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Kernels;

/// <summary>
/// Runs the cells of a notebook, each in its language, with the lines in them that speak to the kernel. One a process: it takes over
/// <see cref="Console"/> and resolves libraries for the whole process. The runner, the Jupyter kernel and tests share it.
/// </summary>
public sealed partial class NotebookKernel
{
    private readonly CellRunner _runner = new();
    private readonly CSharpKernel _csharp;

    /// <summary>Makes a kernel whose cells see paths relative to <paramref name="baseDirectory"/>.</summary>
    public NotebookKernel(string baseDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(baseDirectory);
        _csharp = new CSharpKernel(Path.GetFullPath(baseDirectory));
    }

    /// <summary>
    /// Compiles and runs a cell that does nothing: it loads the compiler and carries the references for all cells after it.
    /// Cells sent meanwhile wait for it.
    /// </summary>
    public Task WarmUpAsync() => RunAsync(new CellRequest("await System.Threading.Tasks.Task.Yield(); \"\"", 0), new Silence(), default);

    /// <summary>Runs a cell; its failure is told by the outcome, not thrown.</summary>
    /// <param name="request">The cell.</param>
    /// <param name="frontend">Receives what the cell shows, also from tasks that outlive it.</param>
    /// <param name="cancellation">Asks the cell to stop; code sees it as <c>KernelInvocationContext.Current.CancellationToken</c>.</param>
    public Task<CellOutcome> RunAsync(CellRequest request, IFrontend frontend, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(frontend);
        return _runner.RunAsync(frontend, scope => RunParts(request, scope), _csharp.Describe, cancellation);
    }

    private async Task RunParts(CellRequest request, CellScope scope)
    {
        var watch = Stopwatch.StartNew();
        var name = CellName.Of(request.Number);
        if (request.Language is { } language && !NotebookLanguage.IsCSharp(language))
            throw new CompilationException($"{name} is written in {language}; only C# can be run");
        var lines = request.Code.Split('\n');
        var isTimed = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("#!", StringComparison.Ordinal))
                continue;
            var word = lines[i][2..].Split([' ', '\t', '\r'], 2)[0];
            if (word == "time")
                isTimed = true;
            else if (word != _csharp.Name && !_csharp.Aliases.Contains(word))
                throw new CompilationException($"{name}, line {i + 1}: unknown directive '#!{word}'", "Known here: #!time, #!csharp.");
            // An empty line instead, so that line numbers stay.
            lines[i] = "";
        }
        await _csharp.RunAsync(new Submission(string.Join('\n', lines), name), scope);
        if (isTimed)
            scope.Display(MimeBundle.Of(string.Create(CultureInfo.InvariantCulture, $"Wall time: {watch.Elapsed.TotalMilliseconds:0.##}ms")), Guid.NewGuid().ToString("N"));
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
