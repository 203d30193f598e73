using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The F distribution: (X₁ / df1) / (X₂ / df2) of χ² variables with df1 and df2 degrees of freedom.</summary>
public class FisherSnedecor : Distribution
{
    /// <summary>Of these degrees of freedom of numerator and denominator, which broadcast to the batch shape.</summary>
    public FisherSnedecor(Tensor df1, Tensor df2, Generator? generator = null) : base(generator) => Keep(df1, df2);

    private Tensor df1 => Parameter(0);
    private Tensor df2 => Parameter(1);

    /// <summary>df2 / (df2 − 2); not a number unless df2 &gt; 2.</summary>
    public override Tensor mean => WrappedTensorDisposeScope(() => Above(df2, 2) / (df2 - 2));
    /// <summary>(df1 − 2) / df1 · df2 / (df2 + 2); not a number unless df1 &gt; 2.</summary>
    public override Tensor mode => WrappedTensorDisposeScope(() => (Above(df1, 2) - 2) / df1 * df2 / (df2 + 2));
    /// <summary>Not a number unless df2 &gt; 4.</summary>
    public override Tensor variance =>
        WrappedTensorDisposeScope(() => 2 * Above(df2, 4).pow(2) * (df1 + df2 - 2) / (df1 * (df2 - 2).pow(2) * (df2 - 4)));
    private static Tensor Above(Tensor df, double bound) => df.masked_fill(df <= bound, double.NaN);

    /// <summary>The ratio of two gamma draws; gradients as of <see cref="Gamma.rsample(long[])"/>.</summary>
    public override Tensor rsample(params long[] sample_shape) => WrappedTensorDisposeScope(() =>
    {
        var shape = ExtendedShape(sample_shape);
        var (numerator, denominator) = (Gamma.Draw(df1 * 0.5, df1, shape, generator), Gamma.Draw(df2 * 0.5, df2, shape, generator));
        return (numerator / denominator).clamp_min(finfo(denominator.dtype).tiny);
    });

    public override Tensor log_prob(Tensor value) => WrappedTensorDisposeScope(() =>
    {
        var (a, b, ratio) = (df1 * 0.5, df2 * 0.5, df1 / df2);
        return (a + b).lgamma() - a.lgamma() - b.lgamma() + a * ratio.log() + (a - 1) * value.log() - (a + b) * (ratio * value).log1p();
    });

    /// <exception cref="NotImplementedException">Always, as in PyTorch and TorchSharp.</exception>
    public override Tensor entropy() => throw new NotImplementedException();

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<FisherSnedecor>(instance) ?? new(df1, df2, generator));
}
