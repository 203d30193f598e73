namespace TorchSharp;

public static partial class torch
{
    /// <summary>The X that minimises ‖AX - B‖ for an m×n matrix A of full rank, m ≥ n, and LAPACK's packed QR factorisation of A.</summary>
    public static (Tensor Solution, Tensor QR) lstsq(Tensor B, Tensor A)
    {
        using var scope = NewDisposeScope();
        var solution = linalg.lstsq(A, B).Solution;
        return scope.MoveToOuter(solution, A.geqrf().a);
    }

    /// <summary>The eigenvalues of a square matrix, complex, and the eigenvectors in columns; without them the second tensor is empty.</summary>
    public static (Tensor eigenvalues, Tensor eigenvectors) eig(Tensor input, bool eigenvectors = false) =>
        eigenvectors ? linalg.eig(input) : WithNone(linalg.eigvals(input));

    /// <summary>The eigenvalues, ascending, of a symmetric or Hermitian matrix of which one triangle is read, and the eigenvectors in columns; without them the second tensor is empty.</summary>
    public static (Tensor eigenvalues, Tensor eigenvectors) symeig(Tensor input, bool eigenvectors = false, bool upper = true) =>
        eigenvectors ? linalg.eigh(input, upper ? 'U' : 'L') : WithNone(linalg.eigvalsh(input, upper ? 'U' : 'L'));

    private static (Tensor, Tensor) WithNone(Tensor values) => (values, values.new_empty([0]));

    /// <summary>A = QR with orthonormal columns in Q and R upper triangular; <paramref name="some"/> for the reduced form.</summary>
    public static (Tensor Q, Tensor R) qr(Tensor input, bool some = true) => linalg.qr(input, some ? linalg.QRMode.Reduced : linalg.QRMode.Complete);

    /// <summary>A = U diag(S) Vᴴ: note that V is returned, not Vᴴ. <paramref name="some"/> for the reduced form; without <paramref name="compute_uv"/> U and V are zeros.</summary>
    public static (Tensor U, Tensor S, Tensor V) svd(Tensor input, bool some = true, bool compute_uv = true) => Ops.svd(input, some, compute_uv);

    /// <summary>How many singular values exceed <paramref name="tol"/>; by default the largest one times max(m, n) times the dtype's ε.</summary>
    public static Tensor matrix_rank(Tensor input, float? tol = null, bool symmetric = false) =>
        tol is { } t ? Ops.linalg_matrix_rank(input, t, symmetric) : linalg.matrix_rank(input, hermitian: symmetric);

    /// <summary>
    /// An approximate A - M = U diag(S) Vᴴ of rank <paramref name="q"/> by subspace iteration from a random start
    /// (Halko, Martinsson and Tropp 2009, arXiv:0909.4061, algorithms 4.4 and 5.1); U is [m, q], S [q], V [n, q].
    /// </summary>
    /// <param name="A">[…, m, n], dense or sparse.</param>
    /// <param name="q">A little more than the rank wanted.</param>
    /// <param name="niter">Rounds of iteration.</param>
    /// <param name="M">What is subtracted from A, such as its columns' means spread over the rows.</param>
    public static (Tensor U, Tensor S, Tensor V) svd_lowrank(Tensor A, int q = 6, int niter = 2, Tensor? M = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(niter);
        using var scope = NewDisposeScope();
        var (m, n) = (A.shape[^2], A.shape[^1]);
        // The iteration runs on the side that keeps the matrix to decompose small.
        bool transposed = m < n || n > q;
        M = M?.expand(A.shape);
        Tensor Times(Tensor x) => M is null ? A.matmul(x) : A.matmul(x) - M.matmul(x);
        Tensor Adjoint(Tensor x) => M is null ? A.mH.matmul(x) : A.mH.matmul(x) - M.mH.matmul(x);
        var (first, second) = transposed ? ((Func<Tensor, Tensor>)Adjoint, (Func<Tensor, Tensor>)Times) : (Times, Adjoint);
        Tensor Basis(Tensor x) => linalg.qr(x).Q;
        var basis = Basis(first(randn([transposed ? m : n, q], A.dtype, A.device)));
        for (int i = 0; i < niter; i++) basis = Basis(first(Basis(second(basis))));
        var (u, s, vh) = linalg.svd(second(basis), fullMatrices: false);
        var (left, right) = transposed ? (u, basis.matmul(vh.mH)) : (basis.matmul(vh.mH), u);
        return scope.MoveToOuter(left, s, right);
    }

    /// <summary>
    /// Principal components of m observations of n features: <see cref="svd_lowrank"/> of the centred rows. The columns of V are the
    /// directions, S² / (m - 1) their variances.
    /// </summary>
    /// <param name="A">[…, m, n].</param>
    /// <param name="q">How many components; min(6, m, n) by default.</param>
    /// <param name="center">Subtract the columns' means.</param>
    /// <param name="niter">Rounds of iteration.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="q"/> exceeds m or n.</exception>
    public static (Tensor U, Tensor S, Tensor V) pca_lowrank(Tensor A, int? q = null, bool center = true, int niter = 2)
    {
        var most = (int)Math.Min(A.shape[^2], A.shape[^1]);
        var rank = q ?? Math.Min(6, most);
        ArgumentOutOfRangeException.ThrowIfNegative(rank, nameof(q));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, most, nameof(q));
        if (!center) return svd_lowrank(A, rank, niter);
        using var mean = A.mean([-2], keepdim: true);
        using var centred = A - mean;
        return svd_lowrank(centred, rank, niter);
    }
}
