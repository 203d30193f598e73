using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// The digital side of an analog layer (arXiv 2402.02593): clamps to [-1, 1] and rounds to multiples of 1/p, p = 2^bits - 1, ties towards 0;
/// the gradient passes straight through the rounding and stops outside [-1, 1].
/// </summary>
public sealed class ReducedPrecision : Activation
{
    /// <summary>The activation with its parameter.</summary>
    /// <param name="bits">Bits without the sign, 1 to 24.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bits are out of their range.</exception>
    public ReducedPrecision(double bits = 4)
        : base("reduced_precision", ActivationParameter.Within("bits", bits, 4, 1, 24))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "sign(y)·⌈|y|p - ½⌉/p, y = min(max(x, -1), 1), p = 2^bits - 1; backward 1{|x| ≤ 1}";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2402.02593";

    /// <inheritdoc/>
    public override bool HasSurrogateGradient => true;

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new()
    {
        Lowest = -1,
        Highest = 1,
        Monotone = true,
        Lipschitz = double.PositiveInfinity,
        SecondMoment = 0.516490706,
        Kinks = [.. Enumerable.Range(0, 30).Select(k => (k - 14.5) / 15)],
    };

    /// <summary>The deviation of Gaussian noise that lands in another level with a given probability: 1/(2√2·p·erfinv(1 - leakage)).</summary>
    /// <param name="bits">Bits without the sign.</param>
    /// <param name="leakage">The probability, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The leakage is outside (0, 1).</exception>
    public static double NoiseDeviation(double bits, double leakage)
    {
        if (!(leakage is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(leakage), leakage, "Expected a probability in (0, 1).");
        return 1 / (2 * Math.Sqrt(2) * (Math.Pow(2, bits) - 1) * MathNet.Numerics.SpecialFunctions.ErfInv(1 - leakage));
    }

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => StraightThroughRounding.apply(x, Math.Pow(2, p[0].Number!.Value) - 1);
}

/// <summary>Clamp and round forward, the clamp's mask backward.</summary>
internal sealed class StraightThroughRounding : autograd.SingleTensorFunction<StraightThroughRounding>
{
    public override string Name => nameof(StraightThroughRounding);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, levels) = ((Tensor)vars[0], (double)vars[1]);
        ctx.save_for_backward([x]);
        using var scope = torch.NewDisposeScope();
        var clamped = x.clamp((Scalar)(-1.0), (Scalar)1.0);
        return (clamped.sign() * ((clamped * levels).abs() - 0.5).ceil() / levels).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        using var outside = x.abs() > 1;
        return [grad_output.masked_fill(outside, 0), null!];
    }
}
