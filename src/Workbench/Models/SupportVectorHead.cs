using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The linear head of Agarap 2017 (arXiv 1709.03082): o = h W + b, W from N(0, 0.01²), b = 0.1. Trained with
/// <see cref="HingeLoss.Squared"/> it is an L2-SVM on the features, with cross-entropy a softmax head.
/// </summary>
public sealed class SupportVectorHead : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <summary>A head with its own seed.</summary>
    /// <param name="features">Width of the features.</param>
    /// <param name="classes">Outputs, at least 2.</param>
    /// <param name="seed">Seed of W.</param>
    public SupportVectorHead(long features, long classes, int seed)
        : base(nameof(SupportVectorHead))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        using (var generator = new Generator((ulong)seed))
            weight = new Parameter(torch.empty(classes, features).normal_(0, 0.01, generator));
        bias = new Parameter(torch.full(classes, 0.1f));
        RegisterComponents();
    }

    /// <summary>W, [classes, features]: what the loss penalises.</summary>
    public Parameter Weight => weight;

    /// <summary>b, [classes].</summary>
    public Parameter Bias => bias;

    /// <summary>The outputs.</summary>
    /// <param name="x">Features [batch, features].</param>
    /// <returns>[batch, classes].</returns>
    public override Tensor forward(Tensor x) => nn.functional.linear(x, weight, bias);
}
