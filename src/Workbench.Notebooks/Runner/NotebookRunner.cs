using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Runner;

/// <summary>Runs a notebook headlessly, in a kernel process of its own.</summary>
public static class NotebookRunner
{
    /// <summary>
    /// Runs the code cells in order and stops at the first that fails (one tagged <c>raises-exception</c> may).
    /// Failures of cells, time-outs, cancellation and the death of the kernel are told by the result, not thrown.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such notebook.</exception>
    /// <exception cref="NotebookFormatException">The file is not a notebook, or one for another language.</exception>
    public static async Task<RunResult> RunAsync(RunRequest request, IRunObserver? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var document = NotebookDocument.Load(request.Notebook);
        if (NotebookLanguage.Of(document) is { } language && !NotebookLanguage.IsDotNet(language))
            throw new NotebookFormatException($"'{request.Notebook}' is written for {language}; only C# and F# notebooks can be run.");
        document.Strip();
        document.EnsureLanguageInfo();
        var run = new NotebookRun(request, document, observer ?? new Nobody());
        var result = await run.ExecuteAsync(cancellation);
        if (request.Html is { } page)
            AtomicFile.WriteAllText(page, Html.HtmlExporter.Export(document, plotlyScript: request.PlotlyScript));
        return result;
    }

    private sealed class Nobody : IRunObserver;
}
