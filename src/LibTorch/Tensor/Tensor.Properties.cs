using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions
        {
            get
            {
                var dim = ReadInfo().Dim;
                GC.KeepAlive(this);
                return dim;
            }
        }

        public long dim() => Dimensions;
        public long ndim => Dimensions;

        public long NumberOfElements
        {
            get
            {
                var n = ReadInfo().Numel;
                GC.KeepAlive(this);
                return n;
            }
        }

        public long numel() => NumberOfElements;

        public unsafe long[] shape
        {
            get
            {
                var info = ReadInfo();
                var sizes = new ReadOnlySpan<long>(info.Sizes, (int)info.Dim).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long[] size() => shape;

        public unsafe long size(int dim)
        {
            var info = ReadInfo();
            var size = info.Sizes[Index(dim, info.Dim)];
            GC.KeepAlive(this);
            return size;
        }

        public unsafe long[] stride()
        {
            var info = ReadInfo();
            var strides = info.Strides == null ? [] : new ReadOnlySpan<long>(info.Strides, (int)info.Dim).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public unsafe long stride(int dim)
        {
            var info = ReadInfo();
            var stride = info.Strides[Index(dim, info.Dim)];
            GC.KeepAlive(this);
            return stride;
        }

        private static long Index(long dim, long count)
        {
            if (dim < -count || dim >= count)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"the tensor has {count} dimension(s); expected a value in [{-count}, {count - 1}]");
            return dim < 0 ? dim + count : dim;
        }

        public ScalarType dtype
        {
            get
            {
                var type = (ScalarType)ReadInfo().Dtype;
                GC.KeepAlive(this);
                return type;
            }
        }

        public Device device
        {
            get
            {
                var info = ReadInfo();
                GC.KeepAlive(this);
                return info.DeviceType == 0 ? CPU : new Device((DeviceType)info.DeviceType, info.DeviceIndex);
            }
        }

        public DeviceType device_type => (DeviceType)ReadInfo().DeviceType;
        public int device_index => ReadInfo().DeviceIndex;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_sparse => ReadInfo().IsSparse;
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_quantized() => torch.is_quantized(dtype);
        public bool is_contiguous() => ReadInfo().IsContiguous;
        public bool is_leaf => ReadInfo().IsLeaf;
        public bool is_nonzero() => Ops.is_nonzero(this);

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => dtype switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
            ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
            _ => 16,
        };

        public long element_size() => ElementSize;
        public long storage_offset() => Api.wb_storage_offset(Handle);

        public bool requires_grad
        {
            get => ReadInfo().RequiresGrad;
            set => Api.Check(Api.wb_set_requires_grad(Handle, value));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);
    }
}
