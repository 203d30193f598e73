using System.CommandLine;
using System.Globalization;
using Workbench.Cli.Running;
using Workbench.Notebooks.Runner;

namespace Workbench.Cli.Commands;

/// <summary><c>run</c>: executes notebooks headlessly and ends with the verdicts of their claims.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var notebooks = new Argument<string[]>("notebooks")
        {
            Description = "Notebooks: paths, or names and numbers of those in notebooks/ (01, 01-rectified-flow).",
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
        var device = new Option<string?>("--device") { Description = "Where tensors live; auto takes CUDA where there is one (default: cpu).", HelpName = "cpu|cuda|auto" };
        var command = new Command("run", "Run notebooks in a fresh kernel each; write artifacts/notebooks/NAME.ipynb and NAME.html; print the verdicts.")
        {
            notebooks, protocol, save, html, seeds, device,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var checkout = Checkout.Find();
            var given = parsed.GetValue(protocol) ?? System.Environment.GetEnvironmentVariable("WORKBENCH_PROTOCOL");
            var options = new RunOptions
            {
                Notebooks = NotebookPath.ResolveAll(checkout, parsed.GetRequiredValue(notebooks)),
                Protocol = string.IsNullOrEmpty(given) ? "quick" : given,
                Save = parsed.GetValue(save),
                Html = parsed.GetValue(html),
                Seeds = Count(parsed.GetValue(seeds)),
                Device = parsed.GetValue(device),
            }.Check();
            foreach (var notebook in options.Notebooks)
                NotebookPath.Load(notebook);
            return await RunAsync(checkout, options, terminal, cancellation);
        });
        return command;
    }

    private static int? Count(string? given) => given is null ? null
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
        : throw new UsageException($"--seeds is '{given}'; expected a whole number from 1 on.");

    private static async Task<int> RunAsync(Checkout checkout, RunOptions options, Terminal terminal, CancellationToken cancellation)
    {
        var failed = 0;
        foreach (var notebook in options.Notebooks)
        {
            if (cancellation.IsCancellationRequested)
                return 130;
            var run = new NotebookRun(checkout, options, notebook);
            failed += await run.ExecuteAsync(terminal, cancellation) ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }
}
