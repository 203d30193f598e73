using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The normal distribution of vectors, of density exp(−½ (x − μ)ᵀ Σ⁻¹ (x − μ)) / √|2π Σ|; kept as μ and the Cholesky factor L of Σ = L Lᵀ.</summary>
public class MultivariateNormal : Distribution
{
    internal readonly Tensor factor;

    /// <summary>
    /// Of means μ, [..., n], and one of covariance Σ, precision Σ⁻¹ and scale_tril L, [..., n, n]; the leading dimensions broadcast to the batch shape.
    /// </summary>
    /// <exception cref="ArgumentException">Not exactly one matrix is given, or it or μ has too few dimensions.</exception>
    public MultivariateNormal(Tensor loc, Tensor? covariance_matrix = null, Tensor? precision_matrix = null, Tensor? scale_tril = null, Generator? generator = null)
        : base(generator)
    {
        ArgumentNullException.ThrowIfNull(loc);
        if (loc.dim() < 1) throw new ArgumentException("loc must be at least one-dimensional.");
        var (given, name) = (covariance_matrix, precision_matrix, scale_tril) switch
        {
            ({ } matrix, null, null) => (matrix, nameof(covariance_matrix)),
            (null, { } matrix, null) => (matrix, nameof(precision_matrix)),
            (null, null, { } matrix) => (matrix, nameof(scale_tril)),
            _ => throw new ArgumentException("Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified."),
        };
        if (given.dim() < 2) throw new ArgumentException($"{name} matrix must be at least two-dimensional, with optional leading batch dimensions");
        using var scope = NewDisposeScope();
        factor = Own(scale_tril ?? (precision_matrix is null ? linalg.cholesky(given) : FromPrecision(given)));
        var batch = broadcast_shapes(loc.shape[..^1], given.shape[..^2]);
        Keep(loc.expand([.. batch, loc.size(-1)]));
        _init(batch, loc.size(-1));
    }

    private Tensor loc => Parameter(0);

    // P = L⁻ᵀ L⁻¹: turned upside down, the Cholesky factor of P is L⁻ᵀ.
    private static Tensor FromPrecision(Tensor precision)
    {
        var inverse = linalg.cholesky(precision.flip(-2, -1)).flip(-2, -1).mT;
        return linalg.solve_triangular(inverse, eye(precision.size(-1), dtype: precision.dtype, device: precision.device), upper: false);
    }

    public override Tensor mean => loc;
    public override Tensor mode => loc;
    public override Tensor variance => WrappedTensorDisposeScope(() => factor.pow(2).sum(-1).expand([.. batch_shape, .. event_shape]));

    /// <summary>μ + L ε with standard normal ε.</summary>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
        loc + factor.matmul(loc.new_empty(ExtendedShape(sample_shape)).normal_(0, 1, generator).unsqueeze(-1)).squeeze(-1));

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
        -0.5 * (event_shape[0] * Math.Log(2 * Math.PI) + Mahalanobis(value - loc)) - HalfLogDeterminant());
    public override Tensor entropy() => WrappedTensorDisposeScope(() =>
        (HalfLogDeterminant() + 0.5 * event_shape[0] * (1 + Math.Log(2 * Math.PI))).expand(batch_shape.Shape));

    private Tensor HalfLogDeterminant() => factor.diagonal(0, -2, -1).log().sum(-1);

    // |L⁻¹ x|²: what the factors' batch shape leaves of the leading dimensions makes the rows of one system per factor.
    private Tensor Mahalanobis(Tensor x)
    {
        var rows = x.reshape([-1, .. x.shape[^(int)(factor.dim() - 1)..]]).movedim([0], [-2]);
        return linalg.solve_triangular(factor.mT, rows, upper: true, left: false).pow(2).sum(-1).movedim([-1], [0]).reshape(x.shape[..^1]);
    }

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new MultivariateNormal(loc.expand([.. batch_shape, .. event_shape]), scale_tril: factor, generator: generator));
}
