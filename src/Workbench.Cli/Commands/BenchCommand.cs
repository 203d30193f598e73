using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Workbench.Cli.Running;

namespace Workbench.Cli.Commands;

/// <summary><c>bench</c>: runs the benchmarks beside PyTorch, in a process of their own.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("benchmarks") { Description = "Which benchmarks; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var rounds = new Option<int?>("--rounds") { Description = "Pairs of runs a case; the median of their ratios counts (default 31).", HelpName = "N" };
        var threads = new Option<int?>("--threads") { Description = "Threads of each side (default 1).", HelpName = "N" };
        var python = new Option<string?>("--python") { Description = "A Python that has PyTorch (default: python3, else /usr/bin/python3).", HelpName = "PROGRAM" };
        var save = new Option<bool>("--save") { Description = "Write benchmarks/results and the table in benchmarks/README.md." };
        var list = new Option<bool>("--list") { Description = "Show the benchmarks." };
        var command = new Command("bench", "Measure speed and memory beside PyTorch in the same run.") { names, rounds, threads, python, save, list };
        command.SetAction(async (parsed, cancellation) =>
        {
            var checkout = Checkout.Find();
            var program = Path.Combine(checkout.Root, "artifacts", "bin", "Workbench.Benchmarks", "release", "Workbench.Benchmarks.dll");
            if (!File.Exists(program))
                throw new UsageException($"The benchmarks are not built: {Checkout.Show(program)} is missing. './workbench bench' builds them.");
            var start = new ProcessStartInfo("dotnet", [program, .. parsed.GetValue(names) ?? []]);
            void Forward(string option, string? value)
            {
                if (value is null) return;
                start.ArgumentList.Add(option);
                if (value.Length > 0) start.ArgumentList.Add(value);
            }
            Forward("--rounds", parsed.GetValue(rounds)?.ToString(CultureInfo.InvariantCulture));
            Forward("--threads", parsed.GetValue(threads)?.ToString(CultureInfo.InvariantCulture));
            Forward("--python", parsed.GetValue(python));
            Forward("--save", parsed.GetValue(save) ? "" : null);
            Forward("--list", parsed.GetValue(list) ? "" : null);
            await terminal.Output.FlushAsync(cancellation);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode;
        });
        return command;
    }
}
