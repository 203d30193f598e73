using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>
/// Hysteresis ReLU (arXiv 2411.10573): forward max(x, 0), backward the upstream gradient times 1{x > -α}, so that units just below the
/// threshold can come back. The gradient is, on purpose, not the derivative.
/// </summary>
public sealed class Helu : Activation
{
    /// <summary>The activation with its parameter.</summary>
    /// <param name="alpha">α, by how much the gradient's threshold lies below 0; 0 is ReLU but for its slope at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is negative.</exception>
    public Helu(double alpha = 0.05)
        : base("helu", ActivationParameter.Within("alpha", alpha, 0.05, 0, double.PositiveInfinity))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x, 0); backward 1{x > -α}";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2411.10573";

    /// <inheritdoc/>
    public override bool HasSurrogateGradient => true;

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.5, Kinks = [0] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => HysteresisFunction.apply(x, p[0].Number!.Value);
}

/// <summary>ReLU forward, a mask with a lower threshold backward.</summary>
internal sealed class HysteresisFunction : autograd.SingleTensorFunction<HysteresisFunction>
{
    public override string Name => nameof(HysteresisFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.save_for_backward([x]);
        ctx.save_data("alpha", vars[1]);
        return nn.functional.relu(x);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        using var closed = x <= -(double)ctx.get_data("alpha")!;
        return [grad_output.masked_fill(closed, 0), null!];
    }
}
