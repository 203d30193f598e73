namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor mm(Tensor target) => Ops.mm(this, target);
        public Tensor bmm(Tensor batch2) => Ops.bmm(this, batch2);
        public Tensor matmul(Tensor target) => Ops.matmul(this, target);
        public Tensor mv(Tensor target) => Ops.mv(this, target);
        public Tensor dot(Tensor target) => Ops.dot(this, target);
        public Tensor vdot(Tensor target) => Ops.vdot(this, target);
        public Tensor outer(Tensor vec2) => Ops.outer(this, vec2);
        public Tensor ger(Tensor vec2) => Ops.outer(this, vec2);
        public Tensor inner(Tensor vec2) => Ops.inner(this, vec2);
        public Tensor kron(Tensor other) => Ops.kron(this, other);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Ops.addmm(this, mat1, mat2, beta, alpha);
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Ops.addmm_(this, mat1, mat2, beta, alpha);
        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Ops.addbmm(this, batch1, batch2, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Ops.baddbmm(this, batch1, batch2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Ops.addmv(this, mat, vec, beta, alpha);
        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1.0f, float alpha = 1.0f) => Ops.addr(this, vec1, vec2, beta, alpha);
        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Ops.addbmm_(this, batch1, batch2, beta, alpha);
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Ops.addmv_(this, mat, vec, beta, alpha);
        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1.0f, float alpha = 1.0f) => Ops.addr_(this, vec1, vec2, beta, alpha);
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => Ops.tensordot(this, b, dims1, dims2);
        public Tensor tensordot(Tensor b, (long, long)[] dims) => tensordot(b, dims.Select(d => d.Item1).ToArray(), dims.Select(d => d.Item2).ToArray());

        /// <summary>Sums over the last <paramref name="dims"/> dimensions of this tensor and the first of the other.</summary>
        public Tensor tensordot(Tensor b, long dims = 2)
        {
            ArgumentNullException.ThrowIfNull(b);
            if (dims < 0 || dims > Dimensions || dims > b.Dimensions)
                throw new ArgumentOutOfRangeException(nameof(dims), dims, $"expected at most the {Math.Min(Dimensions, b.Dimensions)} dimension(s) that both tensors have");
            var counted = Enumerable.Range(0, (int)dims).Select(i => (long)i).ToArray();
            return tensordot(b, counted.Select(i => Dimensions - dims + i).ToArray(), counted);
        }

        public Tensor vander(long N = -1, bool increasing = false) => Ops.vander(this, N == -1 ? null : N, increasing);
        public Tensor cross(Tensor other, long? dim = null) => Ops.cross(this, other, dim);
        public Tensor cholesky(bool upper = false) => Ops.linalg_cholesky(this, upper); // later releases have no aten::cholesky any more
        public Tensor matrix_power(int n) => Ops.matrix_power(this, n);
        public Tensor det() => Ops.det(this);
        public Tensor logdet() => Ops.logdet(this);
        public Tensor inverse() => Ops.linalg_inv(this);
        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => Ops.pinverse(this, rcond);
    }
}
