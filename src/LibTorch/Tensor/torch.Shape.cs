using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>Whether the first index of a grid runs along rows or columns.</summary>
public enum indexing
{
    xy,
    ij,
}

/// <summary>What <see cref="torch.index_reduce"/> does with the elements that meet in one place.</summary>
public enum Reduce
{
    prod,
    mean,
    amax,
    amin,
}

public static partial class torch
{
    private static Tensor[] AsArray(IList<Tensor> tensors) => tensors as Tensor[] ?? tensors.ToArray();

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Ops.cat(AsArray(tensors), dim);
    public static Tensor cat(Tensor[] tensors, long dim = 0) => Ops.cat(tensors, dim);
    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Ops.cat(tensors.ToArray(), dim);
    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);
    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);
    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Ops.stack(tensors as Tensor[] ?? tensors.ToArray(), dim);
    public static Tensor hstack(params Tensor[] tensors) => Ops.hstack(tensors);
    public static Tensor hstack(IEnumerable<Tensor> tensors) => Ops.hstack(tensors.ToArray());
    public static Tensor hstack(IList<Tensor> tensors) => Ops.hstack(AsArray(tensors));
    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => Ops.hstack(tensors.ToArray());
    public static Tensor vstack(params Tensor[] tensors) => Ops.vstack(tensors);
    public static Tensor vstack(IEnumerable<Tensor> tensors) => Ops.vstack(tensors.ToArray());
    public static Tensor vstack(IList<Tensor> tensors) => Ops.vstack(AsArray(tensors));
    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => Ops.vstack(tensors.ToArray());
    public static Tensor dstack(params Tensor[] tensors) => Ops.dstack(tensors);
    public static Tensor dstack(IEnumerable<Tensor> tensors) => Ops.dstack(tensors.ToArray());
    public static Tensor dstack(IList<Tensor> tensors) => Ops.dstack(AsArray(tensors));
    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => Ops.dstack(tensors.ToArray());
    public static Tensor column_stack(params Tensor[] tensors) => Ops.column_stack(tensors);
    public static Tensor column_stack(IEnumerable<Tensor> tensors) => Ops.column_stack(tensors.ToArray());
    public static Tensor column_stack(IList<Tensor> tensors) => Ops.column_stack(AsArray(tensors));
    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => Ops.column_stack(tensors.ToArray());
    public static Tensor row_stack(params Tensor[] tensors) => Ops.vstack(tensors);
    public static Tensor row_stack(IEnumerable<Tensor> tensors) => Ops.vstack(tensors.ToArray());
    public static Tensor row_stack(IList<Tensor> tensors) => Ops.vstack(AsArray(tensors));
    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => Ops.vstack(tensors.ToArray());
    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Ops.broadcast_tensors(tensors);
    public static Tensor broadcast_to(Tensor input, params long[] shape) => input.broadcast_to(shape);
    public static Tensor[] meshgrid(Tensor[] tensors, indexing indexing = indexing.ij) => Ops.meshgrid_indexing(tensors, indexing == indexing.xy ? "xy" : "ij");
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, indexing indexing = indexing.ij) => meshgrid(tensors.ToArray(), indexing);
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing) => Ops.meshgrid_indexing(tensors.ToArray(), indexing);
    public static Tensor cartesian_prod(params Tensor[] tensors) => Ops.cartesian_prod(tensors);
    public static Tensor cartesian_prod(IList<Tensor> tensors) => Ops.cartesian_prod(AsArray(tensors));
    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => Ops.cartesian_prod(tensors.ToArray());
    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) => Ops.combinations(input, r, with_replacement);
    public static Tensor block_diag(params Tensor[] tensors) => Ops.block_diag(tensors);
    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);
    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);
    public static Tensor ravel(Tensor input) => input.ravel();
    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);
    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);
    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);
    public static Tensor t(Tensor input) => input.t();
    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);
    public static Tensor movedim(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);
    public static Tensor moveaxis(Tensor input, long[] source, long[] destination) => input.movedim(source, destination);
    public static Tensor moveaxis(Tensor input, long source, long destination) => Ops.movedim_int(input, source, destination);
    public static Tensor movedim(Tensor input, long source, long destination) => Ops.movedim_int(input, source, destination);
    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => input.unflatten(dim, sizes);
    public static Tensor unflatten(Tensor input, long dim, Size sizes) => input.unflatten(dim, sizes.Shape);
    public static Tensor squeeze_(Tensor input, long? dim = null) => input.squeeze_(dim);
    public static Tensor swapaxes(Tensor input, long axis0, long axis1) => input.transpose(axis0, axis1);
    public static Tensor tile(Tensor input, long[] dims) => input.tile(dims);
    public static Tensor repeat_interleave(Tensor input, long repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);
    public static Tensor repeat_interleave(Tensor input, Tensor repeats, long? dim = null, long? output_size = null) => input.repeat_interleave(repeats, dim, output_size);
    public static Tensor flip(Tensor input, params long[] dims) => input.flip(dims);
    public static Tensor fliplr(Tensor input) => input.fliplr();
    public static Tensor flipud(Tensor input) => input.flipud();
    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, long[] shifts, long[]? dims = null) => input.roll(shifts, dims ?? []);
    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);
    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);
    public static Tensor rot90(Tensor input, long k = 1, (long, long)? dims = null) => input.rot90(k, dims);
    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);
    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);
    public static Tensor[] chunk(Tensor input, long chunks, long dim = 0L) => input.chunk(chunks, dim);
    public static Tensor[] split(Tensor tensor, long split_size_or_sections, long dim = 0L) => tensor.split(split_size_or_sections, (int)dim);
    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0L) => tensor.split(split_size_or_sections, dim);
    [OverloadResolutionPriority(-1)]
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);
    public static Tensor[] unbind(Tensor input, long dim = 0L) => input.unbind(dim);
    public static Tensor diag(Tensor input, long diagonal = 0) => input.diag(diagonal);
    public static Tensor diagonal(Tensor input, long offset = 0, long dim1 = 0, long dim2 = 1) => input.diagonal(offset, dim1, dim2);
    public static Tensor diag_embed(Tensor input, long offset = 0L, long dim1 = -2L, long dim2 = -1L) => input.diag_embed(offset, dim1, dim2);
    public static Tensor diagflat(Tensor input, long offset = 0) => input.diagflat(offset);
    public static Tensor trace(Tensor input) => input.trace();
    public static Tensor tril(Tensor input, long diagonal = 0) => input.tril(diagonal);
    public static Tensor triu(Tensor input, long diagonal = 0) => input.triu(diagonal);
    public static Tensor tril_indices(long row, long col, long offset = 0L, ScalarType dtype = ScalarType.Int64, Device? device = null) => Ops.tril_indices(row, col, offset, dtype, null, device);
    public static Tensor triu_indices(long row, long col, long offset = 0L, ScalarType dtype = ScalarType.Int64, Device? device = null) => Ops.triu_indices(row, col, offset, dtype, null, device);
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => Ops.gather(input, dim, index, sparse_grad);
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => input.scatter(dim, index, src);
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => input.scatter_add(dim, index, src);
    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);
    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) => input.index_add(dim, index, source, alpha);
    /// <summary>A copy of <paramref name="input"/> whose slices along <paramref name="dim"/> are reduced with those of <paramref name="source"/> that <paramref name="index"/> sends there; without <paramref name="include_self"/> their own values do not count.</summary>
    public static Tensor index_reduce(Tensor input, long dim, Tensor index, Tensor source, Reduce reduce, bool include_self = true) => Ops.index_reduce(input, dim, index, source, reduce.ToString(), include_self);
    public static Tensor take(Tensor input, Tensor index) => input.take(index);
    public static Tensor take_along_dim(Tensor input, Tensor indices) => input.take_along_dim(indices);
    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim = 0L) => input.take_along_dim(indices, dim);
    public static Tensor take_along_dim(Tensor input, IEnumerable<long> indices) => input.take_along_dim(indices);
    public static Tensor take_along_dim(Tensor input, IEnumerable<long> indices, long dim = 0L) => input.take_along_dim(indices, dim);
    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);
    public static Tensor masked_fill(Tensor input, Tensor mask, Scalar value) => input.masked_fill(mask, value);
    public static Tensor nonzero(Tensor input) => input.nonzero();
    public static Tensor argwhere(Tensor input) => input.argwhere();
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => Ops.where_self(condition, x, y);
    public static Tensor[] where(Tensor condition) => condition.nonzero_as_list().ToArray();
    public static Tensor real(Tensor input) => input.real;
    public static Tensor imag(Tensor input) => input.imag;
    public static Tensor view_as_real(Tensor input) => input.view_as_real();
    public static Tensor view_as_complex(Tensor input) => input.view_as_complex();
    public static Tensor conj(Tensor input) => input.conj();
    public static Tensor atleast_1d(Tensor input) => input.atleast_1d();
    public static IEnumerable<Tensor> atleast_1d(params Tensor[] input) => input.Select(tensor => tensor.atleast_1d()).ToArray();
    public static Tensor atleast_2d(Tensor input) => input.atleast_2d();
    public static IEnumerable<Tensor> atleast_2d(params Tensor[] input) => input.Select(tensor => tensor.atleast_2d()).ToArray();
    public static Tensor atleast_3d(Tensor input) => input.atleast_3d();
    public static IEnumerable<Tensor> atleast_3d(params Tensor[] input) => input.Select(tensor => tensor.atleast_3d()).ToArray();
    public static Tensor clone(Tensor input) => input.clone();
    public static Tensor vander(Tensor x, long N = -1, bool increasing = false) => Ops.vander(x, N == -1 ? null : N, increasing);
    public static long numel(Tensor input) => input.numel();
    public static bool is_nonzero(Tensor input) => input.is_nonzero();
}
