using System.Numerics;
using System.Runtime.CompilerServices;

namespace Workbench.Activations;

/// <summary>Functions of float32 vectors for fused kernels; NaN stays NaN.</summary>
internal static class VectorMath
{
    // ln 2 in two parts, the first with few enough bits that n·Ln2High is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Log2E = 1.44269504f;
    private const float Smallest = -87.33f;

    // Adding and taking away 1.5·2²³ rounds to the nearest integer.
    private const float Rounder = 12582912f;

    /// <summary>eˣ for x ≤ 88.37, to about two units in the last place; 0 where the result would be subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
        => Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(Smallest)), Vector<float>.Zero, ExpOrSmallest(x));

    /// <summary>eˣ for x ≤ 88.37, but never less than e^-87.33, the smallest normal number: where 0 is not needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ExpOrSmallest(Vector<float> x)
    {
        var inside = AtLeast(x, new(Smallest));
        var rounded = Vector.FusedMultiplyAdd(inside, new(Log2E), new(Rounder));
        var n = rounded - new Vector<float>(Rounder);
        var r = Vector.FusedMultiplyAdd(n, new(-Ln2Low), Vector.FusedMultiplyAdd(n, new(-Ln2High), inside));
        // The coefficients of Cephes' expf, for |r| ≤ ln 2/2.
        var p = Vector.FusedMultiplyAdd(new(1.9875691500e-4f), r, new(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, r * r, r + Vector<float>.One);
        // The low bits of the rounded sum are n.
        return p * Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(rounded) + new Vector<int>(127), 23));
    }

    /// <summary>min(x, limit).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> AtMost(Vector<float> x, Vector<float> limit) => Vector.ConditionalSelect(Vector.GreaterThan(x, limit), limit, x);

    /// <summary>max(x, limit).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> AtLeast(Vector<float> x, Vector<float> limit) => Vector.ConditionalSelect(Vector.LessThan(x, limit), limit, x);
}
