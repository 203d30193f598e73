using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// PyTorch's defaults from an explicit seed: linear layers evenly from ±1/√fan-in, embeddings from N(0, 1); learned keys and values of
/// attention from N(0, 0.02²) (arXiv 2402.17762).
/// </summary>
internal static class TransformerInitialisation
{
    public static void Apply(nn.Module module, int seed)
    {
        using var noGrad = torch.no_grad();
        using (var generator = new Generator((ulong)(uint)seed))
        {
            foreach (var linear in module.modules().OfType<Linear>())
            {
                var bound = 1 / Math.Sqrt(linear.weight!.shape[1]);
                linear.weight.uniform_(-bound, bound, generator);
                linear.bias?.uniform_(-bound, bound, generator);
            }
        }

        // Streams of their own: linear layers do not depend on the vocabulary, nor on whether attention has a learned key.
        using var embeddings = new Generator((ulong)(uint)seed + (1UL << 32));
        using var extras = new Generator((ulong)(uint)seed + (2UL << 32));
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (name.EndsWith("embedding.weight", StringComparison.OrdinalIgnoreCase))
                parameter.normal_(0, 1, embeddings);
            else if (name.EndsWith("extraKey", StringComparison.Ordinal) || name.EndsWith("extraValue", StringComparison.Ordinal))
                parameter.normal_(0, 0.02, extras);
        }
    }
}
