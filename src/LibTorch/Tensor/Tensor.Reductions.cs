using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // All dimensions at once is the overload over dimensions with none named; going there directly saves a dispatch.
        public Tensor sum(ScalarType? type = null) => Ops.sum_dim_IntList(this, null, false, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList(this, dim, keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList(this, dim.ToArray(), keepdim, type);
        // A literal 0 converts to every enum: without the priority, sum(0) would mean a dtype.
        [OverloadResolutionPriority(1)]
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList(this, [dim], keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList(this, [dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => Ops.sum_dim_IntList(this, [dim0, dim1, dim2], keepdim, type);
        public Tensor mean() => Ops.mean_dim(this, null);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Ops.mean_dim(this, dimensions, keepdim, type);
        public Tensor prod(ScalarType? type = null) => Ops.prod(this, type);
        [OverloadResolutionPriority(1)]
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Ops.prod_dim_int(this, dim, keepdim, type);
        public Tensor nansum() => Ops.nansum(this);
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) => Ops.nanmean(this, dim is { } d ? [d] : null, keepdim, dtype);
        public Tensor median() => Ops.median(this);
        public Tensor nanmedian() => Ops.nanmedian(this);

        private static Tensor Cast(Tensor result, ScalarType? type)
        {
            if (type is not { } wanted || result.dtype == wanted) return result;
            using (result) return result.to_type(wanted);
        }

        private static (Tensor, Tensor) Cast((Tensor Spread, Tensor Mean) results, ScalarType? type) => (Cast(results.Spread, type), Cast(results.Mean, type));

        public Tensor max() => Ops.max(this);
        public Tensor max(Tensor other) => Ops.max_other(this, other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Ops.max_dim(this, dim, keepdim);
        public Tensor min() => Ops.min(this);
        public Tensor min(Tensor other) => Ops.min_other(this, other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Ops.min_dim(this, dim, keepdim);
        public Tensor amax(params long[] dims) => Ops.amax(this, dims);
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(Ops.amax(this, dims, keepdim), @out);
        public Tensor amin(params long[] dims) => Ops.amin(this, dims);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(Ops.amin(this, dims, keepdim), @out);
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Ops.aminmax(this, dim, keepdim);
        public Tensor argmax() => Ops.argmax(this);
        public Tensor argmax(long dim, bool keepdim = false) => Ops.argmax(this, dim, keepdim);
        public Tensor argmin() => Ops.argmin(this);
        public Tensor argmin(long dim, bool keepdim = false) => Ops.argmin(this, dim, keepdim);
        public Tensor all() => Ops.all(this);
        public Tensor all(long dim, bool keepdim = false) => Ops.all_dim(this, dim, keepdim);
        public Tensor any() => Ops.any(this);
        public Tensor any(long dim, bool keepdim = false) => Ops.any_dim(this, dim, keepdim);
        public Tensor count_nonzero(long[]? dims = null) => dims is null ? Ops.count_nonzero(this) : Ops.count_nonzero_dim_IntList(this, dims);
        public Tensor logsumexp(long dim, bool keepdim = false) => Ops.logsumexp(this, [dim], keepdim);
        public Tensor cumsum(long dim, ScalarType? type = null) => Ops.cumsum(this, dim, type);
        public Tensor cumprod(long dim, ScalarType? type = null) => Ops.cumprod(this, dim, type);
        public Tensor logcumsumexp(long dim) => Ops.logcumsumexp(this, dim);
        public (Tensor values, Tensor indexes) cummax(long dim) => Ops.cummax(this, dim);
        public (Tensor values, Tensor indexes) cummin(long dim) => Ops.cummin(this, dim);
        public (Tensor values, Tensor indices) mode(long dim = -1L, bool keepdim = false) => Ops.mode(this, dim, keepdim);
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Ops.kthvalue(this, k, dim ?? -1, keepdim);
        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) => input.kthvalue(k, dim, keepdim);
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Ops.topk(this, k, dim, largest, sorted);
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => Ops.sort_stable(this, stable, dim, descending);
        public Tensor argsort(long dim = -1, bool descending = false) => Ops.argsort(this, dim, descending);
        public Tensor msort() => Ops.msort(this);
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Ops.quantile(this, q, dim, keepdim);
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Ops.nanquantile(this, q, dim, keepdim);
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Ops.histc(this, bins, min, max);
        public Tensor bincount(Tensor? weights = null, long minlength = 0) => Ops.bincount(this, weights, minlength);
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => Ops.bucketize_Tensor(this, boundaries, outInt32, right);
        public Tensor norm(float p = 2.0f) => Ops.norm_Scalar(this, p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => Ops.norm_ScalarOpt_dim(this, p, [dim], keepdim);
        public Tensor dist(Tensor other, float p = 2.0f) => Ops.dist(this, other, p);
        public Tensor renorm(float p, long dim, float maxnorm) => Ops.renorm(this, p, dim, maxnorm);
        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) => Ops.cov(this, correction, fweights, aweights);
        public Tensor corrcoef() => Ops.corrcoef(this);
        public Tensor trapezoid(double dx = 1, long dim = -1) => Ops.trapezoid_dx(this, dx, dim);
        public Tensor trapezoid(Tensor x, long dim = -1) => Ops.trapezoid_x(this, x, dim);
        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => Ops.cumulative_trapezoid_dx(this, dx, dim);
        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => Ops.cumulative_trapezoid_x(this, x, dim);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = dim is { } d ? Ops.unique_dim(this, d, sorted, return_inverse, return_counts) : Ops._unique2(this, sorted, return_inverse, return_counts);
            return Asked(output, inverse, counts, return_inverse, return_counts);
        }

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (output, inverse, counts) = Ops.unique_consecutive(this, return_inverse, return_counts, dim);
            return Asked(output, inverse, counts, return_inverse, return_counts);
        }

        private static (Tensor, Tensor?, Tensor?) Asked(Tensor output, Tensor inverse, Tensor counts, bool wantInverse, bool wantCounts)
        {
            if (!wantInverse) inverse.Dispose();
            if (!wantCounts) counts.Dispose();
            return (output, wantInverse ? inverse : null, wantCounts ? counts : null);
        }
    }
}
