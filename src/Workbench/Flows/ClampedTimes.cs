using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// A field evaluated only at times of [earliest, latest]: points before or after see the velocity of the nearest of those times.
/// The usual cure for fields that are infinite or untrained at an end of the interval.
/// </summary>
public sealed class ClampedTimes : VelocityField
{
    private readonly VelocityField _field;
    private readonly double _earliest;
    private readonly double _latest;

    /// <summary>Keeps a field away from the ends.</summary>
    /// <param name="field">The field.</param>
    /// <param name="earliest">The first time at which it is evaluated.</param>
    /// <param name="latest">The last one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The times are not 0 ≤ earliest &lt; latest ≤ 1.</exception>
    public ClampedTimes(VelocityField field, double earliest = 1e-3, double latest = 1 - 1e-3)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!(earliest >= 0 && earliest <= 1))
            throw new ArgumentOutOfRangeException(nameof(earliest), earliest, "The earliest time must lie in [0, 1].");
        if (!(latest > earliest && latest <= 1))
            throw new ArgumentOutOfRangeException(nameof(latest), latest, $"The latest time must lie in ({earliest:G4}, 1].");
        (_field, _earliest, _latest) = (field, earliest, latest);
    }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return _field.Velocity(x, t.clamp(_earliest, _latest));
    }
}
