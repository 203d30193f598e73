using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>ReAct (arXiv 2111.12797): penultimate features, which are rectified, cut from above, min(max(x, 0), c); c is a high quantile of those seen in training.</summary>
public sealed class React : Activation
{
    /// <summary>The activation with its parameters.</summary>
    /// <param name="c">The cut.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public React(double c = 1)
        : base("react", ActivationParameter.Positive("c", c, 1))
    {
    }

    /// <inheritdoc/>
    public override string Formula => "min(max(x, 0), c)";

    /// <inheritdoc/>
    public override string Reference => "arXiv 2111.12797";

    /// <inheritdoc/>
    protected override ActivationFacts DeclaredFacts => new() { Lowest = 0, Highest = 1, Monotone = true, Lipschitz = 1, SecondMoment = 0.258029275, Kinks = [0, 1] };

    /// <inheritdoc/>
    protected internal override Tensor Evaluate(Tensor x, Coefficients p) => p[0].Minimum(nn.functional.relu(x));
}
