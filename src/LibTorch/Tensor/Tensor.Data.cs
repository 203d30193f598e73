using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        internal unsafe void* DataPointer()
        {
            void* data;
            Api.Check(Api.wb_data_ptr(Handle, &data));
            return data;
        }

        /// <summary>The elements of a CPU tensor as <typeparamref name="T"/>; the accessor shares the tensor's memory.</summary>
        /// <exception cref="ArgumentException">The element type differs from the tensor's dtype.</exception>
        /// <exception cref="InvalidOperationException">The tensor is not on the CPU.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            HostReads.Note();
            CheckElementType<T>(nameof(data));
            if (device_type != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the CPU before reading.");
            return new TensorAccessor<T>(this);
        }

        /// <summary>The only element of a tensor with one element.</summary>
        /// <exception cref="ArgumentException">The tensor has more than one element, or another dtype than <typeparamref name="T"/>.</exception>
        public unsafe T item<T>() where T : unmanaged
        {
            HostReads.Note();
            long count = numel();
            if (count != 1) throw new ArgumentException($"item() takes a tensor with one element, this one has {count} (shape [{string.Join(", ", shape)}])");
            CheckElementType<T>(nameof(item));
            Result result;
            Api.Check(Api.wb_item(Handle, &result));
            GC.KeepAlive(this);
            var scalar = Handles.TakeScalar(result);
            if (typeof(T) == typeof(float)) return As((float)scalar.AsDouble);
            if (typeof(T) == typeof(double)) return As(scalar.AsDouble);
            if (typeof(T) == typeof(long)) return As(scalar.AsInt64);
            if (typeof(T) == typeof(int)) return As((int)scalar.AsInt64);
            if (typeof(T) == typeof(bool)) return As(scalar.AsBoolean);
            if (typeof(T) == typeof(byte)) return As((byte)scalar.AsInt64);
            if (typeof(T) == typeof(sbyte)) return As((sbyte)scalar.AsInt64);
            if (typeof(T) == typeof(short)) return As((short)scalar.AsInt64);
            if (typeof(T) == typeof(Half)) return As((Half)scalar.AsDouble);
            if (typeof(T) == typeof(BFloat16)) return As((BFloat16)(float)scalar.AsDouble);
            if (typeof(T) == typeof((float, float))) return As(scalar.ToComplexFloat32());
            return As(scalar.AsComplex);

            static T As<TFrom>(TFrom value) where TFrom : unmanaged => Unsafe.As<TFrom, T>(ref value);
        }

        private void CheckElementType<T>(string member)
        {
            var expected = ToScalarType(typeof(T));
            if (expected != dtype)
                throw new ArgumentException($"{member}<{typeof(T).Name}>() reads {expected} elements, but the tensor's dtype is {dtype}; convert it with to({expected}) first");
        }

        /// <summary>The raw bytes of a contiguous CPU tensor; the span shares its memory.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (device_type != DeviceType.CPU) throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the CPU before reading.");
                if (!is_contiguous()) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                return new Span<byte>(DataPointer(), checked((int)(numel() * ElementSize)));
            }
            set
            {
                var target = bytes;
                if (value.Length != target.Length) throw new ArgumentException($"Mismatched data sizes in Tensor.bytes: the tensor has {target.Length} bytes, {value.Length} were given", nameof(value));
                value.CopyTo(target);
            }
        }

        /// <summary>The one element as a number of its own kind.</summary>
        public unsafe Scalar ToScalar()
        {
            HostReads.Note();
            Result result;
            Api.Check(Api.wb_item(Handle, &result));
            GC.KeepAlive(this);
            return Handles.TakeScalar(result);
        }

        public static explicit operator float(Tensor value) => value.ToScalar().ToSingle();
        public static explicit operator double(Tensor value) => value.ToScalar().ToDouble();
        public static explicit operator sbyte(Tensor value) => value.ToScalar().ToSByte();
        public static explicit operator byte(Tensor value) => value.ToScalar().ToByte();
        public static explicit operator short(Tensor value) => value.ToScalar().ToInt16();
        public static explicit operator int(Tensor value) => value.ToScalar().ToInt32();
        public static explicit operator long(Tensor value) => value.ToScalar().ToInt64();
        public static explicit operator bool(Tensor value) => value.ToScalar().ToBoolean();

        /// <summary>The element at a row-major position.</summary>
        /// <exception cref="IndexOutOfRangeException">The position is outside the tensor.</exception>
        public T ReadCpuValue<T>(long i) where T : unmanaged => data<T>()[i];
        public float ReadCpuFloat16(long i) => (float)data<Half>()[i];
        public float ReadCpuBFloat16(long i) => data<BFloat16>()[i].ToSingle();
        public double ReadCpuDouble(long i) => data<double>()[i];
        public float ReadCpuSingle(long i) => data<float>()[i];
        public int ReadCpuInt32(long i) => data<int>()[i];
        public long ReadCpuInt64(long i) => data<long>()[i];
        public byte ReadCpuByte(long i) => data<byte>()[i];
        public sbyte ReadCpuSByte(long i) => data<sbyte>()[i];
        public short ReadCpuInt16(long i) => data<short>()[i];
        public bool ReadCpuBool(long i) => data<bool>()[i];

        /// <summary>Writes the elements of the contiguous form as bytes.</summary>
        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var dense = NewOnCpu();
            stream.Write(dense.bytes);
        }

        /// <summary>Fills the tensor from bytes of its contiguous form.</summary>
        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            using var _ = no_grad();
            using var staging = torch.empty(shape, dtype);
            stream.ReadExactly(staging.bytes);
            copy_(staging);
        }

        private Tensor NewOnCpu()
        {
            using var scope = NewDisposeScope();
            return detach().cpu().contiguous().clone().MoveToOuterDisposeScope().DetachFromDisposeScope();
        }
    }
}
