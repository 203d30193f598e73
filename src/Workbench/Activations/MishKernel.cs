using System.Numerics;

namespace Workbench.Activations;

/// <summary>Mish in one pass and one exponential: with e = eˣ and w = e(e + 2), the value is x·w/(w + 2) and the slope w/(w + 2) + 4x·e(e + 1)/(w + 2)².</summary>
internal readonly struct MishKernel : IPointwiseKernel
{
    // From here on w/(w + 2) is 1 in float32, and w² does not overflow.
    private const float Saturated = 20;

    public Vector<float> Value(Vector<float> x)
    {
        var e = Exponential(x);
        var w = e * (e + new Vector<float>(2));
        return x * w / (w + new Vector<float>(2));
    }

    public Vector<float> Slope(Vector<float> x)
    {
        var e = Exponential(x);
        var w = e * (e + new Vector<float>(2));
        var inverse = Vector<float>.One / (w + new Vector<float>(2));
        return inverse * (w + new Vector<float>(4) * x * e * (e + Vector<float>.One) * inverse);
    }

    private static Vector<float> Exponential(Vector<float> x) => VectorMath.Exp(VectorMath.AtMost(x, new(Saturated)));
}
