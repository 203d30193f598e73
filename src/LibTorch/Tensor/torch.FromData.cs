using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Copies elements in row-major order into a new tensor of the given shape.</summary>
    /// <exception cref="ArgumentException">The number of elements is not that of the shape.</exception>
    internal static Tensor FromSpan<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        long count = 1;
        foreach (var size in shape) count *= size;
        if (count != data.Length)
            throw new ArgumentException($"{data.Length} element(s) were given for the shape [{string.Join(", ", shape.ToArray())}], which holds {count}", nameof(data));
        var source = ToScalarType(typeof(T));
        var made = Ops.empty_memory_format(shape, source, null, CPU);
        if (data.Length > 0) MemoryMarshal.AsBytes(data).CopyTo(made.bytes);
        var target = device ?? defaultDevice;
        if ((dtype is { } wanted && wanted != source) || (target is not null && target.type != DeviceType.CPU))
        {
            using (made) return With(Ops.to_dtype_layout(made, dtype ?? source, null, target ?? CPU), requires_grad);
        }
        return With(made, requires_grad);
    }

    private static Tensor FromArray<T>(Array data, ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var shape = Enumerable.Range(0, data.Rank).Select(d => (long)data.GetLength(d)).ToArray();
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data));
        return FromSpan<T>(MemoryMarshal.CreateReadOnlySpan(ref first, data.Length), shape, dtype, device, requires_grad);
    }

    /// <summary>A zero-dimensional tensor. Its dtype is the number's own unless one is named.</summary>
    public static Tensor tensor<T>(T scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        FromSpan<T>([scalar], [], dtype, device, requires_grad);

    /// <inheritdoc cref="tensor{T}(T, ScalarType?, Device?, bool)"/>
    public static Tensor tensor<T>(T scalar, Device? device, bool requires_grad = false) where T : unmanaged =>
        FromSpan<T>([scalar], [], null, device, requires_grad);

    /// <inheritdoc cref="tensor{T}(T, ScalarType?, Device?, bool)"/>
    public static Tensor tensor((float Real, float Imaginary) scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<(float, float)>([scalar], [], dtype, device, requires_grad);

    /// <summary>A zero-dimensional complex64 tensor.</summary>
    public static Tensor tensor(float real, float imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<(float, float)>([(real, imaginary)], [], dtype, device, requires_grad);

    /// <summary>A zero-dimensional complex128 tensor.</summary>
    public static Tensor tensor(double real, double imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<Complex>([new Complex(real, imaginary)], [], dtype, device, requires_grad);

    /// <inheritdoc cref="tensor{T}(T, ScalarType?, Device?, bool)"/>
    public static Tensor tensor(Scalar scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => With(
        Ops.full([], scalar, dtype ?? (scalar.IsFloat ? defaultType : scalar.IsComplex ? ScalarType.ComplexFloat64 : scalar.Type), null, device ?? defaultDevice), requires_grad);

    /// <summary>A one-dimensional tensor with a copy of the elements.</summary>
    public static Tensor tensor<T>(T[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return FromSpan<T>(rawArray, [rawArray.Length], dtype, device, requires_grad);
    }

    /// <inheritdoc cref="tensor{T}(T[], ScalarType?, Device?, bool)"/>
    public static Tensor tensor<T>(IList<T> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return FromSpan<T>(rawArray as T[] ?? rawArray.ToArray(), [rawArray.Count], dtype, device, requires_grad);
    }

    /// <summary>A tensor of the given shape with a copy of the elements in row-major order.</summary>
    public static Tensor tensor<T>(T[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        FromSpan<T>(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(T[] rawArray, long[] dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        FromSpan<T>(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(IList<T> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        FromSpan<T>(rawArray as T[] ?? rawArray.ToArray(), dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(IList<T> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => tensor(rawArray, (ReadOnlySpan<long>)[rows, columns], dtype, device, requires_grad);
    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => tensor(rawArray, (ReadOnlySpan<long>)[dim0, dim1, dim2], dtype, device, requires_grad);
    public static Tensor tensor<T>(IList<T> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => tensor(rawArray, (ReadOnlySpan<long>)[dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    public static Tensor tensor<T>(Memory<T> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged =>
        FromSpan<T>(rawArray.Span, dimensions, dtype, device, requires_grad);

    public static Tensor tensor<T>(T[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => FromArray<T>(rawArray, dtype, device, requires_grad);
    public static Tensor tensor<T>(T[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => FromArray<T>(rawArray, dtype, device, requires_grad);
    public static Tensor tensor<T>(T[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) where T : unmanaged => FromArray<T>(rawArray, dtype, device, requires_grad);

    /// <summary>A tensor from an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = rawArray.GetType().GetElementType()!;
        if (type == typeof(float)) return FromArray<float>(rawArray, dtype, device, requires_grad);
        if (type == typeof(double)) return FromArray<double>(rawArray, dtype, device, requires_grad);
        if (type == typeof(long)) return FromArray<long>(rawArray, dtype, device, requires_grad);
        if (type == typeof(int)) return FromArray<int>(rawArray, dtype, device, requires_grad);
        if (type == typeof(short)) return FromArray<short>(rawArray, dtype, device, requires_grad);
        if (type == typeof(byte)) return FromArray<byte>(rawArray, dtype, device, requires_grad);
        if (type == typeof(sbyte)) return FromArray<sbyte>(rawArray, dtype, device, requires_grad);
        if (type == typeof(bool)) return FromArray<bool>(rawArray, dtype, device, requires_grad);
        if (type == typeof(Half)) return FromArray<Half>(rawArray, dtype, device, requires_grad);
        if (type == typeof(BFloat16)) return FromArray<BFloat16>(rawArray, dtype, device, requires_grad);
        if (type == typeof((float, float))) return FromArray<(float, float)>(rawArray, dtype, device, requires_grad);
        if (type == typeof(Complex)) return FromArray<Complex>(rawArray, dtype, device, requires_grad);
        throw new NotSupportedException($"The type {type.FullName} has no tensor dtype.");
    }

    /// <inheritdoc cref="from_array(Array, ScalarType?, Device?, bool)"/>
    public static Tensor from_array(Array rawArray, Device? device) => from_array(rawArray, null, device);

    /// <summary>A copy of <paramref name="count"/> elements from <paramref name="offset"/> on, as a one-dimensional tensor.</summary>
    /// <exception cref="ArgumentException">The elements asked for are not in the array.</exception>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        if (offset < 0 || offset >= rawArray.LongLength) throw new ArgumentException($"invalid value for 'offset': {offset}; the array has {rawArray.LongLength} element(s)", nameof(offset));
        if (count > rawArray.LongLength - offset) throw new IndexOutOfRangeException($"element count is too large: {count}; {rawArray.LongLength - offset} follow the offset");
        using var scope = NewDisposeScope();
        var flat = from_array(rawArray, dtype, CPU).reshape(-1);
        return flat.narrow(0, offset, count < 0 ? rawArray.LongLength - offset : count).clone().requires_grad_(requires_grad).MoveToOuterDisposeScope();
    }

    /// <summary>The first <paramref name="size"/> elements of a file of raw numbers, mapped into memory.</summary>
    /// <param name="shared">Whether what is written to the tensor is written to the file, which is then made if it is not there.</param>
    /// <exception cref="TorchException">The file cannot be opened, or is too short.</exception>
    public static Tensor from_file(string filename, bool? shared = null, long? size = 0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.from_file(filename, shared, size, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);

    public static Tensor as_tensor<T>(IList<T> rawArray, ScalarType? dtype = null, Device? device = null) where T : unmanaged => tensor(rawArray, dtype, device);
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);
    public static Tensor as_tensor<T>(T[] data, ScalarType? dtype = null, Device? device = null) where T : unmanaged => tensor(data, dtype, device);
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);
}
