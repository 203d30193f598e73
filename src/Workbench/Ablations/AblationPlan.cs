using System.Collections.Immutable;
using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>
/// What an ablation runs: factors, seeds and how. A value: every method returns a new plan. <see cref="Measure"/> runs it.
/// </summary>
/// <remarks>
/// The same seed means the same data split, initialisation and order in every variant, because <see cref="AblationRun.Seed"/> and the
/// generators made of it are a run's only source of randomness. Hence a run's result does not depend on which other variants run, on
/// their order, on how many run at once, or on whether the ablation was interrupted in between.
/// </remarks>
public sealed partial record AblationPlan
{
    internal AblationPlan()
    {
    }

    internal ImmutableArray<FactorGrid> Grids { get; init; } = [];

    internal ImmutableArray<Func<AblationVariant, bool>> Filters { get; init; } = [];

    internal ImmutableArray<int> SeedList { get; init; } = [];

    internal string? Name { get; init; }

    internal string CodeVersion { get; init; } = "";

    internal Protocol? ProtocolUsed { get; init; }

    internal int Workers { get; init; } = 1;

    internal int TorchThreads { get; init; } = 1;

    /// <summary>Varies a further factor over values; the grid is the product of all factors, the last varying fastest.</summary>
    /// <param name="name">The factor's name, a column of the table.</param>
    /// <param name="values">Its levels, at least one, no two with the same text.</param>
    /// <exception cref="ArgumentException">No values, a value twice, a value that needs a name, or a factor that is there already.</exception>
    public AblationPlan Vary<T>(string name, params IEnumerable<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return With(FactorGrid.Of(name, values.Select(v => FactorLevel.Of(name, v))));
    }

    /// <summary>Varies a further factor over words.</summary>
    /// <param name="name">The factor's name.</param>
    /// <param name="values">Its levels.</param>
    /// <exception cref="ArgumentException">No values, a value twice, or a factor that is there already.</exception>
    public AblationPlan Vary(string name, params IEnumerable<string> values) => Vary<string>(name, values);

    /// <summary>Varies a further factor over named objects: <c>.Vary("solver", ("Euler", Solver.Euler), ("Heun", Solver.Heun))</c>.</summary>
    /// <param name="name">The factor's name.</param>
    /// <param name="values">Its levels: the name shown and the value a run gets.</param>
    /// <exception cref="ArgumentException">No values, a name twice, or a factor that is there already.</exception>
    public AblationPlan Vary<T>(string name, params IEnumerable<(string Name, T Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return With(FactorGrid.Of(name, values.Select(v => new FactorLevel(v.Value, FactorLevel.Named(name, v.Name)))));
    }

    /// <summary>Adds factors that vary together in the listed cases only.</summary>
    /// <param name="cases">Objects whose public properties are factors, or dictionaries; all with the same names.</param>
    /// <exception cref="ArgumentException">No cases, different names, a case twice, or a factor that is there already.</exception>
    public AblationPlan Cases<T>(params IEnumerable<T> cases) => With(FactorGrid.OfCases(cases));

    /// <summary>Leaves out the combinations for which <paramref name="keep"/> is false.</summary>
    /// <param name="keep">Looks at a combination's levels.</param>
    public AblationPlan Where(Func<AblationVariant, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        return this with { Filters = Filters.Add(keep) };
    }

    /// <summary>Runs every combination with the seeds 0 … <paramref name="count"/>-1.</summary>
    /// <param name="count">How many seeds, at least one.</param>
    public AblationPlan Seeds(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Seeds(Enumerable.Range(0, count));
    }

    /// <summary>Runs every combination with the given seeds, e.g. <c>experiment.Seeds</c>.</summary>
    /// <param name="seeds">At least one, none twice, none negative.</param>
    /// <exception cref="ArgumentException">No seeds, a seed twice, or a negative one.</exception>
    public AblationPlan Seeds(IEnumerable<int> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ImmutableArray<int> list = [.. seeds];
        if (list.IsEmpty)
            throw new ArgumentException("there are no seeds: give at least one", nameof(seeds));
        if (list.GroupBy(s => s).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"seed {twice.Key} is there {twice.Count()} times: the same run would count as several", nameof(seeds));
        return list.Min() >= 0
            ? this with { SeedList = list }
            : throw new ArgumentException($"seed {list.Min()} is negative: seeds are 0, 1, 2, …", nameof(seeds));
    }

    /// <summary>
    /// Runs several at once on threads of their own. Results are those of <c>Parallel(1)</c>, the default, bit by bit, if a run draws
    /// from its own generators only; it is told when one drew from libtorch's shared default generator.
    /// </summary>
    /// <param name="runs">How many at once, at most one a core; null for one a core.</param>
    /// <param name="threads">libtorch's threads within one run. Changing it may change the last bits of sums.</param>
    public AblationPlan Parallel(int? runs = null, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs ?? 1, 1, nameof(runs));
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return this with { Workers = runs ?? Environment.ProcessorCount, TorchThreads = threads };
    }

    /// <summary>Names the ablation: on the progress line, above the table, and in its journal.</summary>
    /// <param name="name">A short name.</param>
    public AblationPlan Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return this with { Name = name };
    }

    /// <summary>States the protocol the runs belong to; the environment's when not stated. Runs of one protocol never count for another.</summary>
    /// <param name="protocol">How much a run spends.</param>
    public AblationPlan Protocol(Protocol protocol) => this with { ProtocolUsed = protocol };

    private AblationPlan With(FactorGrid grid)
    {
        var taken = Grids.SelectMany(g => g.Factors);
        if (grid.Factors.Intersect(taken).FirstOrDefault() is { } twice)
            throw new ArgumentException($"factor '{twice}' is there already; a factor is varied once", "name");
        return this with { Grids = Grids.Add(grid) };
    }
}
