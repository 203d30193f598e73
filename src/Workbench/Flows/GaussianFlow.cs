using MathNet.Numerics.LinearAlgebra;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The exact rectified flow of the independent coupling of two Gaussians N(m_0, Σ_0) and N(m_1, Σ_1), with its map, costs,
/// straightness and crossing term in closed form, in float64.
/// </summary>
/// <remarks>
/// v(x, t) = m_1 - m_0 + C_t·Σ_t⁻¹·(x - m_t), with m_t = (1-t)·m_0 + t·m_1, Σ_t = (1-t)²·Σ_0 + t²·Σ_1 and
/// C_t = t·Σ_1 - (1-t)·Σ_0. Both covariances are diagonal in one basis B (Σ_0 = B·Bᵀ, Σ_1 = B·diag(λ)·Bᵀ), where the flow
/// separates into y' = ((t·λ - (1-t))/((1-t)² + t²·λ))·y with y(1) = √λ·y(0). Hence ∫tr(C_t·Σ_t⁻¹·C_t)dt =
/// Σ_i ‖B_i‖²·(1 + λ_i - (π/2)·√λ_i), and every quantity below in closed form. Where the covariances do not commute, the
/// map is not the optimal one.
/// </remarks>
public sealed class GaussianFlow : VelocityField
{
    private readonly Vector<double> _delta;
    private readonly Vector<double> _lambda;
    private readonly Vector<double> _columns;
    private readonly Matrix<double> _flowMap;
    private readonly double _traces;
    private readonly Tensor _m0;
    private readonly Tensor _m1;
    private readonly Tensor _basis;
    private readonly Tensor _inverse;
    private readonly Tensor _eigenvalues;

