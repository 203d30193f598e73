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
        var device = DeviceOption.Create();
        var command = new Command("test", "Check the format, run all tests, and every notebook under the smoke protocol.") { filter, device };
        command.SetAction((parsed, cancellation) =>
        {
            var asked = DeviceOption.Asked(parsed.GetValue(device));
            if (asked is not null)
                DeviceOption.Check(asked);
            return RunAsync(Checkout.Find(), parsed.GetValue(filter), asked, terminal, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Checkout checkout, string? filter, string? device, Terminal terminal, CancellationToken cancellation)
    {
        var all = Tally.None;
        var notebooks = NotebookPath.All(checkout).Select(path => (Path: path, Name: Path.GetRelativePath(checkout.Root, path)))
            .Where(notebook => filter is null || notebook.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
        var projects = TestProject.All(checkout);
        var width = projects.Select(project => project.Name).Concat(notebooks.Select(notebook => notebook.Name)).Append("format").Max(name => name.Length);
        var gate = new Lock();
        if (filter is null)
            await Count("format", () => FormatCheck.RunAsync(checkout, cancellation));
        // Two at a time: most of a test process is start-up, waiting for other processes, and work of one core; a smoke run compiles cells, on one core too.
        if (terminal.IsLive)
            terminal.Output.WriteLine($"{projects.Count} test projects and {notebooks.Count} notebooks, two at a time; each shows when it has ended.");
        var lanes = Math.Min(2, System.Environment.ProcessorCount);
        var threads = System.Environment.ProcessorCount / lanes;
        var side = new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = cancellation };
        await Parallel.ForEachAsync(projects, side, async (project, stop) => await Count(project.Name, () => project.RunAsync(checkout, filter, threads, device, stop)));
        await Parallel.ForEachAsync(notebooks, side, async (notebook, stop) => await Count(notebook.Name, () => SmokeNotebook.RunAsync(checkout, notebook.Path, device, stop)));

        if (filter is not null && all.Total == 0)
            throw new UsageException($"No test and no notebook has '{filter}' in its name.");
        foreach (var failure in all.Failures)
            terminal.Output.WriteLine($"\nFAILED {failure.Name}\n{Indent(failure.Details)}");
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(all);
        return all.Failures.Count == 0 ? 0 : 1;

        async Task Count(string name, Func<Task<Tally>> run)
        {
            var watch = Stopwatch.StartNew();
            var tally = await run();
            lock (gate)
            {
                all += tally;
                terminal.Output.WriteLine($"{name.PadRight(width)} {RunProgress.Format(watch.Elapsed),9}  {tally}");
                terminal.Output.Flush();
            }
        }
    }

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "    " + line.TrimEnd('\r')));
}
