namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A tensor filled with one value, with this one's dtype and device unless others are named.</summary>
        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => Ops.full(size, value, dtype ?? this.dtype, null, device ?? this.device).requires_grad_(requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.zeros_like(this, dtype, device, requires_grad);
        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.ones_like(this, dtype, device, requires_grad);
        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.empty_like(this, dtype, device, requires_grad);
        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.full_like(this, value, dtype, device, requires_grad);
        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.rand_like(this, dtype, device, requires_grad);
        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randn_like(this, dtype, device, requires_grad);
        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => torch.randint_like(this, low, high, dtype, device, requires_grad);

        /// <summary>Resizes this tensor and fills it with the numbers from <paramref name="start"/> up to, not including, <paramref name="stop"/>.</summary>
        public Tensor arange_out(Scalar start, Scalar stop, Scalar step) => Ops.arange_start_out(start, stop, step, this);
        /// <summary>Resizes this tensor to a matrix with ones on the diagonal.</summary>
        public Tensor eye(long rows, long columns) => Ops.eye_m_out(rows, columns, this);
        /// <summary>Resizes this tensor and fills it with whole numbers drawn uniformly from [0, high).</summary>
        public Tensor randint_out(long high, long[] sizes) => Ops.randint_out(high, sizes, this);
        /// <summary>Resizes this tensor to a random permutation of 0 … n-1.</summary>
        public Tensor randperm_out(long n) => torch.randperm(n, this);
    }
}
