using System.Diagnostics;
using System.Globalization;

namespace Workbench.Benchmarks.Harness;

/// <summary>One side of a measurement: reads "case iterations" lines and answers each with numbers, until its input ends.</summary>
internal static class Worker
{
    public static void Serve(Benchmark benchmark, TextReader input, TextWriter output)
    {
        while (input.ReadLine() is { Length: > 0 } line)
        {
            var words = line.Split(' ');
            if (words is ["note", var named])
            {
                output.WriteLine(benchmark.Note?.Invoke(named) ?? "");
                output.Flush();
                continue;
            }

            var run = benchmark.Cases[words[0]];
            int iterations = int.Parse(words[1], CultureInfo.InvariantCulture);
            output.WriteLine(benchmark.Iterations > 0 ? Residence(run, iterations) : Seconds(run, iterations));
            output.Flush();
        }
    }

    private static string Seconds(Action<int> run, int iterations)
    {
        BenchDevice.Wait();
        long start = Stopwatch.GetTimestamp();
        run(iterations);
        BenchDevice.Wait();
        return Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>The largest resident memory seen around a tenth of the run, and over its last tenth, in MB.</summary>
    private static string Residence(Action<int> run, int iterations)
    {
        const int Readings = 10;
        int tenth = iterations / 10;
        run(tenth);
        double early = Watch(run, tenth / Readings);
        run(iterations - 3 * tenth);
        double late = Watch(run, tenth / Readings);
        return string.Create(CultureInfo.InvariantCulture, $"{early:F1} {late:F1}");

        static double Watch(Action<int> run, int iterations)
        {
            double most = 0;
            for (int i = 0; i < Readings; i++)
            {
                run(iterations);
                most = Math.Max(most, ResidentMegabytes());
            }
            return most;
        }
    }

    private static double ResidentMegabytes() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize / 1e6;
}
