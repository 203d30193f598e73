using System.Diagnostics;
using System.Globalization;
using Workbench.Benchmarks.Harness;
using Workbench.Papers;

namespace Workbench.Benchmarks;

/// <summary>The command: chooses benchmarks, runs them beside PyTorch, prints the table and keeps the results when asked.</summary>
internal static class Bench
{
    private const string Usage = """
        usage: ./workbench bench [NAME ...] [--rounds N] [--threads N] [--python PROGRAM] [--save] [--list]
          NAME      which benchmarks (default: all); --list shows them
          --rounds  pairs of runs a case (default 31); the median of their ratios counts
          --threads threads of each side (default 1)
          --python  a Python that has PyTorch (default: python3 on PATH, else /usr/bin/python3)
          --save    write benchmarks/results/*.json and the table in benchmarks/README.md
        """;

    public static int Run(string[] args)
    {
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
                    case "--save": save = true; break;
                    case "--list":
                        foreach (var b in Benchmark.All) Console.WriteLine($"{b.Name,-18}{b.What}");
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
        var duel = new Duel(python, threads, rounds, line => Console.Error.WriteLine($"  {line}"));
        var results = new List<Result>();
        foreach (var benchmark in Benchmark.All.Where(b => names.Count == 0 || names.Contains(b.Name)))
        {
            results.Add(new Result(benchmark.Name, benchmark.What, benchmark.Bar, benchmark.Iterations > 0 ? "MB" : "µs", $"{Machine.Current.Cpu}, {Machine.Current.Cores} cores", TorchSharp.torch.__version__, pytorch,
                benchmark.Threads ?? threads, benchmark.Iterations > 0 ? 1 : rounds, GitCommit.Of(Repository.Root()), DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                string.Join(' ', args.Where(a => a != "--save" && !names.Contains(a)).Prepend(benchmark.Name).Prepend("./workbench bench")), duel.Fight(benchmark), benchmark.Against?.Name));
            if (save) Results.Save(results[^1]);
        }
        Console.WriteLine(Results.Table(results));
        return results.All(r => r.Met) ? 0 : 1;
    }

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
