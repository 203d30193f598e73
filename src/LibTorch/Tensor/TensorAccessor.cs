using System.Collections;

namespace TorchSharp.Utils;

/// <summary>
/// The elements of a CPU tensor in row-major order, read and written in place. Contiguous tensors are walked as plain memory,
/// others through their strides.
/// </summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;
    private readonly unsafe T* data;
    private readonly long[] shape;
    private readonly long[] strides;

    internal unsafe TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        data = (T*)tensor.DataPointer();
        shape = tensor.shape;
        strides = tensor.stride();
        Count = tensor.numel();
        IsContiguous = tensor.is_contiguous();
    }

    public long Count { get; }
    public bool IsReadOnly => false;
    public bool IsContiguous { get; }

    /// <summary>The element at a row-major position.</summary>
    /// <exception cref="IndexOutOfRangeException">The position is outside the tensor.</exception>
    public T this[long index]
    {
        get => Ref(index);
        set => Ref(index) = value;
    }

    public T this[params long[] indices]
    {
        get => At(indices);
        set => At(indices) = value;
    }

    /// <summary>A copy of all elements in row-major order.</summary>
    public unsafe T[] ToArray()
    {
        tensor.Check();
        var copy = new T[Count];
        if (IsContiguous) new ReadOnlySpan<T>(data, checked((int)Count)).CopyTo(copy);
        else
            for (long i = 0; i < Count; i++) copy[i] = Ref(i);
        GC.KeepAlive(tensor);
        return copy;
    }

    /// <summary>A copy of all elements in an array of the tensor's rank.</summary>
    public Array ToNDArray()
    {
        if (shape.Length == 0) return ToArray();
        var copy = Array.CreateInstance(typeof(T), shape);
        var flat = ToArray();
        var indices = new long[shape.Length];
        for (long i = 0; i < flat.Length; i++)
        {
            long rest = i;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                indices[d] = rest % shape[d];
                rest /= shape[d];
            }
            copy.SetValue(flat[i], indices);
        }
        return copy;
    }

    /// <summary>The memory of a contiguous tensor.</summary>
    public unsafe Span<T> AsSpan()
    {
        tensor.Check();
        if (!IsContiguous) throw new InvalidOperationException("A span needs a contiguous tensor; call contiguous() first.");
        return new Span<T>(data, checked((int)Count));
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo((array ?? throw new ArgumentNullException(nameof(array))).AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies elements until either side ends.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        for (long i = tensorIndex; i < Count && arrayIndex < array.Length; i++) array[arrayIndex++] = this[i];
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)(array ?? throw new ArgumentNullException(nameof(array))), arrayIndex, tensorIndex);

    /// <summary>Overwrites elements until either side ends.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        for (long i = tensorIndex; i < Count && arrayIndex < array.Length; i++) this[i] = array[arrayIndex++];
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() { }

    /// <summary>Whether both hold the same elements in row-major order.</summary>
    public static bool operator ==(TensorAccessor<T>? left, TensorAccessor<T>? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.Count == right.Count && left.SequenceEqual(right));

    public static bool operator !=(TensorAccessor<T>? left, TensorAccessor<T>? right) => !(left == right);
    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(tensor);

    private unsafe ref T Ref(long index)
    {
        if (index < 0 || index >= Count) throw new IndexOutOfRangeException($"index {index} is outside a tensor of {Count} element(s)");
        tensor.Check();
        if (IsContiguous) return ref data[index];
        long offset = 0;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            offset += index % shape[d] * strides[d];
            index /= shape[d];
        }
        return ref data[offset];
    }

    private unsafe ref T At(long[] indices)
    {
        if (indices.Length != shape.Length) throw new ArgumentException($"{indices.Length} indices were given for a tensor with {shape.Length} dimension(s)", nameof(indices));
        tensor.Check();
        long offset = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= shape[d]) throw new IndexOutOfRangeException($"index {indices[d]} is outside dimension {d} of size {shape[d]}");
            offset += indices[d] * strides[d];
        }
        return ref data[offset];
    }
}
