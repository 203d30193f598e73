using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>Activations of feed-forward layers, to be named in a line: <c>new GatedFeedForward(48, 128, GateActivations.Relu)</c>.</summary>
public static class GateActivations
{
    /// <summary>x·Φ(x); 0 stays 0.</summary>
    public static Tensor Gelu(Tensor x) => nn.functional.gelu(x);

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Tensor x) => nn.functional.relu(x);

    /// <summary>max(x, 0)².</summary>
    public static Tensor SquaredRelu(Tensor x) => nn.functional.relu(x).square();

    /// <summary>Statistical top-k and then GELU, about k neurons a token.</summary>
    /// <param name="k">Neurons that should be active.</param>
    public static Func<Tensor, Tensor> TopKGelu(double k) => x => nn.functional.gelu(StatisticalTopK.Apply(x, k));
}
