namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra on the last two dimensions; leading ones are a batch.</summary>
    public static partial class linalg
    {
        public static Tensor cholesky(Tensor input) => Ops.linalg_cholesky(input);
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) => Ops.linalg_cholesky_ex(input, false, check_errors);
        public static Tensor cond(Tensor input) => Ops.linalg_cond(input);
        public static Tensor cond(Tensor input, int p) => Ops.linalg_cond(input, p);
        public static Tensor cond(Tensor input, double p) => Ops.linalg_cond(input, p);
        public static Tensor cond(Tensor input, string p) => Ops.linalg_cond_p_str(input, p);
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Ops.linalg_cross(input, other, dim);
        public static Tensor det(Tensor input) => Ops.linalg_det(input);
        public static (Tensor, Tensor) slogdet(Tensor input) => Ops.linalg_slogdet(input);
        public static (Tensor, Tensor) eig(Tensor input) => Ops.linalg_eig(input);
        public static Tensor eigvals(Tensor input) => Ops.linalg_eigvals(input);
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh(input, UPLO.ToString());
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Ops.linalg_eigvalsh(input, UPLO.ToString());
        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) => Ops.linalg_diagonal(input, offset, dim1, dim2);
        public static Tensor inv(Tensor input) => Ops.linalg_inv(input);
        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) => Ops.linalg_inv_ex(input, check_errors);
        public static (Tensor LU, Tensor Pivots) ldl_factor(Tensor input, bool hermitian = true) => Ops.linalg_ldl_factor(input, hermitian);
        public static (Tensor LU, Tensor Pivots, Tensor Info) ldl_factor_ex(Tensor input, bool hermitian = true, bool check_errors = false) => Ops.linalg_ldl_factor_ex(input, hermitian, check_errors);
        public static Tensor ldl_solve(Tensor LD, Tensor pivots, Tensor B, bool hermitian = false) => Ops.linalg_ldl_solve(LD, pivots, B, hermitian);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => Ops.linalg_lstsq(input, other);
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) => Ops.linalg_lstsq(input, other, rcond);
        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => Ops.linalg_lu(input, pivot);
        public static (Tensor LU, Tensor? Pivots) lu_factor(Tensor input, bool pivot = true) => Ops.linalg_lu_factor(input, pivot);
        public static Tensor lu_solve(Tensor LU, Tensor pivots, Tensor B, bool left = true, bool adjoint = false, Tensor? @out = null) => Into(Ops.linalg_lu_solve(LU, pivots, B, left, adjoint), @out);
        public static Tensor matmul(Tensor input, Tensor other) => Ops.matmul(input, other);
        public static Tensor matrix_exp(Tensor input) => Ops.linalg_matrix_exp(input);
        public static Tensor matrix_power(Tensor input, int n) => Ops.linalg_matrix_power(input, n);
        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => Ops.linalg_matrix_rank_atol_rtol_float(input, atol, rtol, hermitian);
        public static Tensor matrix_rank(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) => Ops.linalg_matrix_rank_atol_rtol_tensor(input, atol, rtol, hermitian);
        public static Tensor multi_dot(IList<Tensor> tensors) => Ops.linalg_multi_dot(AsArray(tensors));
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm(input, null, dims, keepdim);
        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm(input, ord, dims, keepdim);
        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) => Ops.linalg_norm_ord_str(input, ord, dims, keepdim);
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) => Ops.linalg_vector_norm(input, ord, dims, keepdim);
        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => Ops.linalg_matrix_norm(input, ord, dims ?? [-2, -1], keepdim);
        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) => Ops.linalg_matrix_norm_str_ord(input, ord, dims ?? [-2, -1], keepdim);
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) => Ops.linalg_pinv_atol_rtol_float(input, atol, rtol, hermitian);
        public static Tensor pinv(Tensor input, Tensor atol, Tensor? rtol = null, bool hermitian = false) => Ops.linalg_pinv_atol_rtol_tensor(input, atol, rtol, hermitian);

        public enum QRMode
        {
            Reduced,
            Complete,
            R,
        }

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) => Ops.linalg_qr(input, mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" });
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Ops.linalg_solve(A, B, left);
        public static (Tensor result, Tensor info) solve_ex(Tensor A, Tensor B, bool left = true, bool check_errors = false) => Ops.linalg_solve_ex(A, B, left, check_errors);
        public static Tensor solve_triangular(Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) => Into(Ops.linalg_solve_triangular(A, B, upper, left, unitriangular), @out);
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => Ops.linalg_svd(input, fullMatrices);
        public static Tensor svdvals(Tensor input) => Ops.linalg_svdvals(input);
        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null) => Into(Ops.linalg_vecdot(x, y, dim), @out);
        public static Tensor householder_product(Tensor A, Tensor tau) => Ops.linalg_householder_product(A, tau);
        public static Tensor tensorinv(Tensor input, long ind) => Ops.linalg_tensorinv(input, ind);
        public static Tensor tensorsolve(Tensor A, Tensor B, long[]? dims = null) => Ops.linalg_tensorsolve(A, B, dims);
        public static Tensor vander(Tensor input, long? N = null) => Ops.linalg_vander(input, N);
    }
}
