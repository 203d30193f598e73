using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>min(x, sin x), found by the search of arXiv 1710.05941.</summary>
public sealed class MinSine : Activation
{
    /// <summary>The activation.</summary>
    public MinSine()
        : base("search_min_x_sin")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "min(x, sin x)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1710.05941";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Highest = 1, Monotone = false, Lipschitz = 1, SecondMoment = 0.716166179 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => torch.minimum(x, x.sin());
}
