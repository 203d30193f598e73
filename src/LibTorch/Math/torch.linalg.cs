namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra on the last two dimensions; leading ones are a batch.</summary>
    public static partial class linalg
    {
        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky(input);
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => Ops.linalg_cholesky_ex(input, false, check_errors);
        public static Tensor cond(Tensor input, double? p = null) => Ops.linalg_cond(input, p is { } v ? (Scalar)v : null);
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Ops.linalg_cross(input, other, dim);
        public static Tensor det(Tensor input) => Ops.linalg_det(input);
        public static (Tensor, Tensor) slogdet(Tensor input) => Ops.linalg_slogdet(input);
        public static (Tensor, Tensor) eig(Tensor input) => Ops.linalg_eig(input);
        public static Tensor eigvals(Tensor input) => Ops.linalg_eigvals(input);
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh(input, UPLO.ToString());
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Ops.linalg_eigvalsh(input, UPLO.ToString());
        public static Tensor inv(Tensor input) => Ops.linalg_inv(input);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => Ops.linalg_lstsq(input, other);
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Ops.linalg_lu(input, pivot);
        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => Ops.linalg_lu_factor(input, pivot);
        public static Tensor matmul(Tensor input, Tensor other) => Ops.matmul(input, other);
        public static Tensor matrix_exp(Tensor input) => Ops.linalg_matrix_exp(input);
        public static Tensor matrix_power(Tensor input, int n) => Ops.linalg_matrix_power(input, n);
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Ops.linalg_matrix_rank(input, atol ?? 0.0, hermitian);
        public static Tensor multi_dot(IList<Tensor> tensors) => Ops.linalg_multi_dot(AsArray(tensors));
        public static Tensor norm(Tensor input, double? ord = null, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm(input, ord is { } v ? (Scalar)v : null, dims, keepdim);
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) => Ops.linalg_vector_norm(input, ord, dims, keepdim);
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Ops.linalg_matrix_norm(input, ord, dims ?? [-2, -1], keepdim);
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => Ops.linalg_pinv(input, rtol ?? atol ?? 1e-15, hermitian);

        public enum QRMode
        {
            Reduced,
            Complete,
            R,
        }

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => Ops.linalg_qr(input, mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" });
        public static Tensor solve(Tensor input, Tensor other, bool left = true) => Ops.linalg_solve(input, other);
        public static Tensor solve_triangular(Tensor input, Tensor other, bool upper, bool left = true, bool unitriangular = false) => Ops.linalg_solve_triangular(input, other, upper, left, unitriangular);
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Ops.linalg_svd(input, fullMatrices);
        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals(input);
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1) => Ops.linalg_vecdot(x, y, dim);
        public static Tensor householder_product(Tensor input, Tensor tau) => Ops.linalg_householder_product(input, tau);
    }
}
