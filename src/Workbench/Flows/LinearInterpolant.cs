using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The straight interpolant X_t = t·X_1 + (1-t)·X_0 of rectified flow (arXiv 2209.03003, equation 1); its velocity
/// X_1 - X_0 does not depend on time.
/// </summary>
public sealed class LinearInterpolant : Interpolant
{
    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public override Tensor Alpha(Tensor t) => t;

    /// <inheritdoc/>
    public override Tensor Beta(Tensor t) => 1 - t;

    /// <inheritdoc/>
    public override Tensor AlphaDot(Tensor t) => torch.ones_like(t);

    /// <inheritdoc/>
    public override Tensor BetaDot(Tensor t) => -torch.ones_like(t);
}
