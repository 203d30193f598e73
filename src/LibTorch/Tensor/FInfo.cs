namespace TorchSharp;

public static partial class torch
{
    /// <summary>Limits of a floating-point type.</summary>
    /// <param name="dtype">The type; of a complex one the limits of its parts.</param>
    /// <exception cref="ArgumentException">The type is not a floating-point or complex one.</exception>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => new(16, 9.765625e-4, 65504, 6.103515625e-5, 1e-3),
        ScalarType.BFloat16 => new(16, 7.8125e-3, BFloat16.MaxValue.ToSingle(), 1.1754943508222875e-38, 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 => new(32, 1.1920928955078125e-7, float.MaxValue, 1.1754943508222875e-38, 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 => new(64, 2.220446049250313e-16, double.MaxValue, 2.2250738585072014e-308, 1e-15),
        _ => throw new ArgumentException($"finfo describes floating-point types, got {dtype}", nameof(dtype)),
    };

    /// <summary>Limits of the default floating-point type.</summary>
    public static FInfo finfo() => finfo(get_default_dtype());

    /// <summary>Limits of a floating-point type, as IEEE 754 names them.</summary>
    public readonly struct FInfo
    {
        internal FInfo(int bits, double eps, double max, double smallest, double resolution)
        {
            this.bits = bits;
            this.eps = eps;
            this.max = max;
            tiny = smallest;
            this.resolution = resolution;
        }

        public int bits { get; }
        /// <summary>The distance from 1 to the next larger number.</summary>
        public double eps { get; }
        public double max { get; }
        public double min => -max;
        /// <summary>The smallest positive number with full precision.</summary>
        public double tiny { get; }
        public double smallest_normal => tiny;
        /// <summary>The decimal resolution, 10 to the power of minus the number of exact digits.</summary>
        public double resolution { get; }
    }
}
