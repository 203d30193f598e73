using System.Numerics;

namespace TorchSharp;

/// <summary>
/// A number handed to an operator, with the kind it came with: integers, floating point, boolean or complex.
/// A value, so that passing one allocates nothing; <see cref="Dispose"/> is there because TorchSharp's has it.
/// </summary>
public readonly struct Scalar : IDisposable, IEquatable<Scalar>
{
    private readonly double real;
    private readonly long bits; // the integer, or the imaginary part's bits
    private readonly torch.ScalarType type;

    private Scalar(torch.ScalarType type, double real, long bits)
    {
        this.type = type;
        this.real = real;
        this.bits = bits;
    }

    public torch.ScalarType Type => type;

    internal bool IsFloat => type is torch.ScalarType.Float32 or torch.ScalarType.Float64 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16;
    internal bool IsComplex => type is torch.ScalarType.ComplexFloat32 or torch.ScalarType.ComplexFloat64;

    public static implicit operator Scalar(byte value) => new(torch.ScalarType.Int64, value, value);
    public static implicit operator Scalar(sbyte value) => new(torch.ScalarType.Int64, value, value);
    public static implicit operator Scalar(short value) => new(torch.ScalarType.Int64, value, value);
    public static implicit operator Scalar(int value) => new(torch.ScalarType.Int64, value, value);
    public static implicit operator Scalar(long value) => new(torch.ScalarType.Int64, value, value);
    public static implicit operator Scalar(Half value) => new(torch.ScalarType.Float64, (double)value, 0);
    public static implicit operator Scalar(BFloat16 value) => new(torch.ScalarType.Float64, value.ToSingle(), 0);
    public static implicit operator Scalar(float value) => new(torch.ScalarType.Float64, value, 0);
    public static implicit operator Scalar(double value) => new(torch.ScalarType.Float64, value, 0);
    public static implicit operator Scalar(bool value) => new(torch.ScalarType.Bool, value ? 1 : 0, value ? 1 : 0);
    public static implicit operator Scalar((float, float) value) => new(torch.ScalarType.ComplexFloat64, value.Item1, BitConverter.DoubleToInt64Bits(value.Item2));
    public static implicit operator Scalar(Complex value) => new(torch.ScalarType.ComplexFloat64, value.Real, BitConverter.DoubleToInt64Bits(value.Imaginary));

    internal double AsDouble => IsFloat || IsComplex ? real : bits;
    internal long AsInt64 => IsFloat || IsComplex ? checked((long)real) : bits;
    internal bool AsBoolean => IsFloat || IsComplex ? real != 0 : bits != 0;
    internal Complex AsComplex => new(AsDouble, IsComplex ? BitConverter.Int64BitsToDouble(bits) : 0);

    public void Dispose() { }

    public bool Equals(Scalar other) => type == other.type && real.Equals(other.real) && bits == other.bits;
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);
    public override int GetHashCode() => HashCode.Combine(type, real, bits);
    public override string ToString() =>
        IsComplex ? AsComplex.ToString() : IsFloat ? real.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : type == torch.ScalarType.Bool ? AsBoolean.ToString() : bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Conversions between numbers and scalars.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;
    public static Scalar ToScalar(this sbyte value) => value;
    public static Scalar ToScalar(this short value) => value;
    public static Scalar ToScalar(this int value) => value;
    public static Scalar ToScalar(this long value) => value;
    public static Scalar ToScalar(this float value) => value;
    public static Scalar ToScalar(this double value) => value;
    public static Scalar ToScalar(this (float, float) value) => value;
    public static Scalar ToScalar(this Complex value) => value;
    public static Scalar ToScalar(this bool value) => value;
    public static Scalar ToScalar(this Half value) => value;
    public static Scalar ToScalar(this BFloat16 value) => value;
    public static Scalar ToBFloat16Scalar(this float value) => new BFloat16(value);
    public static BFloat16 ToBFloat16(this Scalar value) => (BFloat16)value.AsDouble;
    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;
    public static float ToSingle(this Scalar value) => (float)value.AsDouble;
    public static double ToDouble(this Scalar value) => value.AsDouble;
    public static sbyte ToSByte(this Scalar value) => (sbyte)value.AsInt64;
    public static byte ToByte(this Scalar value) => (byte)value.AsInt64;
    public static short ToInt16(this Scalar value) => (short)value.AsInt64;
    public static int ToInt32(this Scalar value) => (int)value.AsInt64;
    public static long ToInt64(this Scalar value) => value.AsInt64;
    public static bool ToBoolean(this Scalar value) => value.AsBoolean;
    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.AsComplex.Real, (float)value.AsComplex.Imaginary);
    public static Complex ToComplexFloat64(this Scalar value) => value.AsComplex;
}
