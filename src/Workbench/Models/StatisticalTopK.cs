using MathNet.Numerics.Distributions;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// Statistical top-k (arXiv 2506.06644): about k of D entries survive the threshold θ = mean + std·Q(1 - k/D), Q the quantile function of
/// the normal law, without sorting. What survives is x - θ, so that the output is continuous in x; gradients flow through mean and std.
/// </summary>
/// <remarks>
/// For normally distributed entries k survive on average; for other laws another number does. Mean and std (that of the population) are
/// those of the last dimension, the neurons of one token.
/// </remarks>
public static class StatisticalTopK
{
    /// <summary>max(x - θ, 0).</summary>
    /// <param name="x">[…, D].</param>
    /// <param name="k">Entries that should survive, in (0, D]; D leaves x as it is.</param>
    /// <returns>A tensor of the shape of x.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is outside (0, D].</exception>
    public static Tensor Apply(Tensor x, double k)
    {
        ArgumentNullException.ThrowIfNull(x);
        var quantile = Quantile(k, x.shape[^1]);
        if (double.IsNegativeInfinity(quantile))
            return x.alias();
        var entries = x.shape[^1];
        using var scope = torch.NewDisposeScope();
        // Two passes: the square of a mean that is large beside the spread would swallow it.
        var centred = x - x.mean([-1L], true);
        var step = torch.linalg.vector_norm(centred, 2, [-1L], true) * (quantile / Math.Sqrt(entries));
        // Nothing else needs the centred values when no gradient does.
        return (centred.requires_grad ? (centred - step).relu() : centred.sub_(step).relu_()).MoveToOuterDisposeScope();
    }

    /// <summary>θ of every vector.</summary>
    /// <param name="x">[…, D].</param>
    /// <param name="k">Entries that should lie above it, in (0, D].</param>
    /// <returns>[…, 1]; minus infinity when k = D.</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is outside (0, D].</exception>
    public static Tensor Threshold(Tensor x, double k)
    {
        ArgumentNullException.ThrowIfNull(x);
        var quantile = Quantile(k, x.shape[^1]);
        using var scope = torch.NewDisposeScope();
        var mean = x.mean([-1L], true);
        if (double.IsNegativeInfinity(quantile))
            return torch.full_like(mean, double.NegativeInfinity).MoveToOuterDisposeScope();
        return (mean + x.std([-1L], unbiased: false, keepdim: true) * quantile).MoveToOuterDisposeScope();
    }

    /// <summary>Q(1 - k/D): 1.40507 for k/D = 0.08, minus infinity for k = D.</summary>
    /// <param name="k">Entries that should survive, in (0, D].</param>
    /// <param name="entries">D.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is outside (0, D].</exception>
    public static double Quantile(double k, long entries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        if (!(k > 0 && k <= entries))
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Of {entries} entries, more than 0 and at most {entries} can survive.");
        return k == entries ? double.NegativeInfinity : -Normal.InvCDF(0, 1, k / entries);
    }

    /// <summary>
    /// Standard deviation of the number that survives of D independent normal entries, √(D·(p(1-p) - φ(z)²·(1 + z²/2))) with p = k/D and
    /// z = Q(1-p): below the binomial √(D·p(1-p)), as the threshold moves with the sample.
    /// </summary>
    /// <param name="k">Entries that should survive, in (0, D).</param>
    /// <param name="entries">D.</param>
    public static double CountDeviation(double k, long entries)
    {
        var (p, z) = (k / entries, Quantile(k, entries));
        var density = Normal.PDF(0, 1, z);
        return Math.Sqrt(entries * (p * (1 - p) - density * density * (1 + z * z / 2)));
    }

    /// <summary>Mean output of normal entries of standard deviation 1, φ(z) - p·z: 0.03626 for p = 0.08.</summary>
    /// <param name="share">p = k/D, in (0, 1).</param>
    public static double MeanOutput(double share)
    {
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share that survives must lie in (0, 1).");
        var z = -Normal.InvCDF(0, 1, share);
        return Normal.PDF(0, 1, z) - share * z;
    }
}
