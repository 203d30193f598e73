using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The velocity field on one interpolant of a model that was trained on another, without retraining: both paths pass through
/// the same noise-to-data ratios β/α, only at other times and scales (arXiv 2310.04432, section 3; 2410.07303, section 3).
/// </summary>
/// <remarks>
/// For a time s on the new path, t is the time on the old one with the same ratio and c = (α_new + β_new)/(α_old + β_old), so that
/// x/c lies on the old path. There the old velocity gives E[X_0|x] and E[X_1|x] (<see cref="Posterior"/>), and the new one is
/// α'·E[X_1|x] + β'·E[X_0|x]. The flow map from noise to data is the same for all interpolants that begin at pure noise.
/// The old path must cover the ratio: one that begins above pure noise (a floor) is evaluated at its t = 0 for noisier points,
/// and there, scaled by its own α + β, the result is an approximation. Ends at which the new schedule's derivative is infinite
/// are those of that schedule (<see cref="VariancePreserving"/>).
/// </remarks>
public sealed class ConvertedVelocity : VelocityField
{
    // Halvings of [0, 1]: to the last bit of float64.
    private const int Halvings = 60;
    private readonly VelocityField _field;
    private readonly Interpolant _from;
    private readonly Interpolant _to;

    /// <summary>Carries a field over to another interpolant.</summary>
    /// <param name="field">The velocity field on the interpolant it was trained with.</param>
    /// <param name="from">That interpolant; its β/α must fall with time.</param>
    /// <param name="to">The interpolant of this field.</param>
    public ConvertedVelocity(VelocityField field, Interpolant from, Interpolant to)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        (_field, _from, _to) = (field, from, to);
    }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(t);
        using var scope = torch.NewDisposeScope();
        var s = t.to_type(ScalarType.Float64);
        var share = Share(_to, s);
        var old = TimeOf(share).to_type(t.dtype);
        var scale = Batches.Broadcast((_to.Alpha(s) + _to.Beta(s)) / (_from.Alpha(old) + _from.Beta(old)), x).to_type(x.dtype);
        var xOld = x / scale;
        var means = Posterior.Of(_field.Velocity(xOld, old), xOld, old, _from);
        var time = Batches.Broadcast(t, x);
        return (_to.AlphaDot(time) * means.X1 + _to.BetaDot(time) * means.X0).to_type(x.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>α/(α+β): rises from 0 at pure noise to 1 at the data.</summary>
    private static Tensor Share(Interpolant interpolant, Tensor t)
    {
        var alpha = interpolant.Alpha(t);
        return alpha / (alpha + interpolant.Beta(t));
    }

    private Tensor TimeOf(Tensor share)
    {
        // The linear interpolant's share is its time.
        if (_from is LinearInterpolant)
            return share;
        var low = torch.zeros_like(share);
        var high = torch.ones_like(share);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) * 0.5;
            var isBefore = Share(_from, middle) < share;
            low = torch.where(isBefore, middle, low);
            high = torch.where(isBefore, high, middle);
        }

        return (low + high) * 0.5;
    }
}
