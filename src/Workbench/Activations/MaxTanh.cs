using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>max(x, tanh x), found by the search of arXiv 1710.05941.</summary>
public sealed class MaxTanh : Activation
{
    /// <summary>The activation.</summary>
    public MaxTanh()
        : base("search_max_x_tanh")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x, tanh x)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1710.05941";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = -1, Monotone = true, Lipschitz = 1, SecondMoment = 0.697147245 };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => torch.maximum(x, x.tanh());
}
