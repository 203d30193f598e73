namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor index_select(long dim, Tensor index) => Ops.index_select(this, dim, index);
        public Tensor gather(long dim, Tensor index, bool sparse_grad = false) => Ops.gather(this, dim, index, sparse_grad);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Ops.scatter_src(this, dim, index, src);
        public Tensor scatter(long dim, Tensor index, Scalar value) => Ops.scatter_value(this, dim, index, value);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Ops.scatter__src(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Scalar value) => Ops.scatter__value(this, dim, index, value);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Ops.scatter_add(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Ops.scatter_add_(this, dim, index, src);
        public Tensor take(Tensor index) => Ops.take(this, index);
        public Tensor take_along_dim(Tensor indices) => Ops.take_along_dim(this, indices);
        public Tensor take_along_dim(Tensor indices, long dim) => Ops.take_along_dim(this, indices, dim);

        public Tensor take_along_dim(IEnumerable<long> indices)
        {
            using var index = tensor(indices.ToArray(), device: device);
            return take_along_dim(index);
        }

        public Tensor take_along_dim(IEnumerable<long> indices, long dim)
        {
            using var index = tensor(indices.ToArray(), device: device);
            return take_along_dim(index, dim);
        }

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Ops.index_add_(this, dim, index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Ops.index_copy(this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Ops.index_copy_(this, dim, index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Ops.index_fill_int_Scalar(this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Ops.index_fill__int_Scalar(this, dim, index, value);
        public Tensor masked_fill(Tensor mask, Scalar value) => Ops.masked_fill_Scalar(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Ops.masked_fill__Scalar(this, mask, value);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Ops.masked_scatter(this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Ops.masked_scatter_(this, mask, value);
        public Tensor masked_select(Tensor mask) => Ops.masked_select(this, mask);
        public Tensor nonzero() => Ops.nonzero(this);
        public Tensor argwhere() => Ops.argwhere(this);

        public IList<Tensor> nonzero_as_list()
        {
            using var scope = NewDisposeScope();
            return nonzero().t().unbind(0).Select(column => column.MoveToOuterDisposeScope()).ToArray();
        }
    }
}
