using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>Runs a notebook headlessly, in a kernel process of its own.</summary>
public static class NotebookRunner
{
    /// <summary>
    /// Runs the code cells in order and stops at the first that fails (one tagged <c>raises-exception</c> may).
    /// Failures of cells, time-outs, cancellation and the death of the kernel are told by the result, not thrown.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="observer">Hears what happens.</param>
    /// <param name="cancellation">Interrupts the running cell and ends the run; what the cell shows while it unwinds is kept.</param>
    /// <param name="kill">Ends the kernel at once, for when an interruption takes too long.</param>
    /// <exception cref="FileNotFoundException">There is no such notebook.</exception>
    /// <exception cref="NotebookFormatException">The file is not a notebook, or one for another language.</exception>
    /// <exception cref="IOException">The executed notebook cannot be written.</exception>
    public static async Task<RunResult> RunAsync(RunRequest request, IRunObserver? observer = null, CancellationToken cancellation = default, CancellationToken kill = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var document = NotebookDocument.Load(request.Notebook);
        if (NotebookLanguage.Of(document) is { } language && !NotebookLanguage.IsDotNet(language))
            throw new NotebookFormatException($"'{request.Notebook}' is written for {language}; only C# and F# notebooks can be run.");
        observer ??= new Nobody();
        foreach (var cell in document.CodeCells.Where(NotebookRun.IsRun))
            cell.ClearOutputs();
        document.EnsureLanguageInfo();
        document.EnsureIds();
        foreach (var warning in ParameterCell.Inject(document, request.Parameters))
            observer.Warning(warning);
        var run = new NotebookRun(request, document, observer);
        var result = await run.ExecuteAsync(cancellation, kill);
        if (request.Html is { } page)
            WritePage(page, request, document, observer);
        return result;
    }

    private static void WritePage(string page, RunRequest request, NotebookDocument document, IRunObserver observer)
    {
        try
        {
            AtomicFile.WriteAllText(page, Html.HtmlExporter.Export(document, plotlyScript: request.PlotlyScript));
        }
        catch (IOException e)
        {
            // The notebook itself is written; a page can be made of it at any time.
            observer.Warning(e.Message);
        }
    }

    private sealed class Nobody : IRunObserver;
}
