using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace TorchSharp.Modules;

/// <summary>The χ² distribution: the sum of df squared standard normals, Gamma(df / 2, 1 / 2).</summary>
public class Chi2 : Gamma
{
    /// <summary>Of these degrees of freedom.</summary>
    public Chi2(Tensor df, Generator? generator = null) : base(generator)
    {
        ArgumentNullException.ThrowIfNull(df);
        using var scope = NewDisposeScope();
        var half = df * 0.5;
        Keep(half, half.full_like(0.5));
    }

    /// <summary>The degrees of freedom.</summary>
    public Tensor df => concentration * 2;

    public override Distribution expand(Size batch_shape, Distribution? instance = null) =>
        Expanded(batch_shape, Target<Chi2>(instance) ?? new(df, generator));
}
