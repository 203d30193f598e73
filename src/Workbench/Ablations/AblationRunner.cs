using System.Diagnostics;
using TorchSharp;
using Workbench.Training;

namespace Workbench.Ablations;

/// <summary>Runs what the journal does not have, claims and journals each run, and gives the rows in the plan's order.</summary>
internal sealed class AblationRunner(
    IReadOnlyList<PlannedRun> runs, MeasurementReader reader, Func<AblationRun, object?> measure, AblationJournal? journal, bool retryFailed,
    AblationMonitor monitor, CancellationToken cancellation)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private const string SharedDraws =
        "runs side by side drew from libtorch's default generator, as building a layer does: what they drew has to be replaced from run.Seed or run.Generator(), "
        + "as the workbench's models do, or it depends on the other runs";

    private readonly object _gate = new();
    private readonly JournalEntry?[] _entries = new JournalEntry?[runs.Count];
    private readonly bool[] _busy = new bool[runs.Count];
    private string[]? _columns = reader.Columns;
    private string _columnsOf = "the return type";
    private int _next;
    private volatile bool _broken;
    private bool _told;

    /// <summary>Runs everything and returns one entry a run; null where a run was cancelled.</summary>
    public JournalEntry?[] Run(int workers, int torchThreads)
    {
        for (var i = 0; i < runs.Count; i++)
        {
            if (Journaled(runs[i]) is { } entry) Keep(i, entry, fromJournal: true);
        }

        var left = _entries.Count(e => e is null);
        if (left > 0)
        {
            using var randomness = new DefaultRandomness(shared: workers > 1);
            // One item a worker; each takes run after run until none is left.
            ParallelRuns.Map(Enumerable.Range(0, Math.Min(workers, left)), _ =>
            {
                torch.set_num_threads(torchThreads);
                Work(randomness);
                return true;
            });
        }

        journal?.Tidy();
        return _entries;
    }

    private void Work(DefaultRandomness randomness)
    {
        while (!cancellation.IsCancellationRequested && !_broken && Take() is var index and >= 0)
        {
            try
            {
                // Another process has this run: the next one meanwhile, and in time this one again.
                if (!One(index, randomness)) cancellation.WaitHandle.WaitOne(Pause);
            }
            catch
            {
                _broken = true;
                throw;
            }
            finally
            {
                lock (_gate) _busy[index] = false;
            }
        }
    }

    /// <summary>The next run that is neither done nor under way in this process, or -1.</summary>
    private int Take()
    {
        lock (_gate)
        {
            for (var step = 0; step < runs.Count; step++)
            {
                var i = (_next + step) % runs.Count;
                if (_entries[i] is not null || _busy[i]) continue;
                _next = i + 1;
                _busy[i] = true;
                return i;
            }

            return -1;
        }
    }

    /// <summary>Does one run; false when another process has it.</summary>
    private bool One(int index, DefaultRandomness randomness)
    {
        var planned = runs[index];
        using var claim = journal?.Claim(planned.Key);
        if (journal is not null && claim is null)
        {
            if (Journaled(planned) is { } theirs) Keep(index, theirs, fromJournal: true);
            return false;
        }

        if (Journaled(planned) is { } done)
        {
            Keep(index, done, fromJournal: true);
            claim!.Done();
            return true;
        }

        var entry = Measured(planned, randomness);
        if (entry is null) return true;
        if (!_told && randomness.WasDrawnFrom() && !Interlocked.Exchange(ref _told, true)) monitor.Tell(SharedDraws);
        CheckColumns(entry);
        journal?.Append(entry);
        claim?.Done();
        Keep(index, entry, fromJournal: false);
        return true;
    }

    private JournalEntry? Measured(PlannedRun planned, DefaultRandomness randomness)
    {
        var run = new AblationRun(planned.Variant, planned.Seed, cancellation, monitor.Changed);
        monitor.Started(run);
        randomness.Seed(planned.Seed);
        var clock = Stopwatch.StartNew();
        JournalEntry Ended(RunStatus status, string reason, (string, double)[] measurements) =>
            new(planned.Key, planned.Variant.ToString(), planned.Seed, status, reason, measurements, Math.Round(clock.Elapsed.TotalSeconds, 3));
        try
        {
            var measurements = reader.Read(measure(run));
            var odd = measurements.Where(m => !double.IsFinite(m.Value)).Select(m => FormattableString.Invariant($"{m.Name} is {m.Value}"));
            return string.Join(", ", odd) is { Length: > 0 } reason ? Ended(RunStatus.Diverged, reason, measurements) : Ended(RunStatus.Ok, "", measurements);
        }
        catch (Exception e) when (e is RunDivergedException or DivergedException)
        {
            return Ended(RunStatus.Diverged, e.Message, []);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            return Ended(RunStatus.Failed, $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}", []);
        }
        finally
        {
            monitor.Ended(run);
        }
    }

    private JournalEntry? Journaled(PlannedRun run) =>
        journal?.Find(run.Key) is { } entry && !(retryFailed && entry.Status == RunStatus.Failed) ? entry : null;

    private void Keep(int index, JournalEntry entry, bool fromJournal)
    {
        lock (_gate) _entries[index] = entry;
        monitor.Done(entry, fromJournal);
    }

    private void CheckColumns(JournalEntry entry)
    {
        if (entry.Measurements.Count == 0) return;
        string[] columns = [.. entry.Measurements.Select(m => m.Name)];
        lock (_gate)
        {
            if (_columns is null)
            {
                AblationTable.CheckColumns(runs[0].Variant.Factors, columns);
                (_columns, _columnsOf) = (columns, $"{entry.Variant}, seed {entry.Seed}");
            }
            else if (!_columns.ToHashSet().SetEquals(columns))
            {
                throw new InvalidOperationException(
                    $"every run gives the same measurements: {entry.Variant}, seed {entry.Seed} gave {string.Join(", ", columns)}; {_columnsOf} gave {string.Join(", ", _columns)}");
            }
        }
    }
}
