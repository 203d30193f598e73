using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;
using Workbench.Papers;
using Workbench.Plots;

namespace Workbench.Cli.Running;

/// <summary>One notebook's run: executed, written to <c>artifacts/notebooks</c> or where it is asked to, and told about.</summary>
internal sealed class NotebookRun(Checkout checkout, RunOptions options, string notebook)
{
    /// <summary>What names standard output.</summary>
    public const string StandardOutput = "-";

    private string Name => Path.GetFileNameWithoutExtension(notebook);

    private string Executed => options.Output is { } path and not StandardOutput ? path : Path.Combine(checkout.Executed, Name + ".ipynb");

    private string Page => Path.Combine(checkout.Executed, Name + ".html");

    /// <summary>Runs it, telling how it goes.</summary>
    /// <param name="terminal">Where the summary goes.</param>
    /// <param name="cancellation">Interrupts the running cell.</param>
    /// <param name="kill">Ends its process.</param>
    /// <param name="progress">Where cells are told as they end; null for <paramref name="terminal"/>.</param>
    public async Task<RunReport> ExecuteAsync(Terminal terminal, CancellationToken cancellation, CancellationToken kill = default, Terminal? progress = null)
    {
        (progress ?? terminal).Output.WriteLine($"{Checkout.Show(notebook)}  {Describe()}");
        // Results of a run that is to be saved wait aside, so that papers/results never holds those of one that failed.
        var results = options.Save ? Path.Combine(checkout.Artifacts, "results", $"save-{Name}") : Path.Combine(checkout.Artifacts, "results");
        if (options.Save && Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        RunResult run;
        try
        {
            using var told = new RunProgress(progress ?? terminal, progress is null ? "" : Name + " ");
            run = await NotebookRunner.RunAsync(Request(results), told, cancellation, kill);
        }
        catch (Exception problem) when (problem is NotebookFormatException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"workbench: {problem.Message}");
            return new RunReport(notebook, null, problem.Message);
        }

        if (!run.Succeeded)
            TellFailure(run, terminal);
        terminal.Output.WriteLine($"{(run.Succeeded ? "ran" : "stopped")} after {RunProgress.Format(run.Elapsed)}: {Checkout.Show(Executed)}, {Checkout.Show(Page)}");
        if (run.Succeeded && run.Cells.Count(cell => cell.Status == CellStatus.Failed) is > 0 and var failed)
            terminal.Output.WriteLine($"{failed} of {run.Cells.Count} cells failed, as --allow-errors lets them.");
        VerdictReport.Write(run.Document, terminal);
        if (options.Html)
            terminal.Output.WriteLine(new Uri(Page).AbsoluteUri);
        string? unsaved = null;
        if (options.Save)
            unsaved = run.Succeeded ? Save(run.Document, results, terminal) : $"{Checkout.Show(notebook)} is not saved, because not every cell ran.{KeepResults(results)}";
        if (unsaved is not null)
            terminal.Error.WriteLine($"workbench: {unsaved}");
        return new RunReport(notebook, run, run.Succeeded ? unsaved : null);
    }

    private RunRequest Request(string results) => new()
    {
        Notebook = notebook,
        Output = Executed,
        Html = Page,
        PlotlyScript = checkout.PlotlyScript,
        Environment = options.Environment(checkout, results, notebook),
        Parameters = options.Parameters,
        CellTimeout = options.CellTimeout,
        AllowErrors = options.AllowErrors,
        Folder = options.Folder,
        InProcess = options.InProcess,
    };

    /// <summary>Keeps outputs and results; says what kept it from that, or null.</summary>
    private string? Save(NotebookDocument document, string results, Terminal terminal)
    {
        var kept = Directory.Exists(results) ? Directory.GetFiles(results, "*.json") : [];
        try
        {
            foreach (var file in kept)
                ClaimResult.Load(file);
            // A run of hours on a node without a browser is not lost for want of previews.
            var draws = ChromiumRenderer.IsAvailable;
            byte[][] Render(IReadOnlyList<string> figures, double scale) => draws ? ChromiumRenderer.RenderPngs(figures, scale, checkout.PlotlyScript) : [];
            // A notebook has room for a preview of each figure; pages show the tagged ones larger.
            SavedNotebook.Write(document, notebook, figures => Render(figures, 0.65));
            SavedNotebook.WritePictures(document, Path.Combine(checkout.Root, "papers", "figures"), figures => Render(figures, 1.5));
            MoveResults(kept);
        }
        catch (Exception problem) when (problem is UsageException or InvalidOperationException or InvalidDataException or CardException)
        {
            return problem.Message;
        }

        if (!ChromiumRenderer.IsAvailable)
            terminal.Output.WriteLine("without pictures of its figures, as there is no Chromium to draw them");
        terminal.Output.WriteLine($"saved {Checkout.Show(notebook)}{(kept.Length == 0 ? "" : $" and {kept.Length} results in {Checkout.Show(checkout.Results)}")}");
        return null;
    }

    /// <summary>Keeps the results of claims that were complete when the run ended; says so.</summary>
    private string KeepResults(string results)
    {
        var kept = Directory.Exists(results) ? Directory.GetFiles(results, "*.json") : [];
        try
        {
            if (kept.Length > 0)
                MoveResults(kept);
        }
        catch (Exception problem) when (problem is InvalidDataException or CardException)
        {
            return $" Nor are the results of claims it had measured: {problem.Message}";
        }

        return kept.Length == 0 ? "" : $" The claims it had measured by then are: {string.Join(", ", kept.Select(file => Path.GetFileName(file).Split('.')[0]).Order(StringComparer.Ordinal))}.";
    }

    private void MoveResults(string[] kept)
    {
        Directory.CreateDirectory(checkout.Results);
        foreach (var file in kept)
            File.Move(file, Path.Combine(checkout.Results, Path.GetFileName(file)), overwrite: true);
        Ledger.WriteMarkdown(checkout.Root);
    }

    private static void TellFailure(RunResult run, Terminal terminal)
    {
        terminal.Output.Flush();
        if (run.FailedCell is { } cell)
            terminal.Error.WriteLine($"workbench: cell {cell.Number} of {cell.Count} {Ending(run.Outcome)}:");
        else
            terminal.Error.WriteLine($"workbench: the notebook {Ending(run.Outcome)}.");
        if (run.Error is { } error)
            RunProgress.WriteError(terminal, error);
    }

    private static string Ending(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Timeout => "took too long",
        RunOutcome.Interrupted => "was interrupted",
        RunOutcome.KernelDied => "ended the process it ran in",
        _ => "failed",
    };

    private string Describe() => string.Join(", ", new[]
    {
        options.Protocol,
        options.Seeds is { } seeds ? $"{seeds} seeds" : null,
        options.DealtDevice ?? options.Device,
    }.Where(part => part is not null));
}
