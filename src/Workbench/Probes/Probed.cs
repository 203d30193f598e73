namespace Workbench.Probes;

/// <summary>The statistics of the points that a pattern selected, in the network's order.</summary>
/// <typeparam name="TResult">What is known of a point.</typeparam>
public sealed class Probed<TResult>
{
    private readonly IReadOnlyList<ActivationStatistic<TResult>> _statistics;
    private readonly Action _check;

    internal Probed(IReadOnlyList<string> names, IReadOnlyList<ActivationStatistic<TResult>> statistics, Action check)
        => (Names, _statistics, _check) = (names, statistics, check);

    /// <summary>The points.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What is known of each point since the probe began or was last <see cref="Reset"/>.</summary>
    /// <exception cref="InvalidOperationException">The network was not called, or activations are NaN or infinite; the first layer and step are named.</exception>
    public IReadOnlyList<TResult> Results
    {
        get
        {
            _check();
            return [.. _statistics.Select(statistic => statistic.Result())];
        }
    }

    /// <summary>What is known of one point.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">It is not among the points.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Results"/>.</exception>
    public TResult this[string name]
    {
        get
        {
            var at = Names.ToList().IndexOf(name);
            if (at < 0)
                throw new ArgumentException($"'{name}' is not probed here. Probed: {string.Join(", ", Names)}.", nameof(name));
            _check();
            return _statistics[at].Result();
        }
    }

    /// <summary>The results so far; counting begins anew.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Results"/>.</exception>
    public IReadOnlyList<TResult> Take()
    {
        var results = Results;
        Reset();
        return results;
    }

    /// <summary>Forgets what was seen.</summary>
    public void Reset()
    {
        foreach (var statistic in _statistics)
            statistic.Reset();
    }
}
