using System.Diagnostics;

namespace Workbench.Benchmarks.Harness;

/// <summary>What was measured of one case.</summary>
/// <param name="Case">Its name.</param>
/// <param name="Ours">Median of ours: microseconds an iteration, or megabytes.</param>
/// <param name="PyTorch">Median of PyTorch's, in the same unit.</param>
/// <param name="Ratio">Median of the ratios of neighbouring runs.</param>
/// <param name="Low">Their lower quartile.</param>
/// <param name="High">Their upper quartile.</param>
/// <param name="Growth">Memory at the end over memory at a tenth of the run; null where time is measured.</param>
/// <param name="Floor">The least time an iteration can take, in microseconds, by its work and the measured rates; null where none was stated.</param>
/// <param name="Note">How ours ran, where it has something to say: whether its steps were captured.</param>
internal sealed record Outcome(string Case, double Ours, double PyTorch, double Ratio, double Low, double High, double? Growth = null,
    double? Floor = null, string? Note = null)
{
    /// <summary>Ours over the floor.</summary>
    public double? OursOverFloor => Ours / Floor;

    /// <summary>PyTorch's over the floor.</summary>
    public double? PyTorchOverFloor => PyTorch / Floor;
}

/// <summary>Runs both sides in turns, so that whatever else the machine does meets both, and compares neighbouring runs.</summary>
internal sealed class Duel(string python, int threads, int rounds, bool isCuda, Action<string> progress)
{
    private readonly Dictionary<int, Rates> measured = [];

    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(60);

    public IReadOnlyList<Outcome> Fight(Benchmark benchmark) =>
        benchmark.WholeProcess ? [Processes(benchmark)]
        : benchmark.Iterations > 0 ? [.. benchmark.Cases.Keys.Select(name => MemoryOf(benchmark, name))]
        : Times(benchmark);

    /// <summary>What the device does at best with as many threads, measured once a run.</summary>
    public Rates RatesOf(Benchmark benchmark)
    {
        int share = benchmark.Threads ?? threads;
        if (measured.TryGetValue(share, out var known)) return known;
        progress($"measuring the rates of the device, {share} thread{(share == 1 ? "" : "s")}");
        return measured[share] = Rates.Measure(share, isCuda);
    }

    private IReadOnlyList<Outcome> Times(Benchmark benchmark)
    {
        int share = benchmark.Threads ?? threads;
        using var ours = Side.Ours(benchmark.Name, share);
        using var theirs = benchmark.Against is null ? Side.PyTorch(python, benchmark, benchmark.PyTorchThreads ?? share) : Side.Against(benchmark, share);
        var outcomes = new List<Outcome>();
        foreach (var name in benchmark.Cases.Keys)
        {
            int iterations = Warm(theirs, name, benchmark.LeastIterations);
            _ = Warm(ours, name, benchmark.LeastIterations);
            ours.Run(name, iterations);
            var pairs = Alternate(() => ours.Run(name, iterations)[0], () => theirs.Run(name, iterations)[0], Math.Min(rounds, benchmark.MostRounds ?? rounds));
            outcomes.Add(Summarise(name, [.. pairs.Select(p => (p.Ours / iterations * 1e6, p.Theirs / iterations * 1e6))]) with
            {
                Floor = benchmark.Works.TryGetValue(name, out var work) ? work.Floor(RatesOf(benchmark)) * 1e6 : null,
                Note = ours.Note(name) is { Length: > 0 } note ? note : null,
            });
            progress($"{benchmark.Name} {name}: {outcomes[^1].Ratio:F2} x");
        }
        return outcomes;
    }

    /// <summary>Runs until code is compiled and caches are filled; as many iterations as take one block of time.</summary>
    private static int Warm(Side side, string name, int least)
    {
        int iterations = least;
        double seconds = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < 8 * Block || seconds < Block.TotalSeconds / 2;)
        {
            seconds = side.Run(name, iterations)[0];
            if (seconds < Block.TotalSeconds / 2) iterations *= 2;
        }
        return Math.Max(least, (int)(iterations * Block.TotalSeconds / seconds));
    }

    private static List<(double Ours, double Theirs)> Alternate(Func<double> ours, Func<double> theirs, int rounds)
    {
        var pairs = new List<(double, double)>();
        for (int round = 0; round < rounds; round++)
        {
            double other = round % 2 == 0 ? theirs() : 0;
            double own = ours();
            if (round % 2 == 1) other = theirs();
            pairs.Add((own, other));
        }
        return pairs;
    }

    private Outcome Processes(Benchmark benchmark)
    {
        var own = Side.Start("dotnet", threads, typeof(Duel).Assembly.Location, "worker", benchmark.Name, "once");
        var other = Side.Start(python, threads, Path.Combine(Results.Folder, "python", benchmark.Name + ".py"));
        Whole(own);
        Whole(other); // the disk's cache is warm from here on
        var outcome = Summarise("process", [.. Alternate(() => Whole(own), () => Whole(other), rounds).Select(p => (p.Ours * 1e6, p.Theirs * 1e6))]);
        progress($"{benchmark.Name}: {outcome.Ratio:F2} x");
        return outcome;
    }

    private static double Whole(ProcessStartInfo start)
    {
        long began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{start.FileName} {string.Join(' ', start.ArgumentList)}' ended with exit code {process.ExitCode}");
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private Outcome MemoryOf(Benchmark benchmark, string name)
    {
        double[] own, other;
        using (var ours = Side.Ours(benchmark.Name, threads)) own = ours.Run(name, benchmark.Iterations);
        using (var theirs = Side.PyTorch(python, benchmark, threads)) other = theirs.Run(name, benchmark.Iterations);
        double ratio = own[1] / other[1];
        progress($"{benchmark.Name} {name}: {own[0]:F0} -> {own[1]:F0} MB, PyTorch {other[1]:F0} MB");
        return new(name, own[1], other[1], ratio, ratio, ratio, own[1] / own[0]);
    }

    private static Outcome Summarise(string name, (double Ours, double Theirs)[] pairs)
    {
        var ratios = pairs.Select(p => p.Ours / p.Theirs).Order().ToArray();
        return new(name, Quantile([.. pairs.Select(p => p.Ours).Order()], 0.5), Quantile([.. pairs.Select(p => p.Theirs).Order()], 0.5),
            Quantile(ratios, 0.5), Quantile(ratios, 0.25), Quantile(ratios, 0.75));
    }

    private static double Quantile(double[] sorted, double p) => MathNet.Numerics.Statistics.SortedArrayStatistics.Quantile(sorted, p);
}
