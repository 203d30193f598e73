using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// He initialisation for ReLU networks (arXiv:1502.01852): weights of linear and convolution layers from
/// <c>N(0, 2 / fan-in)</c>, biases 0; one-dimensional weights (normalisation scales) stay as they are.
/// </summary>
public static class HeInitialisation
{
    /// <summary>Draws all weights of a module, in the order of its parameters, from one generator.</summary>
    /// <param name="module">The module, on the CPU so that the draw does not depend on the device.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static void Apply(nn.Module module, int seed)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.dim() >= 2)
            {
                var fanIn = parameter.numel() / parameter.shape[0];
                parameter.normal_(0, Math.Sqrt(2.0 / fanIn), generator);
            }
            else if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                parameter.zero_();
            }
        }
    }
}
