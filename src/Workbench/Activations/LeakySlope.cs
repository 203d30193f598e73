using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>The line that bends at 0, for the family of leaky rectifiers.</summary>
internal static class LeakySlope
{
    /// <summary>x above 0, slope·x at and below it; for a tensor of slopes the gradient reaches them.</summary>
    public static Tensor Evaluate(Tensor x, Coefficient slope)
        => slope.Number is { } number ? nn.functional.leaky_relu(x, number) : torch.where(x > 0, x, slope * x);
}
