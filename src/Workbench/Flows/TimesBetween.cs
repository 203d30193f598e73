using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>Times drawn evenly from a part of the interval.</summary>
public sealed class TimesBetween : TimeSampler
{
    private readonly double _from;
    private readonly double _to;

    /// <summary>The uniform law of [from, to].</summary>
    /// <param name="from">The earliest time, not before 0.</param>
    /// <param name="to">The latest, not after 1.</param>
    /// <exception cref="ArgumentException">The times are not 0 ≤ from &lt; to ≤ 1.</exception>
    public TimesBetween(double from, double to)
    {
        if (!(from >= 0 && from < to && to <= 1))
            throw new ArgumentException($"Expected 0 ≤ from < to ≤ 1; got from = {from:G6} and to = {to:G6}.", nameof(to));
        (_from, _to) = (from, to);
    }

    /// <inheritdoc/>
    public override string Name => $"uniform on [{_from:G4}, {_to:G4}]";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        using var scope = torch.NewDisposeScope();
        return (((t >= _from) & (t <= _to)).to_type(t.dtype) / (_to - _from)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        return u * (_to - _from) + _from;
    }
}
