namespace TorchSharp;

/// <summary>How exactly float32 matrix products are computed on hardware that has faster ways.</summary>
public enum Float32MatmulPrecision
{
    /// <summary>In float32.</summary>
    highest,
    /// <summary>With TensorFloat-32 (10 bits of mantissa).</summary>
    high,
    /// <summary>With bfloat16 (7 bits) where there is such a way, else as <see cref="high"/>.</summary>
    medium,
}

public static partial class torch
{
    private static bool mediumPrecision;

    /// <summary>The precision of float32 matrix products; the same switch as <see cref="backends.cuda.matmul.allow_tf32"/>.</summary>
    public static Float32MatmulPrecision get_float32_matmul_precision() =>
        !backends.cuda.matmul.allow_tf32 ? Float32MatmulPrecision.highest : mediumPrecision ? Float32MatmulPrecision.medium : Float32MatmulPrecision.high;

    /// <summary>Sets the precision of float32 matrix products.</summary>
    /// <returns>What brings the former setting back when it is disposed; ignoring it makes the switch permanent.</returns>
    public static IDisposable set_float32_matmul_precision(Float32MatmulPrecision precision)
    {
        var former = new PrecisionScope(get_float32_matmul_precision());
        Use(precision);
        return former;
    }

    private static void Use(Float32MatmulPrecision precision)
    {
        backends.cuda.matmul.allow_tf32 = precision != Float32MatmulPrecision.highest;
        mediumPrecision = precision == Float32MatmulPrecision.medium;
    }

    private sealed class PrecisionScope(Float32MatmulPrecision former) : IDisposable
    {
        public void Dispose() => Use(former);
    }
}
