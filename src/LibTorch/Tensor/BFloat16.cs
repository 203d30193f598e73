namespace TorchSharp;

/// <summary>The 16-bit "brain" float: a float32 without its lower half.</summary>
public readonly struct BFloat16 : IEquatable<BFloat16>
{
    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    public static explicit operator BFloat16(float value)
    {
        if (float.IsNaN(value)) return new BFloat16(0x7FC0);
        uint raw = BitConverter.SingleToUInt32Bits(value);
        return new BFloat16((ushort)((raw + 0x7FFF + ((raw >> 16) & 1)) >> 16)); // to nearest, ties to even
    }

    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.bits << 16);
    public static implicit operator Scalar(BFloat16 value) => (float)value;

    public bool Equals(BFloat16 other) => bits == other.bits;
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);
    public override int GetHashCode() => bits;
    public override string ToString() => ((float)this).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
