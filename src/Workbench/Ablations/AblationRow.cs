using Workbench.Papers;

namespace Workbench.Ablations;

/// <summary>How a run ended.</summary>
public enum RunStatus
{
    /// <summary>It was measured.</summary>
    Ok,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>It said so, or a measurement is not finite.</summary>
    Diverged,
}

/// <summary>One run in the table: factor levels, seed, how it ended, and what was measured.</summary>
public sealed class AblationRow : AblationVariant
{
    private readonly string[] _columns;
    private readonly double[] _values;

    internal AblationRow(AblationVariant variant, int seed, RunStatus status, string reason, string[] columns, double[] values, double seconds)
        : base(variant)
    {
        Seed = seed;
        Status = status;
        Reason = reason;
        Seconds = seconds;
        _columns = columns;
        _values = values;
    }

    /// <summary>The seed.</summary>
    public int Seed { get; }

    /// <summary>How the run ended.</summary>
    public RunStatus Status { get; }

    /// <summary>Why there is nothing (usable) to see; empty when all is well.</summary>
    public string Reason { get; }

    /// <summary>How long the run took, in seconds.</summary>
    public double Seconds { get; }

    /// <summary>Names of the measurements; empty when the run gave none.</summary>
    public IReadOnlyList<string> Measurements => _columns;

    /// <summary>A measurement as it came; NaN when the run gave none.</summary>
    /// <param name="measurement">Its name.</param>
    /// <exception cref="ArgumentException">There is no such measurement; the message names the nearest.</exception>
    public double Value(string measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        if (_columns.Length == 0) return double.NaN;
        var index = Array.IndexOf(_columns, measurement);
        return index >= 0
            ? _values[index]
            : throw new ArgumentException($"there is no measurement '{measurement}'.{Nearest.Hint(measurement, _columns)}", nameof(measurement));
    }

    /// <summary>"activation=relu, sparsity=0.5, seed 3: ok".</summary>
    public override string ToString() =>
        $"{base.ToString()}, seed {Seed}: {Status.ToString().ToLowerInvariant()}{(Reason.Length > 0 ? $", {Reason}" : "")}";

    internal IReadOnlyList<double> Numbers => _values;
}
