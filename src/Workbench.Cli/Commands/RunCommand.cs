using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Workbench.Cli.Running;
using Workbench.Notebooks.Runner;

namespace Workbench.Cli.Commands;

/// <summary><c>run</c>: executes notebooks headlessly and ends with the verdicts of their claims.</summary>
internal static class RunCommand
{
    private const string Summary = "Run notebooks in a fresh kernel each; write artifacts/notebooks/NAME.ipynb and NAME.html; print the verdicts. "
        + "Ctrl-C interrupts the running cell, a second one ends its process. "
        + "Exit code: 0 every cell ran, 1 a cell failed, 2 bad arguments or no notebook, 3 a cell took too long or was interrupted, 4 the process of the cells died.";

    public static Command Create(Terminal terminal)
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks: paths (.ipynb, .dib), or names and numbers of those in notebooks/ (01, 01-rectified-flow).",
            Arity = ArgumentArity.OneOrMore,
        };
        var protocol = new Option<string?>("--protocol")
        {
            Description = "smoke: seconds, judges nothing. quick: the card's CPU protocol (default). full: its GPU protocol.",
            HelpName = "smoke|quick|full",
        };
        var save = new Option<bool>("--save") { Description = "Keep the outputs in the notebook (figures with a small PNG each) and the results in papers/." };
        var html = new Option<bool>("--html") { Description = "Print the address of each page (the page itself is always written)." };
        var seeds = new Option<string?>("--seeds") { Description = "How many seeds each claim is measured over.", HelpName = "N" };
        var device = DeviceOption.Create();
        var parameter = new Option<string[]>("--parameter", "-p")
        {
            Description = "Set a variable, in a cell behind the one tagged 'parameters', which holds the defaults. The value is a number, true, false, null, text, "
                + "or JSON ([1, 2], {\"a\": 1}, \"text\"); it gets the type that the default has. May be given several times.",
            HelpName = "NAME=VALUE",
        };
        var parameters = new Option<string?>("--parameters-file") { Description = "The same from a YAML or JSON file; -p wins.", HelpName = "FILE" };
        var timeout = new Option<string?>("--timeout") { Description = "The longest time one cell may take.", HelpName = "SECONDS" };
        var allow = new Option<bool>("--allow-errors") { Description = "Go on behind a cell that fails." };
        var jobs = new Option<string?>("--jobs", "-j") { Description = "How many notebooks run at the same time (default: 1).", HelpName = "N" };
        var output = new Option<string?>("--output", "-o") { Description = "Write the executed notebook there (.ipynb, or .dib without outputs); - for standard output.", HelpName = "FILE" };
        var folder = new Option<string?>("--cwd") { Description = "The current folder of the cells (default: the notebook's).", HelpName = "DIR" };
        var junit = new Option<string?>("--junit") { Description = "Write what came of each cell as JUnit XML.", HelpName = "FILE" };
        var json = new Option<string?>("--json") { Description = "Write what came of each cell as JSON.", HelpName = "FILE" };
        var inside = new Option<bool>("--in-process") { Description = "Run the cells in this process, for a debugger; a crash of the notebook is then a crash of this." };
        var command = new Command("run", Summary)
        {
            notebooks, protocol, save, html, seeds, device, parameter, parameters, timeout, allow, jobs, output, folder, junit, json, inside,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var checkout = Checkout.Find();
            var given = parsed.GetValue(protocol) ?? Environment.GetEnvironmentVariable("WORKBENCH_PROTOCOL");
            var set = parsed.GetValue(parameter) ?? [];
            var options = new RunOptions
            {
                Notebooks = NotebookPath.ResolveAll(checkout, parsed.GetRequiredValue(notebooks)),
                Protocol = string.IsNullOrEmpty(given) ? "quick" : given,
                Save = parsed.GetValue(save),
                Html = parsed.GetValue(html),
                Seeds = Count("--seeds", parsed.GetValue(seeds)),
                Device = DeviceOption.Asked(parsed.GetValue(device)),
                Parameters = ParameterArguments.Read(parsed.GetValue(parameters), set),
                ParameterArguments = set,
                CellTimeout = Seconds(parsed.GetValue(timeout)),
                AllowErrors = parsed.GetValue(allow),
                Jobs = Count("--jobs", parsed.GetValue(jobs)) ?? 1,
                Output = parsed.GetValue(output),
                Folder = parsed.GetValue(folder),
                InProcess = parsed.GetValue(inside),
            }.Check();
            foreach (var notebook in options.Notebooks)
                NotebookPath.Load(notebook);
            var files = (JUnit: Report("--junit", parsed.GetValue(junit)), Json: Report("--json", parsed.GetValue(json)));
            return await RunAsync(checkout, options, files, terminal, cancellation);
        });
        return command;
    }

    private static int? Count(string option, string? given) => given is null ? null
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
        : throw new UsageException($"{option} is '{given}'; expected a whole number from 1 on.");

    private static TimeSpan? Seconds(string? given) => given is null ? null
        : double.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 2_000_000 ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException($"--timeout is '{given}'; expected a number of seconds above 0.");

    /// <summary>The full path of a report, for which there is a folder.</summary>
    private static string? Report(string option, string? given)
    {
        if (given is null)
            return null;
        try
        {
            var path = Path.GetFullPath(given);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return Directory.Exists(path) ? throw new UsageException($"{option} is '{given}', which is a folder; expected the name of a file.") : path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option} is '{given}': {problem.Message}");
        }
    }

    private static async Task<int> RunAsync(Checkout checkout, RunOptions options, (string? JUnit, string? Json) files, Terminal terminal, CancellationToken cancellation)
    {
        // Standard output is the notebook's then; what is told goes to the other side.
        var told = options.Output == NotebookRun.StandardOutput ? new Terminal(terminal.Error, terminal.Error, isLive: false, width: 160) : terminal;
        using var kill = new CancellationTokenSource();
        var presses = 0;
        using var second = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref presses) > 1)
                kill.Cancel();
        });
        var reports = await new ParallelNotebooks(checkout, options).ExecuteAsync(told, cancellation, kill.Token);
        if (files.JUnit is not null)
            ReportFiles.WriteJUnit(files.JUnit, reports);
        if (files.Json is not null)
            ReportFiles.WriteJson(files.Json, reports);
        if (options.Output == NotebookRun.StandardOutput && reports is [{ Result.Document: { } document }])
            await terminal.Output.WriteAsync(document.ToText());
        // An interruption before the first cell of the next notebook is one too.
        var code = reports.Count == 0 ? 0 : reports.Max(report => report.ExitCode);
        return reports.Count < options.Notebooks.Count ? Math.Max(code, RunReport.Stopped) : code;
    }
}
