using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Guidance of an unconditional flow from N(0, I) by the gradient of a classifier: the score gains s·∇log p(c | x), hence the velocity
/// gains s·(β/α)·(α'·β - α·β')·∇log p(c | x), with the linear interpolant s·((1-t)/t)·∇log p(c | x) (arXiv 2105.05233, section 4).
/// </summary>
/// <remarks>
/// The classifier must know the noise level, or be asked at the predicted data point instead (<c>atPrediction</c>, which needs no
/// noise-aware one, at the price of an approximation). The factor is infinite at t = 0; times below <c>earliest</c> get that
/// time's factor.
/// </remarks>
public sealed class ClassifierGuidance : VelocityField
{
    private readonly VelocityField _field;
    private readonly Func<Tensor, Tensor, Tensor> _logProbability;
    private readonly double _scale;
    private readonly bool _atPrediction;
    private readonly double _earliest;
    private readonly Interpolant _interpolant;

    /// <summary>Guides a flow.</summary>
    /// <param name="field">The unconditional flow.</param>
    /// <param name="logProbability">log p(c | x) at points [batch, …] and times [batch] or scalar, as [batch].</param>
    /// <param name="scale">s, finite; 1 is Bayes' rule.</param>
    /// <param name="atPrediction">Whether the classifier sees x̂_1 = x + (1-t)·v, with v held fixed, instead of x.</param>
    /// <param name="earliest">The least time that divides, in (0, 1).</param>
    /// <param name="interpolant">The interpolant of the field; linear by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public ClassifierGuidance(
        VelocityField field, Func<Tensor, Tensor, Tensor> logProbability, double scale = 1, bool atPrediction = false,
        double earliest = 0.02, Interpolant? interpolant = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(logProbability);
        if (!double.IsFinite(scale))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The guidance scale must be finite.");
        if (!(earliest > 0 && earliest < 1))
            throw new ArgumentOutOfRangeException(nameof(earliest), earliest, "The least time that divides must lie in (0, 1).");
        (_field, _logProbability, _scale, _atPrediction, _earliest) = (field, logProbability, scale, atPrediction, earliest);
        _interpolant = interpolant ?? Interpolant.Linear;
    }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(t);
        using var scope = torch.NewDisposeScope();
        var velocity = _field.Velocity(x, t);
        Tensor gradient;
        using (torch.enable_grad())
        {
            var at = (_atPrediction ? Posterior.Of(velocity, x, t, _interpolant).X1 : x).detach().requires_grad_();
            gradient = torch.autograd.grad([_logProbability(at, t).sum()], [at])[0];
        }

        var s = Batches.Broadcast(t.clamp(min: _earliest), x);
        var (alpha, beta) = (_interpolant.Alpha(s), _interpolant.Beta(s));
        var factor = beta / alpha * (_interpolant.AlphaDot(s) * beta - alpha * _interpolant.BetaDot(s));
        return (velocity + _scale * factor * gradient).MoveToOuterDisposeScope();
    }
}
