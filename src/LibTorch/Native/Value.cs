using System.Runtime.InteropServices;

namespace TorchSharp.Native;

/// <summary>Kinds of native value; kept in step with <c>abi.h</c>.</summary>
internal enum Tag
{
    None = 0,
    Default = 1,
    Tensor = 2,
    Int = 3,
    Double = 4,
    Bool = 5,
    String = 6,
    IntList = 7,
    DoubleList = 8,
    BoolList = 9,
    TensorList = 10,
    OptionalTensorList = 11,
    Device = 12,
    Generator = 13,
    Complex = 14,
    ScalarList = 15,
    StringList = 16,
    List = 17,
    Tuple = 18,
    Dict = 19,
}

/// <summary>One argument of a native call (16 bytes): a tag and a number, or a tag and an address with a count.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct Value
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int N;
    [FieldOffset(8)] public long I;
    [FieldOffset(8)] public double D;
    [FieldOffset(8)] public void* P;

    public static Value None => default;
    public static Value Default => new() { Tag = Tag.Default };

    public static Value Int(long value) => new() { Tag = Tag.Int, I = value };
    public static Value Double(double value) => new() { Tag = Tag.Double, D = value };
    public static Value Bool(bool value) => new() { Tag = Tag.Bool, I = value ? 1 : 0 };
    public static Value String(byte* utf8, int length) => new() { Tag = Tag.String, N = length, P = utf8 };
    public static Value IntList(long* items, int length) => new() { Tag = Tag.IntList, N = length, P = items };
    public static Value DoubleList(double* items, int length) => new() { Tag = Tag.DoubleList, N = length, P = items };
    public static Value BoolList(bool* items, int length) => new() { Tag = Tag.BoolList, N = length, P = items };
    public static Value ScalarList(Value* items, int length) => new() { Tag = Tag.ScalarList, N = length, P = items };
    public static Value TensorList(nint* items, int length, bool optional) =>
        new() { Tag = optional ? Tag.OptionalTensorList : Tag.TensorList, N = length, P = items };

    public static Value Of(torch.Tensor tensor, string name)
    {
        if (tensor is null) throw new ArgumentNullException(name);
        return new() { Tag = Tag.Tensor, P = (void*)tensor.Handle };
    }

    public static Value OfOptional(torch.Tensor? tensor) =>
        tensor is null ? default : new() { Tag = Tag.Tensor, P = (void*)tensor.Handle };

    public static Value Of(torch.Device? device)
    {
        if (device is null) return default;
        torch.InitializeDeviceType(device.type);
        return new() { Tag = Tag.Device, N = (int)device.type, I = device.index };
    }

    public static Value Of(torch.Generator? generator) =>
        generator is null ? default : new() { Tag = Tag.Generator, P = (void*)generator.Handle };

    /// <summary>A scalar; <paramref name="complex"/> holds the two parts of a complex one for the length of the call.</summary>
    public static Value Of(Scalar scalar, double* complex)
    {
        if (!scalar.IsComplex) return RealScalar(scalar);
        var value = scalar.ToComplexFloat64();
        complex[0] = value.Real;
        complex[1] = value.Imaginary;
        return new() { Tag = Tag.Complex, P = complex };
    }

    public static Value RealScalar(Scalar scalar) =>
        scalar.IsFloat ? Double(scalar.ToDouble()) : scalar.Type == torch.ScalarType.Bool ? Bool(scalar.ToBoolean()) : Int(scalar.ToInt64());
}

/// <summary>One result of a native call (24 bytes); a tensor comes with the native bytes to account for it.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct Result
{
    [FieldOffset(0)] public Tag Tag;
    [FieldOffset(4)] public int N;
    [FieldOffset(8)] public long I;
    [FieldOffset(8)] public double D;
    [FieldOffset(8)] public void* P;
    [FieldOffset(16)] public long Bytes;
}

/// <summary>Everything about a tensor that one call reads; sizes and strides point into the tensor.</summary>
internal unsafe struct Info
{
    public long Dim;
    public long Numel;
    public long* Sizes;
    public long* Strides;
    public int Dtype;
    public int DeviceType;
    public int DeviceIndex;
    public int Flags;

    public readonly bool RequiresGrad => (Flags & 1) != 0;
    public readonly bool IsLeaf => (Flags & 2) != 0;
    public readonly bool IsContiguous => (Flags & 4) != 0;
    public readonly bool IsSparse => (Flags & 8) != 0;
}
