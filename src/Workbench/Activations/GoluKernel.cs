using System.Numerics;

namespace Workbench.Activations;

/// <summary>GoLU in one pass: with t = β·e^{-γx} and the gate e^{-t}, the value is αx·gate and the slope α·gate·(1 + γxt).</summary>
internal readonly struct GoluKernel(double alpha, double beta, double gamma) : IPointwiseKernel
{
    private readonly Vector<float> _alpha = new((float)alpha);
    private readonly Vector<float> _logBeta = new((float)Math.Log(beta));
    private readonly Vector<float> _gamma = new((float)gamma);
    private readonly Vector<float> _limit = new((float)Golu.LargestExponent);

    public Vector<float> Value(Vector<float> x) => _alpha * x * VectorMath.Exp(-Decay(x));

    public Vector<float> Slope(Vector<float> x)
    {
        var t = Decay(x);
        return _alpha * VectorMath.Exp(-t) * (Vector<float>.One + _gamma * x * t);
    }

    private Vector<float> Decay(Vector<float> x) => VectorMath.ExpOrSmallest(VectorMath.AtMost(_logBeta - _gamma * x, _limit));
}
