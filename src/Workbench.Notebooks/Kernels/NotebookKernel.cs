using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Kernels.Languages;
using Workbench.Notebooks.Kernels.Magics;

namespace Workbench.Notebooks.Kernels;

/// <summary>
/// Runs the cells of a notebook, each in its language, with the lines in them that speak to the kernel. One a process: it takes over
/// <see cref="Console"/> and resolves libraries for the whole process. The runner, the Jupyter kernel and tests share it.
/// </summary>
public sealed partial class NotebookKernel
{
    private readonly CellRunner _runner = new();
    private readonly CSharpKernel _csharp;
    private readonly string _folder;

    /// <summary>Makes a kernel whose cells see paths relative to <paramref name="baseDirectory"/>.</summary>
    public NotebookKernel(string baseDirectory)
    {
        ArgumentException.ThrowIfNullOrEmpty(baseDirectory);
        _folder = Path.GetFullPath(baseDirectory);
        _csharp = new CSharpKernel(_folder);
        Languages = new LanguageTable([_csharp, new FSharpKernel(_folder, _csharp), new MarkdownKernel(), new HtmlKernel(), new JavaScriptKernel(), new CssKernel(), new MermaidKernel(), new ValueKernel()]);
        var magics = MagicTable.Create();
        Parser = new CellParser(Languages, magics);
        Magics =
        [
            .. Languages.All.Select(language => new MagicName(language.Name, language.Syntax.Help)),
            .. magics.Select(magic => new MagicName(magic.Syntax.Name, magic.Syntax.Help)),
        ];
    }

    /// <summary>The words that can follow <c>#!</c> at the start of a line: languages and lines that speak to the kernel.</summary>
    public IReadOnlyList<MagicName> Magics { get; }

    /// <summary>The languages of its cells; the first is that of cells that name none.</summary>
    internal LanguageTable Languages { get; }

    internal CellParser Parser { get; }

    /// <summary>
    /// Compiles and runs a cell that does nothing: it loads the compiler and carries the references for all cells after it.
    /// Cells sent meanwhile wait for it.
    /// </summary>
    public Task WarmUpAsync() => RunAsync(new CellRequest("await System.Threading.Tasks.Task.Yield(); \"\"", 0), new Silence(), default, canBeInterrupted: false);

    /// <summary>
    /// Stops the running cell, from any thread; it ends with the error <c>OperationCanceledException</c>, "cell interrupted", and variables keep
    /// what they hold. A cell that has not stopped within two seconds, or by a second call, is left behind on its thread. Does nothing between cells.
    /// </summary>
    public void Interrupt() => _runner.Interrupt();

    /// <summary>Runs a cell; its failure is told by the outcome, not thrown.</summary>
    /// <param name="request">The cell.</param>
    /// <param name="frontend">Receives what the cell shows, also from tasks that outlive it.</param>
    /// <param name="cancellation">Interrupts this cell, also while it waits for others; see <see cref="Interrupt"/>.</param>
    public Task<CellOutcome> RunAsync(CellRequest request, IFrontend frontend, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(frontend);
        return RunAsync(request, frontend, cancellation, canBeInterrupted: true);
    }

    private Task<CellOutcome> RunAsync(CellRequest request, IFrontend frontend, CancellationToken cancellation, bool canBeInterrupted)
    {
        var own = new CellFrontend(frontend);
        return _runner.RunAsync(own, scope => RunCell(request, scope, own), Describe, cancellation, canBeInterrupted);
    }

    private Task RunCell(CellRequest request, CellScope scope, CellFrontend frontend)
    {
        var name = CellName.Of(request.Number);
        return new CellRun(this, scope, frontend, name, _folder, Languages.Choose(request.Language, name)).RunAsync(request.Code);
    }

    private CellError Describe(Exception exception) =>
        (exception as MagicException)?.ToError()
        ?? Languages.All.Select(language => language == _csharp ? null : language.Describe(exception)).FirstOrDefault(error => error is not null)
        ?? _csharp.Describe(exception);

    private sealed class Silence : IFrontend
    {
        public void Stream(string name, string text) { }

        public void Display(System.Text.Json.Nodes.JsonObject data, string displayId) { }

        public void UpdateDisplay(System.Text.Json.Nodes.JsonObject data, string displayId) { }

        public void Result(System.Text.Json.Nodes.JsonObject data) { }

        public void ClearOutput(bool wait) { }
    }
}
