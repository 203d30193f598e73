namespace Workbench.Ablations;

/// <summary>What a running ablation looks like at a moment.</summary>
/// <param name="Label">The ablation's name.</param>
/// <param name="Done">Runs finished, those of the journal among them.</param>
/// <param name="Total">All runs.</param>
/// <param name="Journaled">How many were in the journal.</param>
/// <param name="Failed">How many failed or diverged.</param>
/// <param name="Share">Done share of all runs, parts of runs included, in [0, 1].</param>
/// <param name="Current">The levels and seed of the run that moved last; empty when none is under way.</param>
/// <param name="Metric">Its live metric.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Remaining">Time still to go, from the runs of this process; null when nothing tells.</param>
internal sealed record AblationStatus(
    string Label, int Done, int Total, int Journaled, int Failed, double Share, string Current, string Metric, TimeSpan Elapsed, TimeSpan? Remaining);

/// <summary>Counts the runs as they start, report and end, and hands each state to a display.</summary>
internal sealed class AblationMonitor(string label, int total, IAblationDisplay display, TimeProvider clock)
{
    private readonly object _gate = new();
    private readonly List<AblationRun> _running = [];
    private readonly long _started = clock.GetTimestamp();
    private int _done;
    private int _journaled;
    private int _failed;
    private AblationRun? _last;

    public void Started(AblationRun run) => Change(() => _running.Add(_last = run));

    public void Changed(AblationRun run) => Change(() => _last = run);

    public void Ended(AblationRun run) => Change(() => _running.Remove(run));

    public void Done(JournalEntry entry, bool fromJournal) => Change(
        () =>
        {
            _done++;
            if (fromJournal) _journaled++;
            if (entry.Status != RunStatus.Ok) _failed++;
        },
        entry);

    public void Tell(string line)
    {
        lock (_gate) display.Tell(line);
    }

    private void Change(Action change, JournalEntry? finished = null)
    {
        lock (_gate)
        {
            change();
            var status = Status();
            display.Show(status);
            if (finished is { Status: not RunStatus.Ok }) display.Tell($"{finished.Variant}, seed {finished.Seed}: {finished.Status.ToString().ToLowerInvariant()}, {finished.Reason}");
        }
    }

    private AblationStatus Status()
    {
        var elapsed = clock.GetElapsedTime(_started);
        var parts = _running.Sum(r => r.Share);
        var ours = _done - _journaled + parts;
        var left = total - _done - parts;
        if (_last is not null && !_running.Contains(_last)) _last = _running.FirstOrDefault();
        return new(
            label, _done, total, _journaled, _failed, Math.Clamp((_done + parts) / total, 0, 1),
            _last is null ? "" : $"{_last}, seed {_last.Seed}", _last?.Metric ?? "", elapsed,
            left <= 0 ? TimeSpan.Zero : ours > 0 ? elapsed * (left / ours) : null);
    }
}
