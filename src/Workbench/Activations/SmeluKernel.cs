using System.Numerics;

namespace Workbench.Activations;

/// <summary>SmeLU in one pass.</summary>
internal readonly struct SmeluKernel(double beta) : IPointwiseKernel
{
    private readonly Vector<float> _beta = new((float)beta);
    private readonly Vector<float> _width = new((float)(2 * beta));
    private readonly Vector<float> _perWidth = new((float)(1 / (2 * beta)));

    public Vector<float> Value(Vector<float> x)
    {
        var risen = Risen(x);
        return risen * risen * (_perWidth * new Vector<float>(0.5f)) + VectorMath.AtLeast(x - _beta, Vector<float>.Zero);
    }

    public Vector<float> Slope(Vector<float> x) => Risen(x) * _perWidth;

    private Vector<float> Risen(Vector<float> x) => VectorMath.AtMost(VectorMath.AtLeast(x + _beta, Vector<float>.Zero), _width);
}
