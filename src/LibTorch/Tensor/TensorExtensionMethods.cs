using System.Numerics;

namespace TorchSharp;

/// <summary>Reading one element as a .NET number, tensors from arrays, and tensors as text.</summary>
public static partial class TensorExtensionMethods
{
    public static float ToSingle(this torch.Tensor value) => (float)value;
    public static double ToDouble(this torch.Tensor value) => (double)value;
    public static sbyte ToSByte(this torch.Tensor value) => (sbyte)value;
    public static byte ToByte(this torch.Tensor value) => (byte)value;
    public static short ToInt16(this torch.Tensor value) => (short)value;
    public static int ToInt32(this torch.Tensor value) => (int)value;
    public static long ToInt64(this torch.Tensor value) => (long)value;
    public static bool ToBoolean(this torch.Tensor value) => (bool)value;
    public static Half ToHalf(this torch.Tensor value) => value.ToScalar().ToHalf();
    public static BFloat16 ToBFloat16(this torch.Tensor value) => value.ToScalar().ToBFloat16();
    public static (float Real, float Imaginary) ToComplex32(this torch.Tensor value) => value.ToScalar().ToComplexFloat32();
    public static (float Real, float Imaginary) ToComplexFloat32(this torch.Tensor value) => value.ToScalar().ToComplexFloat32();
    public static Complex ToComplex64(this torch.Tensor value) => value.ToScalar().ToComplexFloat64();
    public static Complex ToComplexFloat64(this torch.Tensor value) => value.ToScalar().ToComplexFloat64();

    /// <summary>A tensor with a copy of the elements.</summary>
    public static torch.Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) where T : unmanaged =>
        torch.FromSpan<T>(rawArray, dimensions, null, null, requires_grad);

    /// <inheritdoc cref="ToTensor{T}(T[], long[], bool, bool)"/>
    public static torch.Tensor ToTensor<T>(this T[] rawArray, ReadOnlySpan<long> dimensions, bool doCopy = false, bool requires_grad = false) where T : unmanaged =>
        torch.FromSpan<T>(rawArray, dimensions, null, null, requires_grad);

    /// <summary>A zero-dimensional tensor.</summary>
    /// <exception cref="ArgumentException">Gradients are asked for of a whole number or a boolean.</exception>
    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false) where T : unmanaged =>
        requires_grad && torch.is_integral(torch.ToScalarType(typeof(T))) ? throw new ArgumentException("Only floating point types support gradients.", nameof(requires_grad))
        : torch.FromSpan<T>([scalar], [], null, device, requires_grad);

    /// <summary>Makes a parameter of a tensor, which must not be used any more.</summary>
    public static Modules.Parameter AsParameter(this torch.Tensor tensor) => new(tensor);
    public static ReadOnlySpan<int> IntShape(this torch.Tensor tensor) => tensor.shape.Select(size => checked((int)size)).ToArray();
    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes of one element of this dtype.</summary>
    public static int ElementSize(this torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool or torch.ScalarType.QInt8 or torch.ScalarType.QUInt8 => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 or torch.ScalarType.QInt32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat32 => 8,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => throw new NotImplementedException($"the size of {type} is not known"),
    };
}
