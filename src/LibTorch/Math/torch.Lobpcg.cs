namespace TorchSharp;

/// <summary>How <see cref="torch.lobpcg"/> makes its basis orthonormal.</summary>
public enum LobpcgMethod
{
    /// <summary>By a Cholesky factorisation, which fails when the basis becomes dependent.</summary>
    basic,
    /// <summary>By an eigendecomposition, which drops dependent directions.</summary>
    ortho,
}

public static partial class torch
{
    /// <summary>
    /// The <paramref name="k"/> largest or smallest eigenvalues, extreme first, and eigenvectors (in columns) of A x = λ B x, for symmetric A and
    /// positive definite B of which only products with [m, n] blocks are needed (Knyazev 2001, doi:10.1137/S1064827500366124).
    /// </summary>
    /// <param name="A">Symmetric [m, m], dense or sparse.</param>
    /// <param name="k">How many eigenpairs.</param>
    /// <param name="B">Positive definite [m, m]; the identity by default.</param>
    /// <param name="X">The start [m, n], n ≥ k; random by default.</param>
    /// <param name="n">The size of the random start's block; k by default.</param>
    /// <param name="iK">A preconditioner [m, m], near the inverse of A.</param>
    /// <param name="niter">The most iterations; 1000 by default.</param>
    /// <param name="tol">The residual, relative to the norms of A and B, at which an eigenpair is found; √ε by default.</param>
    /// <param name="largest">Whether the largest or the smallest eigenvalues are sought.</param>
    /// <param name="method">How the basis is made orthonormal.</param>
    /// <param name="tracker">Called after every iteration.</param>
    /// <exception cref="ArgumentException">The block has more than a third of the matrix's columns, or fewer than k.</exception>
    public static (Tensor eigenvalues, Tensor eigenvectors) lobpcg(Tensor A, int k = 1, Tensor? B = null, Tensor? X = null, int? n = null, Tensor? iK = null,
        int? niter = null, float? tol = null, bool largest = true, LobpcgMethod method = LobpcgMethod.ortho, Action? tracker = null)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (m, block) = (A.shape[^1], X?.shape[^1] ?? n ?? k);
        if (m < 3 * block || k > block || k < 1)
            throw new ArgumentException($"{k} eigenpairs of a {m}×{m} matrix from a block of {block}: expected 1 ≤ k ≤ n ≤ m/3", nameof(k));
        var epsilon = finfo(A.dtype).eps;
        Tensor Weighted(Tensor v) => B is null ? v : B.matmul(v);
        Tensor Orthonormal(Tensor s)
        {
            var gram = s.mT.matmul(Weighted(s));
            if (method == LobpcgMethod.basic) return linalg.solve_triangular(linalg.cholesky(gram).mT, s, upper: true, left: false);
            var (values, vectors) = linalg.eigh(gram);
            var kept = values > values[^1] * (epsilon * s.shape[^1]);
            return s.matmul(vectors[TensorIndex.Colon, kept] / values[kept].sqrt());
        }
        (Tensor Values, Tensor Vectors) Ritz(Tensor s)
        {
            var basis = Orthonormal(s / s.norm(0, keepdim: true));
            var (values, vectors) = linalg.eigh(basis.mT.matmul(A.matmul(basis)));
            if (largest) (values, vectors) = (values.flip(0), vectors.flip(1));
            return (values[..(int)block], basis.matmul(vectors[TensorIndex.Colon, ..(int)block]));
        }
        var (e, x) = Ritz(X ?? randn([m, block], A.dtype, A.device));
        var scaleA = A.matmul(x).norm().item<double>() / x.norm().item<double>();
        var scaleB = Weighted(x).norm().item<double>() / x.norm().item<double>();
        Tensor? p = null;
        for (int i = 0; i < (niter ?? 1000); i++)
        {
            using var round = NewDisposeScope();
            var residual = A.matmul(x) - Weighted(x) * e;
            var error = residual.norm(0) / (x.norm(0) * (scaleA + e.abs() * scaleB));
            if (error[..k].max().item<double>() < (tol ?? Math.Sqrt(epsilon))) break;
            var direction = iK is null ? residual : iK.matmul(residual);
            var (values, vectors) = Ritz(cat(p is null ? [x, direction] : [x, direction, p], 1));
            var step = vectors - x.matmul(x.mT.matmul(Weighted(vectors)));
            p?.Dispose();
            e.Dispose();
            x.Dispose();
            (e, x, p) = round.MoveToOuter(values, vectors, step);
            tracker?.Invoke();
        }
        return scope.MoveToOuter(e[..k].clone(), x[TensorIndex.Colon, ..k].clone());
    }
}
