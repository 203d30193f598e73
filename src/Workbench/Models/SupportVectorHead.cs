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
    private readonly Linear linear;

    /// <summary>A head with its own seed.</summary>
    /// <param name="features">Width of the features.</param>
    /// <param name="classes">Outputs, at least 2.</param>
    /// <param name="seed">Seed of W.</param>
    public SupportVectorHead(long features, long classes, int seed)
        : base(nameof(SupportVectorHead))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        linear = nn.Linear(features, classes);
        RegisterComponents();
        using var generator = new Generator((ulong)seed);
        using var noGrad = torch.no_grad();
        linear.weight!.normal_(0, 0.01, generator);
        linear.bias!.fill_(0.1);
    }

    /// <summary>W, [classes, features]: what the loss penalises.</summary>
    public Parameter Weight => linear.weight!;

    /// <summary>b, [classes].</summary>
    public Parameter Bias => linear.bias!;

    /// <summary>The outputs.</summary>
    /// <param name="x">Features [batch, features].</param>
    /// <returns>[batch, classes].</returns>
    public override Tensor forward(Tensor x) => linear.call(x);
}
