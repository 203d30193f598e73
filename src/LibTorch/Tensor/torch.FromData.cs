using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Copies elements in row-major order into a new tensor of the given shape.</summary>
    /// <exception cref="ArgumentException">There are fewer elements than the shape holds; what is beyond it is left out.</exception>
    internal static Tensor FromSpan<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null) where T : unmanaged
    {
        long count = 1;
        foreach (var size in shape) count *= size;
        if (count > data.Length)
            throw new ArgumentException($"{data.Length} element(s) were given for the shape [{string.Join(", ", shape.ToArray())}], which holds {count}", nameof(data));
        var source = ToScalarType(typeof(T));
        var made = Ops.empty_memory_format(shape, source, null, CPU);
        if (count > 0) MemoryMarshal.AsBytes(data[..(int)count]).CopyTo(made.bytes);
        var target = device ?? defaultDevice;
        if ((dtype is { } wanted && wanted != source) || (target is not null && target.type != DeviceType.CPU))
        {
            using (made) return With(Ops.to_dtype_layout(made, dtype ?? source, null, target ?? CPU), requires_grad, names);
        }
        return With(made, requires_grad, names);
    }

    private static Tensor FromList<T>(IList<T> rawArray, ScalarType? dtype, Device? device, bool requires_grad = false, string[]? names = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return FromList(rawArray, [rawArray.Count], dtype, device, requires_grad, names);
    }

    private static Tensor FromList<T>(IList<T> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        return FromSpan<T>(rawArray as T[] ?? rawArray.ToArray(), dimensions, dtype, device, requires_grad, names);
    }

    private static Tensor FromArray<T>(Array data, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        var shape = Enumerable.Range(0, data.Rank).Select(d => (long)data.GetLength(d)).ToArray();
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data));
        return FromSpan<T>(MemoryMarshal.CreateReadOnlySpan(ref first, data.Length), shape, dtype, device, requires_grad, names);
    }

    /// <summary>A zero-dimensional complex64 tensor.</summary>
    public static Tensor tensor(float real, float imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<(float, float)>([(real, imaginary)], [], dtype, device, requires_grad);

    /// <summary>A zero-dimensional complex128 tensor.</summary>
    public static Tensor tensor(double real, double imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromSpan<Complex>([new Complex(real, imaginary)], [], dtype, device, requires_grad);

    /// <summary>A zero-dimensional tensor of the number's kind.</summary>
    internal static Tensor FromScalar(Scalar scalar) =>
        Ops.full([], scalar, scalar.IsFloat ? defaultType : scalar.IsComplex ? ScalarType.ComplexFloat64 : scalar.Type, null, defaultDevice);

    /// <summary>A tensor from an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = rawArray.GetType().GetElementType()!;
        if (type == typeof(float)) return FromArray<float>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(double)) return FromArray<double>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(long)) return FromArray<long>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(int)) return FromArray<int>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(short)) return FromArray<short>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(byte)) return FromArray<byte>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(sbyte)) return FromArray<sbyte>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(bool)) return FromArray<bool>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(Half)) return FromArray<Half>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(BFloat16)) return FromArray<BFloat16>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof((float, float))) return FromArray<(float, float)>(rawArray, dtype, device, requires_grad, names);
        if (type == typeof(Complex)) return FromArray<Complex>(rawArray, dtype, device, requires_grad, names);
        throw new NotSupportedException($"The type {type.FullName} has no tensor dtype.");
    }

    /// <inheritdoc cref="from_array(Array, ScalarType?, Device?, bool, string[])"/>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

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

    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);
}
