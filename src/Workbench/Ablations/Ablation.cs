using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>
/// Starts an ablation: factors are varied, every combination runs with every seed, and the measurements become a table.
/// </summary>
/// <remarks>
/// <code>
/// var table = Ablation
///     .Vary("activation", "relu", "gelu")
///     .Vary("sparsity", 0, 0.5, 0.9)
///     .Seeds(5)
///     .Measure(run =&gt; new { accuracy = Train(run["activation"], run.Get&lt;double&gt;("sparsity"), run.Seed) });
/// table.Summary()                                             // means with 95 % intervals
/// table.Against("activation", "relu")                         // paired differences, seed by seed
/// table.Plot(x: "sparsity", y: "accuracy", by: "activation")
/// </code>
/// </remarks>
public static class Ablation
{
    /// <summary>Varies a factor over values: numbers, booleans, enumerations, or objects with a text of their own.</summary>
    /// <param name="name">The factor's name, a column of the table.</param>
    /// <param name="values">Its levels, at least one, no two with the same text.</param>
    /// <exception cref="ArgumentException">No values, a value twice, or a value that needs a name.</exception>
    public static AblationPlan Vary<T>(string name, params IEnumerable<T> values) => new AblationPlan().Vary(name, values);

    /// <summary>Varies a factor over words.</summary>
    /// <param name="name">The factor's name.</param>
    /// <param name="values">Its levels.</param>
    /// <exception cref="ArgumentException">No values, or a value twice.</exception>
    public static AblationPlan Vary(string name, params IEnumerable<string> values) => new AblationPlan().Vary(name, values);

    /// <summary>Varies a factor over named objects: <c>Vary("solver", ("Euler", Solver.Euler), ("Heun", Solver.Heun))</c>.</summary>
    /// <param name="name">The factor's name.</param>
    /// <param name="values">Its levels: the name shown and the value a run gets.</param>
    /// <exception cref="ArgumentException">No values, or a name twice.</exception>
    public static AblationPlan Vary<T>(string name, params IEnumerable<(string Name, T Value)> values) => new AblationPlan().Vary(name, values);

    /// <summary>Lists combinations instead of a grid: <c>Cases(new { method = "AP", rate = 0.02 }, new { method = "none", rate = 0.0 })</c>.</summary>
    /// <param name="cases">Objects whose public properties are factors, or dictionaries; all with the same names.</param>
    /// <exception cref="ArgumentException">No cases, different names, or a case twice.</exception>
    public static AblationPlan Cases<T>(params IEnumerable<T> cases) => new AblationPlan().Cases(cases);

    /// <summary>An ablation of a paper's experiment: its seeds, its protocol, and a journal of its own.</summary>
    /// <param name="experiment">The run of the paper's notebook.</param>
    /// <param name="name">What this ablation is called among those of the experiment.</param>
    public static AblationPlan Of(Experiment experiment, string name)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new AblationPlan().Named($"{experiment.Card.Slug}.{name}").Protocol(experiment.Protocol).Seeds(experiment.Seeds);
    }
}
