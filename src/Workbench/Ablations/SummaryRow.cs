using Workbench.Papers;
using Workbench.Statistics;

namespace Workbench.Ablations;

/// <summary>A group of runs: its levels and the estimates of its measurements.</summary>
public sealed class SummaryRow : AblationVariant
{
    private readonly string[] _measurements;
    private readonly Estimate[] _estimates;

    internal SummaryRow(AblationVariant first, string[] by, string[] measurements, Estimate[] estimates, int count, int missing)
        : base(by, [.. by.Select(first.Level)])
    {
        _measurements = measurements;
        _estimates = estimates;
        Count = count;
        Missing = missing;
    }

    /// <summary>How many seeds count: those with a usable run of every variant in the group.</summary>
    public int Count { get; }

    /// <summary>How many runs of the group failed, diverged or were not reached.</summary>
    public int Missing { get; }

    /// <summary>The estimate of a measurement's mean over seeds.</summary>
    /// <param name="measurement">Its name.</param>
    /// <exception cref="ArgumentException">There is no such measurement; the message names the nearest.</exception>
    public Estimate Of(string measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        var index = Array.IndexOf(_measurements, measurement);
        return index >= 0
            ? _estimates[index]
            : throw new ArgumentException($"there is no measurement '{measurement}'.{Nearest.Hint(measurement, _measurements)}", nameof(measurement));
    }
}
