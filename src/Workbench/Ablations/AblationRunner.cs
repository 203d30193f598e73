using System.Diagnostics;
using TorchSharp;
using Workbench.Training;

namespace Workbench.Ablations;

/// <summary>
/// Runs what the journal does not have, claims and journals each run, and gives the rows in the plan's order. What is measured at once
/// (one run, or a variant's seeds) is claimed at once and, to give the same numbers again, done anew as a whole when a part is missing.
/// </summary>
internal sealed class AblationRunner(
    IReadOnlyList<PlannedRun> runs, int together, MeasurementReader reader, Func<AblationRun[], IReadOnlyList<object?>> measure, AblationJournal? journal, bool retryFailed,
    AblationMonitor monitor, CancellationToken cancellation)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private const string SharedDraws =
        "runs side by side drew from libtorch's default generator, as building a layer does: what they drew has to be replaced from run.Seed or run.Generator(), "
        + "as the workbench's models do, or it depends on the other runs";

    private readonly object _gate = new();
    private readonly JournalEntry?[] _entries = new JournalEntry?[runs.Count];
    private readonly bool[] _busy = new bool[runs.Count / together];
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
            ParallelRuns.Map(Enumerable.Range(0, Math.Min(workers, (left + together - 1) / together)), _ =>
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

    private IEnumerable<int> Members(int unit) => Enumerable.Range(unit * together, together);

    /// <summary>The next unit that is neither done nor under way in this process, or -1.</summary>
    private int Take()
    {
        lock (_gate)
        {
            for (var step = 0; step < _busy.Length; step++)
            {
                var i = (_next + step) % _busy.Length;
                if (_busy[i] || Members(i).All(k => _entries[k] is not null)) continue;
                _next = i + 1;
                _busy[i] = true;
                return i;
            }

            return -1;
        }
    }

    /// <summary>Does the runs of one unit; false when another process has them.</summary>
    private bool One(int unit, DefaultRandomness randomness)
    {
        int[] members = [.. Members(unit)];
        using var claim = journal?.Claim(runs[members[0]].Key);
        foreach (var index in members)
        {
            if (_entries[index] is null && Journaled(runs[index]) is { } theirs) Keep(index, theirs, fromJournal: true);
        }

        if (journal is not null && claim is null) return false;
        int[] missing = [.. members.Where(i => _entries[i] is null)];
        if (missing.Length > 0)
        {
            var entries = Measured([.. members.Select(i => runs[i])], randomness);
            if (entries is null) return true;
            if (!_told && randomness.WasDrawnFrom() && !Interlocked.Exchange(ref _told, true)) monitor.Tell(SharedDraws);
            foreach (var entry in entries) CheckColumns(entry);
            foreach (var index in missing)
            {
                var entry = entries[index - members[0]];
                journal?.Append(entry);
                Keep(index, entry, fromJournal: false);
            }
        }

        claim?.Done();
        return true;
    }

    /// <summary>One entry a run; null when the runs were cancelled.</summary>
    private JournalEntry[]? Measured(PlannedRun[] planned, DefaultRandomness randomness)
    {
        AblationRun[] started = [.. planned.Select(p => new AblationRun(p.Variant, p.Seed, cancellation, monitor.Changed))];
        foreach (var run in started) monitor.Started(run);
        randomness.Seed(planned[0].Seed);
        var clock = Stopwatch.StartNew();
        try
        {
            var results = measure(started);
            if (results.Count != planned.Length)
                throw new InvalidOperationException($"{results.Count} results were returned for {planned.Length} seeds");
            return [.. planned.Zip(results, (run, result) => Ended(run, reader.Read(result)))];
        }
        catch (Exception e) when (e is RunDivergedException or DivergedException)
        {
            return [.. planned.Select(run => Bad(run, RunStatus.Diverged, e.Message))];
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            return [.. planned.Select(run => Bad(run, RunStatus.Failed, $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}"))];
        }
        finally
        {
            foreach (var run in started) monitor.Ended(run);
        }

        double Seconds() => Math.Round(clock.Elapsed.TotalSeconds / planned.Length, 3);
        JournalEntry Bad(PlannedRun run, RunStatus status, string reason) => new(run.Key, run.Variant.ToString(), run.Seed, status, reason, [], Seconds());
        JournalEntry Ended(PlannedRun run, (string Name, double Value)[] measurements)
        {
            var odd = string.Join(", ", measurements.Where(m => !double.IsFinite(m.Value)).Select(m => FormattableString.Invariant($"{m.Name} is {m.Value}")));
            return new(run.Key, run.Variant.ToString(), run.Seed, odd.Length > 0 ? RunStatus.Diverged : RunStatus.Ok, odd, measurements, Seconds());
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
