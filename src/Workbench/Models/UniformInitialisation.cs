using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// PyTorch's default initialisation from an explicit seed: weights and biases of linear and convolution layers evenly
/// from ±1/√fan-in; scales and shifts of normalisations stay as they are.
/// </summary>
public static class UniformInitialisation
{
    /// <summary>Draws all weights and biases of a module, in the order of its parameters, from one generator.</summary>
    /// <param name="module">The module, on the CPU so that the draw does not depend on the device; changed in place.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static void Apply(nn.Module module, int seed)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var generator = new Generator((ulong)seed);
        using var noGrad = torch.no_grad();
        var bounds = new Dictionary<string, double>();
        foreach (var (name, parameter) in module.named_parameters())
        {
            // A bias takes the bound of the weight it stands beside; normalisations have no weight of two dimensions.
            var layer = name[..(name.LastIndexOf('.') + 1)];
            if (parameter.dim() >= 2)
                bounds[layer] = 1 / Math.Sqrt((double)parameter.numel() / parameter.shape[0]);
            if (bounds.TryGetValue(layer, out var bound))
                parameter.uniform_(-bound, bound, generator);
        }
    }
}
