using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Native;

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
        return Finish(made, source, dtype, device, requires_grad, names);
    }

    /// <summary>The tensor itself, or a copy of it with another dtype or on another device.</summary>
    private static Tensor Finish(Tensor made, ScalarType source, ScalarType? dtype, Device? device, bool requires_grad, string[]? names = null)
    {
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

    /// <summary>A tensor over the array's own memory, which stays where it is until the last tensor over it is gone; over a copy for complex numbers.</summary>
    private static unsafe Tensor Share(Array array, ScalarType type, long start, ReadOnlySpan<long> shape)
    {
        // libtorch wants complex128 at multiples of 16 bytes; the runtime places arrays at multiples of 8.
        if (type == ScalarType.ComplexFloat64)
        {
            ref var first = ref Unsafe.As<byte, Complex>(ref MemoryMarshal.GetArrayDataReference(array));
            return FromSpan(MemoryMarshal.CreateReadOnlySpan(ref first, array.Length)[(int)start..], shape, null, CPU, false);
        }
        Result result;
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        fixed (long* sizes = shape)
            Api.Check(Api.wb_from_blob((byte*)pin.AddrOfPinnedObject() + start * type.ElementSize(), sizes, shape.Length, (int)type, &Callbacks.Release, (nint)pin, &result));
        return Handles.Take(result);
    }

    /// <summary>A tensor of an array's shape that shares its memory: what is written to the one shows in the other. A copy for another dtype or device, and of complex numbers.</summary>
    /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        var type = ToScalarType(rawArray.GetType().GetElementType()!);
        // The runtime may lay tuples out as it likes, so it does not pin arrays of them.
        if (type == ScalarType.ComplexFloat32) return FromArray<(float, float)>(rawArray, dtype, device, requires_grad, names);
        var shape = Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength).ToArray();
        return Finish(Share(rawArray, type, 0, shape), type, dtype, device, requires_grad, names);
    }

    /// <inheritdoc cref="from_array(Array, ScalarType?, Device?, bool, string[])"/>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device ?? CPU);

    /// <summary><paramref name="count"/> elements from <paramref name="offset"/> on as a one-dimensional tensor that shares the array's memory. A copy for another dtype, and of complex numbers.</summary>
    /// <exception cref="ArgumentException">The offset is outside the array.</exception>
    /// <exception cref="IndexOutOfRangeException">So many elements do not follow the offset.</exception>
    /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
    /// <exception cref="NotImplementedException">The elements are tuples, whose memory cannot be shared.</exception>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        long rest = rawArray.LongLength - offset;
        if (offset < 0 || rest <= 0) throw new ArgumentException($"invalid value for 'offset': {offset}; the array has {rawArray.LongLength} element(s)", nameof(offset));
        if (count > rest) throw new IndexOutOfRangeException($"element count is too large: {count}; {rest} follow the offset");
        var type = ToScalarType(rawArray.GetType().GetElementType()!);
        if (type == ScalarType.ComplexFloat32) throw new NotImplementedException("The memory of an array of tuples cannot be shared; from_array copies it.");
        return Finish(Share(rawArray, type, offset, [count < 0 ? rest : count]), type, dtype, CPU, requires_grad);
    }

    /// <summary>The first <paramref name="size"/> elements of a file of raw numbers, mapped into memory.</summary>
    /// <param name="shared">Whether what is written to the tensor is written to the file, which is then made if it is not there.</param>
    /// <exception cref="TorchException">The file cannot be opened, or is too short.</exception>
    public static Tensor from_file(string filename, bool? shared = null, long? size = 0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.from_file(filename, shared, size, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);

    /// <inheritdoc cref="from_array(Array, ScalarType?, Device?, bool, string[])"/>
    public static Tensor as_tensor(Array data, ScalarType? dtype = null, Device? device = null) => from_array(data, dtype, device);
    public static Tensor as_tensor(Tensor data, ScalarType? dtype = null, Device? device = null) => data.to(dtype ?? data.dtype, device ?? data.device);
}
