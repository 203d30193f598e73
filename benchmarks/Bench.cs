using System.Diagnostics;
using System.Globalization;
using Workbench.Benchmarks.Harness;
using Workbench.Papers;

namespace Workbench.Benchmarks;

/// <summary>The command: chooses benchmarks, runs them beside PyTorch, prints the table and keeps the results when asked.</summary>
internal static class Bench
{
    private const string Usage = """
        usage: ./workbench bench [NAME ...] [--rounds N] [--threads N] [--device cpu|cuda|auto] [--python PROGRAM] [--save] [--list]
          NAME      which benchmarks (default: all); --list shows them
          --rounds  pairs of runs a case (default 31); the median of their ratios counts
          --threads threads of each side (default 1)
          --device  where both sides compute (default: WORKBENCH_DEVICE, else cpu)
          --python  a Python that has PyTorch (default: python3 on PATH, else /usr/bin/python3)
          --save    write benchmarks/results/*.json and the table in benchmarks/README.md
        """;

    public static int Run(string[] args)
    {
        // Known before the list of benchmarks is made, whose sizes may depend on it; both sides' processes read it.
        if (Array.IndexOf(args, "--device") is var place and >= 0 && place + 1 < args.Length)
            Environment.SetEnvironmentVariable(Training.Devices.Variable, args[place + 1]);
        string chosen;
        try
        {
            chosen = BenchDevice.Device.ToString();
            Environment.SetEnvironmentVariable(Training.Devices.Variable, chosen);
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
        {
            Console.Error.WriteLine($"bench: {problem.Message}");
            return 2;
        }

        var names = new List<string>();
        int rounds = 31, threads = 1;
        string? python = null;
        bool save = false;
        for (int i = 0; i < args.Length; i++)
        {
            string Value() => i + 1 < args.Length ? args[++i] : throw new ArgumentException($"{args[i]} needs a value");
            int Count() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n > 0 ? n : throw new ArgumentException($"{args[i - 1]} needs a number above 0, not '{args[i]}'");
            try
            {
                switch (args[i])
                {
                    case "--rounds": rounds = Count(); break;
                    case "--threads": threads = Count(); break;
                    case "--python": python = Value(); break;
                    case "--device": Value(); break;
                    case "--save": save = true; break;
                    case "--list":
                        foreach (var b in Benchmark.All) Console.WriteLine($"{b.Name,-18}{b.What}{(b.Bar is null ? " [GPU only]" : b.CudaBar is null ? "" : " [CPU and GPU]")}");
                        return 0;
                    case "-h" or "--help":
                        Console.WriteLine(Usage);
                        return 0;
                    case var name when Benchmark.All.Any(b => b.Name == name): names.Add(name); break;
                    default: throw new ArgumentException($"'{args[i]}' is neither an option nor a benchmark ({string.Join(", ", Benchmark.All.Select(b => b.Name))})");
                }
            }
            catch (ArgumentException problem)
            {
                Console.Error.WriteLine($"bench: {problem.Message}\n{Usage}");
                return 2;
            }
        }
        python ??= FindPython();
        if (python is null || PyTorchOf(python) is not { } pytorch)
        {
            Console.Error.WriteLine($"bench: {(python is null ? "no Python with PyTorch was found" : $"'{python}' has no PyTorch")}; install one (Debian: apt-get install python3-torch) or name one with --python.");
            return 1;
        }
        if (!TorchSharp.torch.__version__.StartsWith(pytorch + ".", StringComparison.Ordinal))
            Console.Error.WriteLine($"bench: PyTorch is {pytorch}, our libtorch is {TorchSharp.torch.__version__}: the comparison is not like with like.");
        bool isCuda = BenchDevice.IsCuda;
        var duel = new Duel(python, threads, rounds, isCuda, line => Console.Error.WriteLine($"  {line}"));
        var results = new List<Result>();
        var left = new List<string>();
        var command = string.Join(' ', args.Where(a => a != "--save" && !names.Contains(a)));
        foreach (var benchmark in Benchmark.All.Where(b => names.Count == 0 || names.Contains(b.Name)))
        {
            if (Hindrance(benchmark, isCuda, pytorch) is { } hindrance)
            {
                left.Add($"{benchmark.Name}: not run, {hindrance}.");
                continue;
            }

            bool isMemory = benchmark.Iterations > 0;
            var outcomes = duel.Fight(benchmark);
            results.Add(new Result(benchmark.Name, benchmark.What, benchmark.BarOn(isCuda)!.Value, isMemory ? "MB" : "µs", $"{Machine.Current.Cpu}, {Machine.Current.Cores} cores", TorchSharp.torch.__version__, pytorch,
                benchmark.Threads ?? threads, isMemory ? 1 : Math.Min(rounds, benchmark.MostRounds ?? rounds), GitCommit.Of(Repository.Root()), DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                $"./workbench bench {benchmark.Name} {command}".TrimEnd(), outcomes, benchmark.Against?.Name ?? (benchmark.Arm is { } arm ? $"PyTorch, {arm}" : null),
                isCuda ? $"{TorchSharp.torch.cuda.get_device_name(BenchDevice.Device)} ({chosen})" : "cpu", benchmark.Works.Count > 0 ? duel.RatesOf(benchmark) : null));
            if (save) Results.Save(results[^1]);
        }
        Console.WriteLine(Results.Table(results));
        foreach (var line in left) Console.WriteLine(line);
        return results.All(r => r.Met) ? 0 : 1;
    }

    /// <summary>Why a benchmark cannot be run on this machine, or null.</summary>
    private static string? Hindrance(Benchmark benchmark, bool isCuda, string pytorch) =>
        benchmark.BarOn(isCuda) is null ? (isCuda ? "it measures the CPU" : "it needs a GPU (--device cuda)")
        : benchmark.Arm is not null && pytorch.StartsWith("1.", StringComparison.Ordinal) ? $"it needs PyTorch 2, and this is {pytorch}"
        : null;

    private static string? FindPython() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => PyTorchOf(p) is not null);

    private static string? PyTorchOf(string python)
    {
        try
        {
            var start = new ProcessStartInfo(python, ["-c", "import torch; print(*torch.__version__.split('.')[:2], sep='.')"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
