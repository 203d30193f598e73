using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>
/// The Fréchet distance ‖m_a - m_b‖² + tr(Σ_a + Σ_b - 2·(Σ_a^½·Σ_b·Σ_a^½)^½) between two Gaussians: the squared W2 distance
/// of Gaussians, and on the features of a classifier the FID of generated samples.
/// </summary>
/// <remarks>Quote it next to its value for two real samples of the same size, which is not zero.</remarks>
public static class FrechetDistance
{
    /// <summary>The distance between the Gaussians fitted to two samples (unbiased covariances, float64).</summary>
    /// <param name="a">Features, [count, dim], at least two rows.</param>
    /// <param name="b">Features, [count, dim], of the same dimension.</param>
    /// <exception cref="ArgumentException">The samples are not matrices of the same width with two rows or more.</exception>
    public static double Between(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (meanA, covarianceA) = Moments(a, nameof(a));
        var (meanB, covarianceB) = Moments(b, nameof(b));
        return Between(meanA, covarianceA, meanB, covarianceB);
    }

    /// <summary>The distance between two Gaussians.</summary>
    /// <param name="meanA">The first mean.</param>
    /// <param name="covarianceA">The first covariance, symmetric and positive semi-definite.</param>
    /// <param name="meanB">The second mean.</param>
    /// <param name="covarianceB">The second covariance.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Between(IReadOnlyList<double> meanA, double[,] covarianceA, IReadOnlyList<double> meanB, double[,] covarianceB)
    {
        ArgumentNullException.ThrowIfNull(meanA);
        ArgumentNullException.ThrowIfNull(meanB);
        ArgumentNullException.ThrowIfNull(covarianceA);
        ArgumentNullException.ThrowIfNull(covarianceB);
        if (meanA.Count != meanB.Count)
            throw new ArgumentException($"Both sides must have the same dimension; got {meanA.Count} and {meanB.Count}.", nameof(meanB));
        var a = Matrix<double>.Build.DenseOfArray(covarianceA);
        var b = Matrix<double>.Build.DenseOfArray(covarianceB);
        if (a.RowCount != meanA.Count || a.ColumnCount != meanA.Count || b.RowCount != meanA.Count || b.ColumnCount != meanA.Count)
            throw new ArgumentException(
                $"Expected {meanA.Count} × {meanA.Count} covariances; got {a.RowCount} × {a.ColumnCount} and {b.RowCount} × {b.ColumnCount}.",
                nameof(covarianceB));
        var means = meanA.Zip(meanB, (p, q) => (p - q) * (p - q)).Sum();
        var root = Root(a);
        var crossTrace = Eigenvalues(root * b * root).Sum(l => Math.Sqrt(Math.Max(l, 0)));
        return means + a.Trace() + b.Trace() - 2 * crossTrace;
    }

    private static (double[] Mean, double[,] Covariance) Moments(Tensor features, string name)
    {
        if (features.dim() != 2 || features.shape[0] < 2)
            throw new ArgumentException($"Expected features [count, dim] with two rows or more; got [{string.Join(", ", features.shape)}].", name);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var x = features.to_type(ScalarType.Float64);
        var mean = x.mean([0L]);
        var centred = x - mean;
        var covariance = (centred.t().matmul(centred) / (x.shape[0] - 1)).cpu();
        var size = (int)x.shape[1];
        var flat = covariance.contiguous().data<double>().ToArray();
        var matrix = new double[size, size];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return (mean.cpu().data<double>().ToArray(), matrix);
    }

    private static Matrix<double> Root(Matrix<double> matrix)
    {
        var eigen = Symmetric(matrix).Evd(Symmetricity.Symmetric);
        var roots = eigen.EigenValues.Map(e => Math.Sqrt(Math.Max(e.Real, 0)));
        return eigen.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(roots) * eigen.EigenVectors.Transpose();
    }

    private static IEnumerable<double> Eigenvalues(Matrix<double> matrix)
        => Symmetric(matrix).Evd(Symmetricity.Symmetric).EigenValues.Select(e => e.Real);

    private static Matrix<double> Symmetric(Matrix<double> matrix) => (matrix + matrix.Transpose()) / 2;
}
