using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Classifier-free guidance of a flow, v^α = α·v(x, t | c) + (1-α)·v(x, t): α = 1 is the conditional flow, α = 0 the unconditional one,
/// beyond 1 the condition counts for more than it should (arXiv 2207.12598; for flows 2309.06380, section 3.2).
/// </summary>
/// <remarks>Each evaluation is one of both fields. Code that writes v + w·(v_c - v) has w = α; some writes w + 1 for α.</remarks>
public sealed class GuidedVelocity : VelocityField
{
    private readonly VelocityField _conditional;
    private readonly VelocityField _unconditional;

    /// <summary>Guides a flow.</summary>
    /// <param name="conditional">The field given the condition.</param>
    /// <param name="unconditional">The field without it, or given another one that is to be avoided.</param>
    /// <param name="scale">α, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite.</exception>
    public GuidedVelocity(VelocityField conditional, VelocityField unconditional, double scale)
    {
        ArgumentNullException.ThrowIfNull(conditional);
        ArgumentNullException.ThrowIfNull(unconditional);
        if (!double.IsFinite(scale))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The guidance scale must be finite.");
        (_conditional, _unconditional, Scale) = (conditional, unconditional, scale);
    }

    /// <summary>α.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        if (Scale == 1)
            return _conditional.Velocity(x, t);
        var without = _unconditional.Velocity(x, t);
        return Scale == 0 ? without : without + Scale * (_conditional.Velocity(x, t) - without);
    }
}
