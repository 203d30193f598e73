using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>
/// How much of a vector lies in few entries (Hurley, Rickard 2009, arXiv 0811.4706, compare such measures). All take vectors along the last
/// dimension and depend on |x| only, not on its scale; of a vector of zeros they are NaN.
/// </summary>
public static class SparsityMeasures
{
    /// <summary>Hoyer's sparsity, (√n - ‖x‖₁/‖x‖₂)/(√n - 1): 0 when all entries are equally large, 1 when a single one is not 0.</summary>
    /// <param name="x">[…, n] with n ≥ 2.</param>
    /// <returns>[…].</returns>
    public static Tensor Hoyer(Tensor x)
    {
        var root = Math.Sqrt(Length(x));
        using var scope = torch.NewDisposeScope();
        var magnitude = x.abs();
        return ((root - magnitude.sum(-1) / magnitude.square().sum(-1).sqrt()) / (root - 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Gini's coefficient of |x|, Σᵢ(2i - n - 1)·|x|₍ᵢ₎/(n·Σ|x|) over the ordered magnitudes: 0 when all are equal, 1 - 1/n when a single one is not 0.</summary>
    /// <param name="x">[…, n] with n ≥ 2.</param>
    /// <returns>[…].</returns>
    public static Tensor Gini(Tensor x)
    {
        var n = Length(x);
        using var scope = torch.NewDisposeScope();
        var (ordered, _) = x.abs().sort(-1);
        var weights = torch.arange(1, n + 1, dtype: x.dtype, device: x.device) * 2 - (n + 1);
        return ((ordered * weights).sum(-1) / (ordered.sum(-1) * n)).MoveToOuterDisposeScope();
    }

    /// <summary>The share of Σ|x| that the k largest magnitudes have.</summary>
    /// <param name="x">[…, n] with n ≥ 2.</param>
    /// <param name="k">1 to n.</param>
    /// <returns>[…].</returns>
    /// <exception cref="ArgumentOutOfRangeException">k is out of its range.</exception>
    public static Tensor TopMass(Tensor x, int k)
    {
        var n = Length(x);
        if (k < 1 || k > n)
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Of {n} entries, 1 to {n} can be the largest.");
        using var scope = torch.NewDisposeScope();
        var magnitude = x.abs();
        return (magnitude.topk(k, -1).values.sum(-1) / magnitude.sum(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Effective rank (Roy, Vetterli 2007), exp(-Σ pᵢ·ln pᵢ) of the singular values' shares pᵢ: 1 for points on a line through 0, the rank
    /// when all singular values are equal.
    /// </summary>
    /// <param name="points">[…, feature], taken as a matrix of vectors.</param>
    public static double EffectiveRank(Tensor points)
    {
        Length(points);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var values = torch.linalg.svdvals(points.reshape(-1, points.shape[^1]).to_type(ScalarType.Float64)).cpu().data<double>().ToArray();
        var sum = values.Sum();
        return Math.Exp(-values.Select(value => value / sum).Where(p => p > 0 || double.IsNaN(p)).Sum(p => p * Math.Log(p)));
    }

    private static long Length(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.dim() < 1 || x.shape[^1] < 2)
            throw new ArgumentException($"Sparsity is that of vectors of at least two entries; got [{string.Join(", ", x.shape)}].", nameof(x));
        return x.shape[^1];
    }
}