    /// <summary>The flow between two Gaussians.</summary>
    /// <param name="mean0">m_0, one value a dimension.</param>
    /// <param name="covariance0">Σ_0, symmetric and positive definite.</param>
    /// <param name="mean1">m_1.</param>
    /// <param name="covariance1">Σ_1, symmetric and positive semi-definite.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a covariance is not one.</exception>
    public GaussianFlow(IReadOnlyList<double> mean0, double[,] covariance0, IReadOnlyList<double> mean1, double[,] covariance1)
    {
        ArgumentNullException.ThrowIfNull(mean0);
        ArgumentNullException.ThrowIfNull(mean1);
        var s0 = Covariance(covariance0, mean0.Count, nameof(covariance0));
        var s1 = Covariance(covariance1, mean0.Count, nameof(covariance1));
        if (mean1.Count != mean0.Count)
            throw new ArgumentException($"The source has {mean0.Count} dimensions; got a mean of {mean1.Count}.", nameof(mean1));
        Matrix<double> factor;
        try
        {
            factor = s0.Cholesky().Factor;
        }
        catch (ArgumentException)
        {
            throw new ArgumentException("The source covariance must be positive definite.", nameof(covariance0));
        }

        var factorInverse = factor.Inverse();
        var relative = factorInverse * s1 * factorInverse.Transpose();
        var eigen = ((relative + relative.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        _lambda = eigen.EigenValues.Map(e => e.Real).Map(l => l > -1e-12
            ? Math.Max(l, 0)
            : throw new ArgumentException("The target covariance must be positive semi-definite.", nameof(covariance1)));
        var basis = factor * eigen.EigenVectors;
        var inverse = eigen.EigenVectors.Transpose() * factorInverse;
        _columns = Vector<double>.Build.DenseOfEnumerable(basis.EnumerateColumns().Select(c => c.DotProduct(c)));
        _flowMap = basis * Matrix<double>.Build.DenseOfDiagonalVector(_lambda.PointwiseSqrt()) * inverse;
        _delta = Vector<double>.Build.DenseOfEnumerable(mean1.Zip(mean0, (b, a) => b - a));
        _traces = s0.Trace() + s1.Trace();
        _m0 = torch.tensor(mean0.ToArray()).DetachFromDisposeScope();
        _m1 = torch.tensor(mean1.ToArray()).DetachFromDisposeScope();
        _basis = torch.tensor(basis.ToArray()).DetachFromDisposeScope();
        _inverse = torch.tensor(inverse.ToArray()).DetachFromDisposeScope();
        _eigenvalues = torch.tensor(_lambda.ToArray()).DetachFromDisposeScope();
    }

    /// <summary>The matrix of the flow map Z_0 ↦ Z_1 - m_1 + …, that is Z_1 = m_1 + A·(Z_0 - m_0).</summary>
    public double[,] FlowMatrix => _flowMap.ToArray();

    /// <summary>E‖X_1 - X_0‖² of the independent coupling: ‖m_1-m_0‖² + tr(Σ_0 + Σ_1).</summary>
    public double IndependentCost => _delta.DotProduct(_delta) + _traces;

    /// <summary>E‖Z_1 - Z_0‖² of the coupling that the flow makes; the squared W2 distance when Σ_0 and Σ_1 commute.</summary>
    // (A-I)·Σ_0·(A-I)ᵀ has in the basis B the diagonal (√λ-1)².
    public double RectifiedCost => _delta.DotProduct(_delta) + _columns.DotProduct(_lambda.Map(l => (Math.Sqrt(l) - 1) * (Math.Sqrt(l) - 1)));

    /// <summary>The path energy ∫E‖v(Z_t, t)‖²dt.</summary>
    public double Energy => _delta.DotProduct(_delta) + _columns.DotProduct(_lambda.Map(l => 1 + l - Math.PI / 2 * Math.Sqrt(l)));

    /// <summary>The straightness S = ∫E‖(Z_1 - Z_0) - v(Z_t, t)‖²dt = energy - rectified cost; (2 - π/2)·s_0·s_1 in one dimension.</summary>
    public double Straightness => Energy - RectifiedCost;

    /// <summary>
    /// The crossing term V = ∫E‖(X_1 - X_0) - v(X_t, t)‖²dt = independent cost - energy: the floor of the training loss;
    /// (π/2)·s_0·s_1 in one dimension.
    /// </summary>
    public double Crossing => IndependentCost - Energy;

    /// <summary>The flow between two isotropic Gaussians N(m_0, s_0²·I) and N(m_1, s_1²·I).</summary>
    /// <param name="mean0">m_0, one value a dimension.</param>
    /// <param name="std0">s_0, positive.</param>
    /// <param name="mean1">m_1.</param>
    /// <param name="std1">s_1, not negative.</param>
    public static GaussianFlow Isotropic(IReadOnlyList<double> mean0, double std0, IReadOnlyList<double> mean1, double std1)
    {
        ArgumentNullException.ThrowIfNull(mean0);
        return new GaussianFlow(mean0, Scaled(std0), mean1, Scaled(std1));

        double[,] Scaled(double std)
        {
            var covariance = new double[mean0.Count, mean0.Count];
            for (var i = 0; i < mean0.Count; i++)
                covariance[i, i] = std * std;
            return covariance;
        }
    }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(t);
        using var scope = torch.NewDisposeScope();
        var time = t.to(ScalarType.Float64, x.device).reshape(-1, 1);
        var (m0, m1, lambda) = (_m0.to(x.device), _m1.to(x.device), _eigenvalues.to(x.device));
        var offset = (x.to_type(ScalarType.Float64) - (time * m1 + (1 - time) * m0)).matmul(_inverse.to(x.device).t());
        var gain = (time * lambda - (1 - time)) / ((1 - time).square() + time.square() * lambda);
        var velocity = m1 - m0 + (gain * offset).matmul(_basis.to(x.device).t());
        return velocity.to_type(x.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>The flow map from t = 0 to t = 1, Z_1 = m_1 + A·(Z_0 - m_0).</summary>
    /// <param name="x0">Source points, [batch, dim].</param>
    /// <returns>Data points, [batch, dim], in the dtype of the source points.</returns>
    public Tensor Map(Tensor x0)
    {
        ArgumentNullException.ThrowIfNull(x0);
        using var scope = torch.NewDisposeScope();
        var matrix = torch.tensor(_flowMap.ToArray(), device: x0.device);
        var mapped = _m1.to(x0.device) + (x0.to_type(ScalarType.Float64) - _m0.to(x0.device)).matmul(matrix.t());
        return mapped.to_type(x0.dtype).MoveToOuterDisposeScope();
    }

    private static Matrix<double> Covariance(double[,] values, int size, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (size == 0 || values.GetLength(0) != size || values.GetLength(1) != size)
            throw new ArgumentException($"Expected a {size} × {size} covariance; got {values.GetLength(0)} × {values.GetLength(1)}.", name);
        var matrix = Matrix<double>.Build.DenseOfArray(values);
        return matrix.IsSymmetric() ? matrix : throw new ArgumentException("A covariance must be symmetric.", name);
    }
}
