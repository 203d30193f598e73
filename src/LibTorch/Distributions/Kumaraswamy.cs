using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace TorchSharp.Modules;

/// <summary>The Kumaraswamy distribution on (0, 1), with P(y &lt; t) = 1 − (1 − tᵃ)ᵇ, a = concentration1 and b = concentration0.</summary>
public class Kumaraswamy : TransformedDistribution
{
    internal Kumaraswamy(Tensor concentration1, Tensor concentration0, Generator? generator = null) : base(generator)
    {
        Keep(concentration1, concentration0);
        using var scope = NewDisposeScope();
        var (a, b) = (this.concentration1, this.concentration0);
        _init(new Uniform(zeros_like(b), ones_like(b), generator), [new PowerTransform(b.reciprocal()), new AffineTransform(1, -1), new PowerTransform(a.reciprocal())]);
    }

    /// <summary>The exponent a.</summary>
    public Tensor concentration1 => Parameter(0);
    /// <summary>The exponent b.</summary>
    public Tensor concentration0 => Parameter(1);

    public override Tensor mean => Moment(1);
    public override Tensor variance => WrappedTensorDisposeScope(() => Moment(2) - Moment(1).square());

    /// <summary>((a − 1) / (ab − 1))^(1/a), and not a number where the density has no inner maximum.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() =>
    {
        var (a, b) = (concentration1, concentration0);
        return ((a - 1) / (a * b - 1)).pow(a.reciprocal()).masked_fill((a < 1) | (b < 1), double.NaN);
    });

    public override Tensor entropy() => WrappedTensorDisposeScope(() =>
    {
        var (a, b) = (concentration1, concentration0);
        return 1 - b.reciprocal() + (1 - a.reciprocal()) * ((b + 1).digamma() + euler_constant) - a.log() - b.log();
    });

    // E yⁿ = b B(1 + n/a, b).
    private Tensor Moment(int n) => WrappedTensorDisposeScope(() =>
    {
        var (first, b) = (1 + n / concentration1, concentration0);
        return b * (first.lgamma() + b.lgamma() - (first + b).lgamma()).exp();
    });

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Fill(instance, new Kumaraswamy(concentration1.expand(batch_shape.Shape), concentration0.expand(batch_shape.Shape), generator));
}
