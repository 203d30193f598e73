using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Mode sampling with heavy tails: t = f(u) = 1 - u - s·(cos²(π·u/2) - 1 + u) with uniform u; s &gt; 0 favours the middle,
/// s &lt; 0 the ends, and no time has density 0 (arXiv 2403.03206, section 3.1).
/// </summary>
/// <remarks>
/// f is monotone for -1 ≤ s ≤ 2/(π-2) = 1.752. The law is symmetric about 1/2, so it is the same in both directions of time.
/// The density is |du/dt| = 1/(1 + s·(1 - (π/2)·sin(π·u))): 1/(1 - s·(π/2 - 1)) in the middle and 1/(1+s) at both ends.
/// </remarks>
public sealed class ModeTimes : TimeSampler
{
    // Halvings of [0, 1]: to the last bit of float64.
    private const int Halvings = 60;
    private readonly double _scale;

    /// <summary>A law with a given concentration.</summary>
    /// <param name="scale">s, in (-1, 2/(π-2)).</param>
    /// <exception cref="ArgumentOutOfRangeException">s is out of its range.</exception>
    public ModeTimes(double scale = 1.29)
    {
        if (!(scale > -1 && scale < 2 / (Math.PI - 2)))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"The scale must lie in (-1, {2 / (Math.PI - 2):F4}), where the map is monotone.");
        _scale = scale;
    }

    /// <inheritdoc/>
    public override string Name => "mode";

    /// <inheritdoc/>
    public override Tensor Density(Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        // The share below t, by halving: the quantile rises with its argument.
        var low = torch.zeros_like(t);
        var high = torch.ones_like(t);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) * 0.5;
            var isBelow = Quantile(middle) < t;
            low = torch.where(isBelow, middle, low);
            high = torch.where(isBelow, high, middle);
        }

        return 1 / (1 + _scale * (1 - Math.PI / 2 * ((low + high) * (Math.PI / 2)).sin()));
    }

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        // f falls from 1 to 0, so the share u is reached at f(1-u); cos²(π(1-u)/2) = sin²(πu/2).
        return u - _scale * ((u * (Math.PI / 2)).sin().square() - u);
    }
}
