using Workbench.Papers;

namespace Workbench.Ablations;

public sealed partial record AblationPlan
{
    /// <summary>
    /// Runs every combination with every seed and makes the table. A run that throws, says <see cref="AblationRun.Diverged"/>, or measures
    /// NaN or infinity is a row with its reason. Cancelled, by Ctrl-C too, it gives the table of what is finished.
    /// </summary>
    /// <param name="measure">
    /// One run: takes its factor levels and seed from its argument and returns named numbers: <c>new { accuracy = …, loss = … }</c>, a record,
    /// a named tuple, a list of (name, value), a dictionary, or one number.
    /// </param>
    /// <param name="cancellation">Stops after the runs under way.</param>
    /// <exception cref="ArgumentException">The plan has no seed or no combination, the function returns no named numbers, or a journal
    /// is asked for that could not tell these runs from others; before any run.</exception>
    /// <exception cref="InvalidOperationException">Runs gave different measurements, or drew from a generator they share.</exception>
    public AblationTable Measure<T>(Func<AblationRun, T> measure, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return Measure(measure, typeof(T), 1, runs => [measure(runs[0])], cancellation);
    }

    /// <summary>
    /// As <see cref="Measure{T}"/>, but all seeds of a variant at once, e.g. trained as one batched model. A row's numbers may then depend, in
    /// the last digits, on which seeds were trained with it, so the journal keeps such runs apart from others.
    /// </summary>
    /// <param name="measure">Takes the runs of one variant, one a seed, and returns one result for each, in their order.</param>
    /// <param name="cancellation">Stops after the runs under way.</param>
    /// <exception cref="ArgumentException">As for <see cref="Measure{T}"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Measure{T}"/>.</exception>
    /// <example>
    /// <code>
    /// .MeasureSeeds(runs =&gt; Train(runs[0]["activation"], runs.Select(run =&gt; run.Seed)).Select(loss =&gt; new { loss }))
    /// </code>
    /// </example>
    public AblationTable MeasureSeeds<T>(Func<IReadOnlyList<AblationRun>, IEnumerable<T>> measure, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return Measure(measure, typeof(T), SeedList.Length, runs => [.. measure(runs).Cast<object?>()], cancellation);
    }

    private AblationTable Measure(
        Delegate measure, Type result, int together, Func<AblationRun[], IReadOnlyList<object?>> call, CancellationToken cancellation)
    {
        if (SeedList.IsEmpty)
            throw new ArgumentException("the ablation has no seeds: add .Seeds(5) or .Seeds(experiment.Seeds)", nameof(measure));
        AblationVariant[] variants = [.. FactorGrid.Combine(Grids).Where(v => Filters.All(keep => keep(v)))];
        if (variants.Length == 0)
            throw new ArgumentException("no combination of levels is left by .Where(…)", nameof(measure));
        if (variants.GroupBy(v => v.ToString()).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"the combination {twice.Key} is there {twice.Count()} times", nameof(measure));
        var reader = MeasurementReader.For(measure.Method, result);
        if (reader.Columns is { } columns)
            AblationTable.CheckColumns(variants[0].Factors, columns);

        using var interruption = new Interruption(cancellation);
        using var display = Display();
        var (journal, keys) = OpenJournal(measure, variants.SelectMany(v => v.Levels).Distinct(ReferenceEqualityComparer.Instance).Cast<FactorLevel>(), display);
        PlannedRun[] runs = [.. variants.SelectMany(v => SeedList, (v, seed) => new PlannedRun(v, seed, keys.Key(v, seed, together > 1 ? SeedList : [])))];
        var monitor = new AblationMonitor(Name ?? "ablation", runs.Length, display, TimeProvider.System);
        var entries = new AblationRunner(runs, together, reader, call, journal, Retrying, monitor, interruption.Token).Run(Workers, TorchThreads);

        string[] measurements = reader.Columns ?? [.. entries.Select(e => e?.Measurements.Select(m => m.Name)).FirstOrDefault(m => m?.Any() == true) ?? []];
        AblationRow[] rows = [.. runs.Zip(entries).Where(p => p.Second is not null).Select(p => Row(p.First, p.Second!, measurements))];
        return new(Name, [.. variants[0].Factors], measurements, rows, runs.Length);
    }

    /// <summary>What the environment says; runs outside a repository's tools are quick.</summary>
    private static Protocol EnvironmentProtocol() =>
        Environment.GetEnvironmentVariable("WORKBENCH_PROTOCOL") is { Length: > 0 } name ? Protocols.Parse(name) : Papers.Protocol.Quick;

    private static AblationRow Row(PlannedRun run, JournalEntry entry, string[] measurements)
    {
        var values = entry.Measurements.ToDictionary(m => m.Name, m => m.Value);
        return new(run.Variant, run.Seed, entry.Status, entry.Reason, measurements,
            [.. measurements.Select(m => values.GetValueOrDefault(m, double.NaN))], entry.Seconds);
    }
}
