using System.Diagnostics;
using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>
/// An ablation in a process of its own, to be killed: <c>dotnet Workbench.Tests.dll ablation FOLDER</c>. It notes every run it starts,
/// keeps a journal, and writes what its table holds.
/// </summary>
internal static class AblationChild
{
    public const int Runs = 480;

    public static string Journal(string folder) => Path.Combine(folder, "runs.jsonl");

    public static string Started(string folder) => Path.Combine(folder, "started.txt");

    public static string Table(string folder, string name) => Path.Combine(folder, $"table-{name}.txt");

    public static AblationPlan Plan { get; } = Ablation.Vary("a", 1, 2, 3, 4).Vary("b", Enumerable.Range(0, 10)).Seeds(12).Quietly();

    public static object Value(AblationRun run) => run.Seed == 3 && run["b"] == "7"
        ? throw new InvalidOperationException("always")
        : Math.Sin(run.Get<double>("a") * 10 + run.Get<int>("b")) / (run.Seed + 3);

    public static int Run(string folder, string name)
    {
        var table = Plan.Journal(Journal(folder)).Parallel(2).Measure(run =>
        {
            lock (Plan)
            {
                using var started = new FileStream(Started(folder), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
                started.Write(System.Text.Encoding.UTF8.GetBytes($"{(AblationVariant)run}, seed {run.Seed}\n"));
            }

            Thread.Sleep(10);
            return (double)Value(run);
        });
        File.WriteAllLines(Table(folder, name), table.Content());
        return table.IsComplete ? 0 : 1;
    }

    public static Process Start(string folder, string name = "0")
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AblationChild).Assembly.Location, "ablation", folder, name]);
        start.Environment["WORKBENCH_PROGRESS"] = "0";
        return Process.Start(start)!;
    }
}
