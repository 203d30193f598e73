using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>One combination of factor levels.</summary>
public class AblationVariant
{
    private readonly string[] _factors;
    private readonly FactorLevel[] _levels;

    internal AblationVariant(string[] factors, FactorLevel[] levels)
    {
        _factors = factors;
        _levels = levels;
    }

    internal AblationVariant(AblationVariant other)
        : this(other._factors, other._levels)
    {
    }

    /// <summary>Names of the factors, in the order they were declared.</summary>
    public IReadOnlyList<string> Factors => _factors;

    /// <summary>The level of a factor as the table shows it, e.g. "relu" or "0.5".</summary>
    /// <param name="factor">The factor's name.</param>
    /// <exception cref="ArgumentException">There is no such factor; the message names the nearest.</exception>
    public string this[string factor] => Level(factor).Label;

    /// <summary>The value of a factor, e.g. <c>run.Get&lt;double&gt;("sparsity")</c>.</summary>
    /// <param name="factor">The factor's name.</param>
    /// <typeparam name="T">The value's type; numbers convert when nothing is lost (0 is an int and a double).</typeparam>
    /// <exception cref="ArgumentException">There is no such factor (the nearest is named), or its value is of another type.</exception>
    public T Get<T>(string factor) => Level(factor).As<T>(factor);

    /// <summary>"activation=relu, sparsity=0.5".</summary>
    public override string ToString() => string.Join(", ", _factors.Zip(_levels, (factor, level) => $"{factor}={level.Label}"));

    internal IReadOnlyList<FactorLevel> Levels => _levels;

    internal FactorLevel Level(string factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        var index = Array.IndexOf(_factors, factor);
        return index >= 0
            ? _levels[index]
            : throw new ArgumentException($"there is no factor '{factor}'.{Nearest.Hint(factor, _factors)}", nameof(factor));
    }

    /// <summary>The labels of some factors, as a value that compares.</summary>
    internal string Key(IEnumerable<string> factors) => string.Join("\u001f", factors.Select(f => this[f]));
}
