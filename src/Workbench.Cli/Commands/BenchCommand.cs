using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Workbench.Cli.Running;
using Workbench.Notebooks.Jupyter.Kernelspec;

namespace Workbench.Cli.Commands;

/// <summary><c>bench</c>: runs the benchmarks beside PyTorch, in a process of their own, and those of the kernel beside ipykernel.</summary>
internal static class BenchCommand
{
    private const string Kernel = "kernel";

    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("benchmarks") { Description = $"Which benchmarks; all when none is named. {Kernel} measures the C# kernel beside ipykernel.", Arity = ArgumentArity.ZeroOrMore };
        var rounds = new Option<int?>("--rounds") { Description = "Pairs of runs a case; the median of their ratios counts (default 31, for the kernel 15).", HelpName = "N" };
        var threads = new Option<int?>("--threads") { Description = "Threads of each side (default 1).", HelpName = "N" };
        var device = new Option<string?>("--device") { Description = "Where both sides compute: cpu, cuda, cuda:N or auto (default: WORKBENCH_DEVICE, else cpu); then the kernel is measured only when named.", HelpName = "DEVICE" };
        var python = new Option<string?>("--python") { Description = "A Python that has PyTorch, or ipykernel (default: python3, else /usr/bin/python3).", HelpName = "PROGRAM" };
        var save = new Option<bool>("--save") { Description = "Write benchmarks/results and the table in benchmarks/README.md." };
        var list = new Option<bool>("--list") { Description = "Show the benchmarks." };
        var command = new Command("bench", "Measure speed and memory beside PyTorch, and the kernel beside ipykernel, in the same run.") { names, rounds, threads, device, python, save, list };
        command.SetAction(async (parsed, cancellation) =>
        {
            var checkout = Checkout.Find();
            var asked = parsed.GetValue(names) ?? [];
            var place = DeviceOption.Asked(parsed.GetValue(device));
            if (place is not null)
                DeviceOption.Check(place);
            var code = 0;
            if (asked.Length == 0 || asked.Any(name => name != Kernel))
            {
                var program = Path.Combine(checkout.Root, "artifacts", "bin", "Workbench.Benchmarks", "release", "Workbench.Benchmarks.dll");
                if (!File.Exists(program))
                    throw new UsageException($"The benchmarks are not built: {Checkout.Show(program)} is missing. './workbench bench' builds them.");
                code = await Run("dotnet", [program, .. asked.Where(name => name != Kernel), .. Flag("--threads", parsed.GetValue(threads)?.ToString(CultureInfo.InvariantCulture)), .. Flag("--device", parsed.GetValue(device)), .. Flag("--python", parsed.GetValue(python)), .. Flag("--list", parsed.GetValue(list) ? "" : null)]);
            }
            if (parsed.GetValue(list))
                terminal.Output.WriteLine($"{Kernel,-18}the C# kernel beside ipykernel: start, round trips, output, interrupts, completion, packages");
            else if (asked.Contains(Kernel) || (asked.Length == 0 && parsed.GetValue(device) is null))
                code = Math.Max(code, await Run(PythonWithJupyter(parsed.GetValue(python)), [Path.Combine(checkout.Root, "benchmarks", "python", "kernel.py"), "--kernel", .. KernelExecutable.Find(checkout.Root)]));
            return code;

            async Task<int> Run(string program, IEnumerable<string> arguments)
            {
                await terminal.Output.FlushAsync(cancellation);
                var start = new ProcessStartInfo(program, [.. arguments, .. Flag("--rounds", parsed.GetValue(rounds)?.ToString(CultureInfo.InvariantCulture)), .. Flag("--save", parsed.GetValue(save) ? "" : null)]);
                using var process = Process.Start(start)!;
                await process.WaitForExitAsync(cancellation);
                return process.ExitCode;
            }
        });
        return command;
    }

    private static string[] Flag(string option, string? value) => value is null ? [] : value.Length == 0 ? [option] : [option, value];

    private static string PythonWithJupyter(string? named)
    {
        string[] candidates = named is null ? ["python3", "/usr/bin/python3"] : [named];
        return candidates.FirstOrDefault(HasJupyter)
            ?? throw new UsageException($"{string.Join(" and ", candidates)} cannot import ipykernel and jupyter_client; install them (Debian: apt-get install python3-ipykernel python3-jupyter-client) or name a Python with --python.");
    }

    private static bool HasJupyter(string python)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", "import ipykernel, jupyter_client"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
