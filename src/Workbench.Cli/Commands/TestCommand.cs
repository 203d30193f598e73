using System.CommandLine;
using System.Diagnostics;
using Workbench.Cli.Running;
using Workbench.Cli.Testing;

namespace Workbench.Cli.Commands;

/// <summary><c>test</c>: the format of the sources, every test project, every notebook under the smoke protocol.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var filter = new Argument<string?>("filter")
        {
            Description = "Only tests whose full name contains this, and notebooks whose file name does.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("test", "Check the format, run all tests, and every notebook under the smoke protocol.") { filter };
        command.SetAction((parsed, cancellation) => RunAsync(Checkout.Find(), parsed.GetValue(filter), terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Checkout checkout, string? filter, Terminal terminal, CancellationToken cancellation)
    {
        var all = Tally.None;
        var notebooks = NotebookPath.All(checkout).Select(path => (Path: path, Name: Path.GetRelativePath(checkout.Root, path)))
            .Where(notebook => filter is null || notebook.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        var projects = TestProject.All(checkout);
        var width = projects.Select(project => project.Name).Concat(notebooks.Select(notebook => notebook.Name)).Append("format").Max(name => name.Length);
        if (filter is null)
            all += await Step("format", () => FormatCheck.RunAsync(checkout, cancellation));
        // One after the other: each may use all cores and much memory.
        foreach (var project in projects)
            all += await Step(project.Name, () => project.RunAsync(checkout, filter, cancellation));
        // Two at a time: compiling cells, most of what a smoke run does, takes one core.
        var gate = new Lock();
        var side = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(2, System.Environment.ProcessorCount), CancellationToken = cancellation };
        await Parallel.ForEachAsync(notebooks, side, async (notebook, stop) =>
        {
            var watch = Stopwatch.StartNew();
            var tally = await SmokeNotebook.RunAsync(checkout, notebook.Path, stop);
            lock (gate)
            {
                all += tally;
                Tell(notebook.Name, watch, tally);
            }
        });

        if (filter is not null && all.Total == 0)
            throw new UsageException($"No test and no notebook has '{filter}' in its name.");
        foreach (var failure in all.Failures)
            terminal.Output.WriteLine($"\nFAILED {failure.Name}\n{Indent(failure.Details)}");
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(all);
        return all.Failures.Count == 0 ? 0 : 1;

        async Task<Tally> Step(string name, Func<Task<Tally>> run)
        {
            if (terminal.IsLive)
                terminal.Output.Write($"{name} …");
            var watch = Stopwatch.StartNew();
            var tally = await run();
            Tell(name, watch, tally);
            return tally;
        }

        void Tell(string name, Stopwatch watch, Tally tally)
        {
            var erase = terminal.IsLive ? "\r\e[2K" : "";
            terminal.Output.WriteLine($"{erase}{name.PadRight(width)} {RunProgress.Format(watch.Elapsed),9}  {tally}");
            terminal.Output.Flush();
        }
    }

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "    " + line.TrimEnd('\r')));
}
