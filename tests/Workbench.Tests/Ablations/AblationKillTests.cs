using Workbench.Ablations;

namespace Workbench.Tests.Ablations;

/// <summary>An ablation that is killed again and again, and two at once on one journal: nothing lost, nothing doubled.</summary>
public sealed class AblationKillTests : IDisposable
{
    private const int Kills = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-ablation-").FullName;

    private static string[] Uninterrupted { get; } = AblationChild.Plan.Measure(run => (double)AblationChild.Value(run)).Content();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_at_twenty_random_moments_it_loses_nothing_and_does_nothing_twice()
    {
        var random = new Random(20);
        for (var kill = 0; kill < Kills; kill++)
        {
            var (known, startsBefore) = (Journaled(), Starts().Length);
            // Children that are killed leave runs to the last one, however late they are killed.
            using var child = AblationChild.Start(_folder, most: AblationChild.Runs / Kills - 4);
            var some = startsBefore + random.Next(1, 4);
            while (Starts().Length < some && !child.HasExited) await Task.Delay(1);
            await Task.Delay(random.Next(25));
            Assert.False(child.HasExited, "the child must be killed in the middle, and ended by itself");
            child.Kill();
            await child.WaitForExitAsync();

            var after = Journaled();
            Assert.Superset(known, after);
            Assert.Empty(Starts().Skip(startsBefore).Intersect(known));
        }

        using var last = AblationChild.Start(_folder);
        await last.WaitForExitAsync();

        Assert.Equal(0, last.ExitCode);
        Assert.Equal(Uninterrupted, File.ReadAllLines(AblationChild.Table(_folder, "0")));
        Assert.Equal(AblationChild.Runs, Lines().Length);
        Assert.Equal(AblationChild.Runs, Lines().Distinct().Count());
        // A kill costs at most the runs under way, one a worker.
        Assert.InRange(Starts().Length, AblationChild.Runs, AblationChild.Runs + 2 * Kills);
    }

    [Fact]
    public async Task Two_processes_on_one_journal_divide_the_runs()
    {
        using var first = AblationChild.Start(_folder, "1");
        using var second = AblationChild.Start(_folder, "2");
        await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync());

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(Uninterrupted, File.ReadAllLines(AblationChild.Table(_folder, "1")));
        Assert.Equal(Uninterrupted, File.ReadAllLines(AblationChild.Table(_folder, "2")));
        Assert.Equal(AblationChild.Runs, Starts().Length);
        Assert.Equal(AblationChild.Runs, Starts().Distinct().Count());
        Assert.Equal(AblationChild.Runs, Lines().Distinct().Count());
    }

    /// <summary>"variant, seed" of every whole line of the journal.</summary>
    private string[] Lines() => [.. Read(AblationChild.Journal(_folder)).Where(l => JournalEntry.TryParse(l, out _))
        .Select(l => JournalEntry.TryParse(l, out var entry) ? $"{entry.Variant}, seed {entry.Seed}" : "")];

    private HashSet<string> Journaled() => [.. Lines()];

    private string[] Starts() => [.. Directory.GetFiles(_folder, "started-*.txt").Order().SelectMany(Read)];

    private static string[] Read(string path)
    {
        if (!File.Exists(path)) return [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
