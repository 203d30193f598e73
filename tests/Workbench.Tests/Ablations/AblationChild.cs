using System.Diagnostics;
using System.Globalization;
using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>
/// An ablation in a process of its own, to be killed: <c>dotnet Workbench.Tests.dll ablation FOLDER</c>. It notes every run it starts,
/// keeps a journal, and writes what its table holds.
/// </summary>
internal static class AblationChild
{
    public const int Runs = 480;

    // What is not the same in all processes stands in their environment: captured values would make other runs of theirs.
    private const string Name = "ABLATION_NAME";
    private const string Most = "ABLATION_MOST";

    public static string Journal(string folder) => Path.Combine(folder, "runs.jsonl");

    // A file for each process: on Unix a stream that appends writes where the file ended when it was opened, over the line of another.
    public static string Started(string folder, string name) => Path.Combine(folder, $"started-{name}.txt");

    public static string Table(string folder, string name) => Path.Combine(folder, $"table-{name}.txt");

    public static AblationPlan Plan { get; } = Ablation.Vary("a", 1, 2, 3, 4).Vary("b", Enumerable.Range(0, 10)).Seeds(12).Quietly();

    public static object Value(AblationRun run) => run.Seed == 3 && run["b"] == "7"
        ? throw new InvalidOperationException("always")
        : Math.Sin(run.Get<double>("a") * 10 + run.Get<int>("b")) / (run.Seed + 3);

    public static int Run(string folder, string name)
    {
        var begun = 0;
        var table = Plan.Journal(Journal(folder)).Parallel(2).Measure(run =>
        {
            var most = Environment.GetEnvironmentVariable(Most) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : int.MaxValue;
            if (Interlocked.Increment(ref begun) > most)
            {
                // Not for ever: nobody kills it when the tests themselves were.
                Thread.Sleep(TimeSpan.FromMinutes(10));
                Environment.Exit(1);
            }

            lock (Plan)
            {
                using var started = new FileStream(Started(folder, Environment.GetEnvironmentVariable(Name)!), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
                started.Write(System.Text.Encoding.UTF8.GetBytes($"{(AblationVariant)run}, seed {run.Seed}\n"));
            }

            Thread.Sleep(10);
            return (double)Value(run);
        });
        File.WriteAllLines(Table(folder, name), table.Content());
        return table.IsComplete ? 0 : 1;
    }

    /// <summary>Starts it; after <paramref name="most"/> runs it waits to be killed.</summary>
    public static Process Start(string folder, string name = "0", int? most = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AblationChild).Assembly.Location, "ablation", folder, name]);
        start.Environment["WORKBENCH_PROGRESS"] = "0";
        start.Environment[Name] = name;
        if (most is { } runs) start.Environment[Most] = runs.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }
}
