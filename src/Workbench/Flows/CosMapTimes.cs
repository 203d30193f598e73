using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// CosMap: t = 1 - 1/(tan(π·u/2) + 1) with uniform u, which gives the linear interpolant the log-SNR law of the cosine schedule;
/// its density is 2/(π - 2π·t + 2π·t²) (arXiv 2403.03206, section 3.1). Symmetric about 1/2.
/// </summary>
public sealed class CosMapTimes : TimeSampler
{
    /// <inheritdoc/>
    public override string Name => "cosmap";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        return 2 / (Math.PI * (1 - 2 * t + 2 * t.square()));
    }

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        // As sin/(sin + cos), which is finite at u = 1, too.
        var angle = u * (Math.PI / 2);
        var sine = angle.sin();
        return sine / (sine + (1 - u).mul(Math.PI / 2).sin());
    }
}
