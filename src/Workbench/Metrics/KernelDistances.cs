using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>Distances between samples by their pairwise distances: energy distance and maximum mean discrepancy.</summary>
/// <remarks>All sums are in float64; memory grows with the product of the sample sizes.</remarks>
public static class KernelDistances
{
    /// <summary>
    /// The energy distance 2E‖X-Y‖ - E‖X-X'‖ - E‖Y-Y'‖ (Székely and Rizzo 2013), the squared one: 0 exactly for equal laws. The
    /// unbiased estimate, which can be slightly negative.
    /// </summary>
    /// <param name="x">Points, [n, …], at least two.</param>
    /// <param name="y">Points, [m, …], at least two, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a sample has fewer than two points.</exception>
    public static double Energy(Tensor x, Tensor y)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (a, b) = Points(x, y);
        Tensor Distances(Tensor p, Tensor q) => TransportCosts.SquaredEuclidean(p, q).sqrt();
        return 2 * Distances(a, b).mean().item<double>() - OffDiagonal(Distances(a, a)) - OffDiagonal(Distances(b, b));
    }

    /// <summary>
    /// The squared maximum mean discrepancy with a sum of Gaussian kernels exp(-‖x-y‖²/(2s²)) (Gretton et al. 2012, equation 3), the
    /// unbiased estimate, which can be slightly negative.
    /// </summary>
    /// <param name="x">Points, [n, …], at least two.</param>
    /// <param name="y">Points, [m, …], at least two, of the same shape.</param>
    /// <param name="bandwidths">The widths s; by default ½, 1 and 2 times the median distance between x and y.</param>
    /// <exception cref="ArgumentException">The shapes differ, a sample has fewer than two points, or a width is not positive.</exception>
    public static double MaximumMeanDiscrepancy(Tensor x, Tensor y, IReadOnlyList<double>? bandwidths = null)
    {
        if (bandwidths is not null && (bandwidths.Count == 0 || bandwidths.Any(s => !(s > 0))))
            throw new ArgumentException("Expected at least one width, all positive.", nameof(bandwidths));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (a, b) = Points(x, y);
        var cross = TransportCosts.SquaredEuclidean(a, b);
        if (bandwidths is null)
        {
            var median = Math.Sqrt(cross.flatten().median().item<double>());
            bandwidths = median > 0 ? [median / 2, median, 2 * median] : [1];
        }

        Tensor Kernel(Tensor squares) => bandwidths.Select(s => (squares / (-2 * s * s)).exp()).Aggregate((sum, k) => sum + k);
        return OffDiagonal(Kernel(TransportCosts.SquaredEuclidean(a, a))) + OffDiagonal(Kernel(TransportCosts.SquaredEuclidean(b, b)))
            - 2 * Kernel(cross).mean().item<double>();
    }

    private static (Tensor, Tensor) Points(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.dim() < 2 || y.dim() < 2 || !x.shape.AsSpan(1).SequenceEqual(y.shape.AsSpan(1)) || x.shape[0] < 2 || y.shape[0] < 2)
            throw new ArgumentException(
                $"Expected two samples [count, …] of the same shape with two points or more; got [{string.Join(", ", x.shape)}] and [{string.Join(", ", y.shape)}].", nameof(y));
        return (x.to_type(ScalarType.Float64), y.to_type(ScalarType.Float64));
    }

    /// <summary>The mean of a square matrix without its diagonal.</summary>
    private static double OffDiagonal(Tensor matrix) =>
        ((matrix.sum() - matrix.diagonal().sum()) / ((double)matrix.shape[0] * (matrix.shape[0] - 1))).item<double>();
}
