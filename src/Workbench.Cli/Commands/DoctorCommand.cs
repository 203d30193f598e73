using System.CommandLine;
using Spectre.Console;
using Workbench.Cli.Diagnosis;

namespace Workbench.Cli.Commands;

/// <summary><c>doctor</c>: what was found on this machine, what is missing, and the command that brings it.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", "Say what was found on this machine, what is missing, and the command that brings it.");
        command.SetAction((_, _) => RunAsync(Checkout.Find(), terminal));
        return command;
    }

    /// <summary>The hidden verb behind the look at libtorch.</summary>
    public static Command CreateProbe(Terminal terminal)
    {
        var command = new Command(TorchProbe.Verb, "Load libtorch and report on it.") { Hidden = true };
        command.SetAction(_ => TorchProbe.Report(terminal));
        return command;
    }

    private static async Task<int> RunAsync(Checkout checkout, Terminal terminal)
    {
        var findings = new List<Finding> { await Surroundings.DotnetAsync(checkout) };
        findings.AddRange(await LibTorchAsync());
        findings.AddRange(Surroundings.Hardware());
        if (OperatingSystem.IsLinux())
            findings.Add(Surroundings.Compiler());
        findings.Add(Surroundings.FashionMnistFiles());
        findings.Add(Surroundings.DigitsFile());
        findings.Add(Surroundings.BibleFile());
        findings.Add(Surroundings.Plotly(checkout));
        findings.Add(Surroundings.Browser());
        findings.AddRange(await JupyterFindings.AllAsync());
        Show(findings, terminal);
        var cannotRun = findings.Any(finding => finding.Weight == Weight.Fatal);
        terminal.Output.WriteLine(cannotRun ? "Notebooks cannot run here yet." : "Notebooks can run here.");
        return cannotRun ? 1 : 0;
    }

    private static async Task<IReadOnlyList<Finding>> LibTorchAsync()
    {
        static string? Said(string name) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        var root = Said("WORKBENCH_LIBTORCH_ROOT");
        var place = $"{Said("WORKBENCH_LIBTORCH_VERSION")} in {root} ({Said("WORKBENCH_LIBTORCH_FROM")})";
        var problem = Said("WORKBENCH_LIBTORCH_PROBLEM");
        if (problem is not null && root is null)
            return [new Finding("libtorch", Weight.Fatal, problem)];
        if (problem is not null)
            return [new Finding("libtorch", Weight.Fatal, $"{place}: {problem}")];
        if (root is null && Said("WORKBENCH_NATIVE") is null && OperatingSystem.IsLinux())
        {
            return [new Finding("libtorch", Weight.Fatal, "none found: looked at WORKBENCH_LIBTORCH, the PyTorch of python3, and the system's",
                Surroundings.Install("libtorch-dev", "libopenblas0-pthread", "g++"))];
        }

        var (report, failure) = await TorchProbe.RunAsync();
        if (report is null)
            return [new Finding("libtorch", Weight.Fatal, $"{(root is null ? "the native shim" : place)} cannot be used: {failure}", "./workbench doctor builds the shim once g++ is installed")];
        return [Finding.Fine("libtorch", root is null ? report.Version : place), .. TorchProbe.Describe(report, await Surroundings.GraphicsCardsAsync())];
    }

    private static void Show(IEnumerable<Finding> findings, Terminal terminal)
    {
        var table = new Table().NoBorder().HideHeaders().AddColumns("", "", "");
        foreach (var finding in findings)
        {
            var mark = finding.Weight switch { Weight.Fine => "[green]ok[/]", Weight.Lacking => "[yellow]lacking[/]", _ => "[red]missing[/]" };
            var text = Markup.Escape(finding.Text) + (finding.Remedy is null ? "" : $"\n[bold]→ {Markup.Escape(finding.Remedy)}[/]");
            table.AddRow(mark, Markup.Escape(finding.Name), text);
        }

        terminal.Tables.Write(table);
    }
}
