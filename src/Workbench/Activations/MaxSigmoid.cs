using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>max(x, σ(x)), found by the search of arXiv 1710.05941.</summary>
public sealed class MaxSigmoid : Activation
{
    /// <summary>The activation.</summary>
    public MaxSigmoid()
        : base("search_max_sigmoid")
    {
    }

    /// <inheritdoc/>
    public override string Formula => "max(x, σ(x))";

    /// <inheritdoc/>
    public override string Reference => "arXiv 1710.05941";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Monotone = true, Lipschitz = 1, SecondMoment = 0.608203878, Kinks = [0.6590460684074] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => torch.maximum(x, torch.sigmoid(x));
}
