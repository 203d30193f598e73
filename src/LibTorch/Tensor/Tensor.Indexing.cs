namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>The element or sub-tensor at these positions; a position below zero counts from the end.</summary>
        public Tensor this[params long[] indices]
        {
            get => At(indices);
            set => Assign(value, indices);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign(value, i1);
        }

        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Assign(value, i1, i2);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Assign(value, i1, i2, i3);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Assign(value, i1, i2, i3, i4);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At(i1, i2, i3, i4, i5);
            set => Assign(value, i1, i2, i3, i4, i5);
        }

        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At(i1, i2, i3, i4, i5, i6);
            set => Assign(value, i1, i2, i3, i4, i5, i6);
        }

        private Tensor At(params ReadOnlySpan<long> indices)
        {
            using var scope = NewDisposeScope();
            var view = this;
            foreach (var i in indices) view = view.select(0, i);
            return ReferenceEquals(view, this) ? alias().MoveToOuterDisposeScope() : view.MoveToOuterDisposeScope();
        }

        private void Assign(Tensor value, params ReadOnlySpan<long> indices)
        {
            using var view = At(indices);
            view.copy_(value);
        }

        public Tensor index(params Tensor[] indices) => Pick(this, indices);

        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = Resolve(indices);
            var result = tensors is null ? view : Pick(view, tensors);
            // An index of nothing but whole slices is the tensor itself under another handle.
            return (ReferenceEquals(result, this) ? alias() : result).MoveToOuterDisposeScope();
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => Put(this, indices, value, false);
        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => Put(this, indices, value, accumulate);
        public Tensor index_put_(Scalar value, params Tensor[] indices) => PutScalar(value, indices.Select(TensorIndex.Tensor).ToArray());
        public Tensor index_put_(Scalar value, params TensorIndex[] indices) => PutScalar(value, indices);
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            ArgumentNullException.ThrowIfNull(value);
            using var scope = NewDisposeScope();
            var (view, tensors) = Resolve(indices);
            if (tensors is not null) Put(view, tensors, FillsByMask(tensors, value, accumulate) ? value.to_type(view.dtype) : value.to(view.dtype, view.device), accumulate);
            else if (accumulate) view.add_(value);
            else view.copy_(value);
            return this;
        }

        private Tensor PutScalar(Scalar value, TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = Resolve(indices);
            if (tensors is null) view.fill_(value);
            else Put(view, tensors, Ops.full([], value, dtype, null, IsOneMask(tensors) ? CPU : device), false);
            return this;
        }

        private static Tensor Pick(Tensor view, Tensor?[] indices)
        {
            HostReads.NoteMasks(indices);
            return Ops.index_Tensor(view, indices!);
        }

        private static Tensor Put(Tensor view, Tensor?[] indices, Tensor value, bool accumulate)
        {
            if (!FillsByMask(indices, value, accumulate)) HostReads.NoteMasks(indices);
            return Ops.index_put_(view, indices!, value, accumulate);
        }

        /// <summary>Whether libtorch fills one number of the CPU in where a mask says, for which nobody waits to know how many entries it picks.</summary>
        private static bool FillsByMask(Tensor?[] indices, Tensor value, bool accumulate) =>
            !accumulate && value.device_type == DeviceType.CPU && value.dim() == 0 && IsOneMask(indices);

        private static bool IsOneMask(Tensor?[] indices) => indices.Count(index => index is not null) == 1 && indices.Any(HostReads.IsMask);

        /// <summary>Applies the numbers, slices and new axes as views; what is left are index tensors, one a dimension of the view.</summary>
        private (Tensor View, Tensor?[]? Indices) Resolve(TensorIndex[] indices)
        {
            var view = this;
            List<Tensor?>? tensors = null;
            long dim = 0;
            long consumed = indices.Sum(i => i.kind switch
            {
                TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1L,
                TensorIndex.Kind.Tensor => i.tensor!.dtype is ScalarType.Bool or ScalarType.Byte ? i.tensor.dim() : 1L,
                _ => 0L,
            });
            long covered = 0; // a mask over several dimensions is one entry of the list but stands for all of them
            void Put(Tensor index, long dims)
            {
                tensors ??= [];
                for (; covered < dim; covered++) tensors.Add(null);
                // Newer libtorch takes every kind of whole number.
                tensors.Add(index.dtype is ScalarType.Int32 or ScalarType.Int16 or ScalarType.Int8 ? index.to_type(ScalarType.Int64) : index);
                covered += dims;
                dim += dims;
            }
            foreach (var i in indices)
            {
                switch (i.kind)
                {
                    case TensorIndex.Kind.Single:
                        view = view.select(dim, i.start ?? throw new ArgumentException("an index must be a number", nameof(indices)));
                        break;
                    case TensorIndex.Kind.Slice:
                        if (i.start is not null || i.stop is not null || i.step is not null)
                            view = Ops.slice_Tensor(view, dim, i.start, i.stop, i.step ?? 1);
                        dim++;
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim += Math.Max(0, dim_() - consumed);
                        break;
                    case TensorIndex.Kind.None:
                    case TensorIndex.Kind.Null:
                        view = view.unsqueeze(dim++);
                        break;
                    case TensorIndex.Kind.Bool:
                        view = view.unsqueeze(dim);
                        Put(torch.tensor(i.start == 1 ? new long[] { 0 } : [], device: device), 1);
                        break;
                    case TensorIndex.Kind.Tensor:
                        Put(i.tensor!, i.tensor!.dtype is ScalarType.Bool or ScalarType.Byte ? Math.Max(1, i.tensor.dim()) : 1);
                        break;
                }
            }
            return (view, tensors?.ToArray());

            long dim_() => this.dim();
        }
    }
}
