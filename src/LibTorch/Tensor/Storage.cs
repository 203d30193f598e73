using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The memory of a tensor, seen as a flat array that all views of the tensor share.</summary>
    public abstract class Storage
    {
        /// <summary>The tensor whose memory this is; null for a single value and after disposal.</summary>
        protected Tensor? _tensor;

        protected Storage() { }

        protected Storage(Tensor? tensor) => _tensor = tensor;

        private protected Tensor Tensor => _tensor ?? throw new InvalidOperationException("The storage is disposed, or a single value, which can only be assigned to a range.");

        /// <summary>Bytes of one element.</summary>
        public abstract int element_size();

        /// <summary>Bytes of all elements.</summary>
        public abstract ulong nbytes();

        /// <summary>The address of the first element, on the tensor's device; valid while the tensor lives.</summary>
        public abstract nint data_ptr();

        public Storage<bool> @bool() => Tensor.storage<bool>();
        public Storage<byte> @byte() => Tensor.storage<byte>();
        public Storage<int> @int() => Tensor.storage<int>();
        public Storage<long> @long() => Tensor.storage<long>();
        public Storage<float> @float() => Tensor.storage<float>();
        public Storage<double> @double() => Tensor.storage<double>();
        public Storage<(float, float)> complex_float() => Tensor.storage<(float, float)>();
        public Storage<Complex> complex_double() => Tensor.storage<Complex>();
    }

    /// <summary>The memory of a tensor of <typeparamref name="T"/>. Elements can be read and written where the tensor is on the CPU.</summary>
    public sealed class Storage<T> : Storage, IDisposable, IEnumerable<T> where T : unmanaged
    {
        private readonly int start;
        private readonly T value;

        /// <summary>Takes over the handle, which nobody else disposes.</summary>
        internal unsafe Storage(Tensor tensor) : base(tensor)
        {
            long bytes;
            Api.Check(Api.wb_storage_nbytes(tensor.Handle, &bytes));
            Count = checked((int)(bytes / sizeof(T)));
        }

        private Storage(Tensor tensor, int start, int count) : base(tensor) => (this.start, Count) = (start, count);

        private Storage(T value) : base(null) => this.value = value;

        /// <summary>A single value, to be assigned to a range.</summary>
        public static implicit operator Storage<T>(T value) => new(value);

        public int Count { get; }
        public bool IsReadOnly => false;
        public Device device => Tensor.device;
        public override int element_size() => Unsafe.SizeOf<T>();
        public override ulong nbytes() => (ulong)Count * (ulong)element_size();
        public override unsafe nint data_ptr() => (nint)((T*)Tensor.DataPointer() - Tensor.storage_offset() + start);

        private unsafe Span<T> Elements => device.type == DeviceType.CPU ? new Span<T>((void*)data_ptr(), Count)
            : throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the storage to the CPU before reading.");

        /// <summary>One element.</summary>
        /// <exception cref="IndexOutOfRangeException">The storage has no such element.</exception>
        public T this[int index]
        {
            get => Elements[index];
            set => Elements[index] = value;
        }

        /// <summary>The elements from <c>start</c> up to, not including, <c>end</c>, which share this storage's memory; one value may be assigned to all of them.</summary>
        /// <exception cref="ArgumentException">The range ends before it starts.</exception>
        /// <exception cref="IndexOutOfRangeException">The range is not within the storage.</exception>
        public Storage<T> this[(int? start, int? end) range]
        {
            get
            {
                var (from, count) = Within(range.start ?? 0, range.end ?? Count);
                return new Storage<T>(Tensor.alias(), start + from, count);
            }
            set
            {
                var (from, count) = Within(range.start ?? 0, range.end ?? Count);
                if (value._tensor is not null) throw new InvalidOperationException("Only a single value can be assigned to a range; use copy_ for several.");
                Elements.Slice(from, count).Fill(value.value);
            }
        }

        /// <inheritdoc cref="this[ValueTuple{int?, int?}]"/>
        public Storage<T> this[Range range]
        {
            get => this[(range.Start.GetOffset(Count), range.End.GetOffset(Count))];
            set => this[(range.Start.GetOffset(Count), range.End.GetOffset(Count))] = value;
        }

        private (int, int) Within(int from, int end)
        {
            if (end < from) throw new ArgumentException($"the range ends at {end}, before its start {from}", nameof(end));
            if (from < 0 || end > Count) throw new IndexOutOfRangeException($"the range {from}..{end} is not within the {Count} element(s) of the storage");
            return (from, end - from);
        }

        public Storage<T> cpu() => Tensor.cpu().storage<T>();
        public Storage<T> cuda(Device? device = null) => Tensor.cuda(device).storage<T>();
        public void fill_(T value) => Elements.Fill(value);
        public bool Contains(T item) => IndexOf(item) >= 0;
        public int IndexOf(T item) => Array.IndexOf(ToArray(), item);
        public T[] ToArray() => Elements.ToArray();
        public IList<T> tolist() => ToArray();
        public void copy_(IList<T> array) => CopyFrom(array, 0);

        /// <summary>Writes the elements into the array from <paramref name="arrayIndex"/> on, as far as it reaches.</summary>
        public void CopyTo(IList<T> array, int arrayIndex)
        {
            var elements = Elements;
            for (int i = 0; i < elements.Length && i + arrayIndex < array.Count; i++) array[i + arrayIndex] = elements[i];
        }

        /// <summary>Overwrites the elements with those of the array from <paramref name="arrayIndex"/> on, as far as it reaches.</summary>
        public void CopyFrom(IList<T> array, int arrayIndex)
        {
            var elements = Elements;
            for (int i = 0; i < elements.Length && i + arrayIndex < array.Count; i++) elements[i] = array[i + arrayIndex];
        }

        public IEnumerator<T> GetEnumerator() => tolist().GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Lets go of the memory; the tensor keeps it.</summary>
        public void Dispose()
        {
            _tensor?.Dispose();
            _tensor = null;
        }
    }

    public partial class Tensor
    {
        /// <summary>The memory behind the tensor, of all its views, when <typeparamref name="T"/> is its element type; else of a converted copy.</summary>
        /// <exception cref="NotSupportedException">No dtype belongs to <typeparamref name="T"/>.</exception>
        public Storage<T> storage<T>() where T : unmanaged => new(to_type(ToScalarType(typeof(T))));
    }
}
