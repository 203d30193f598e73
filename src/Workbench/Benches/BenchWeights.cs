using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benches;

/// <summary>
/// PyTorch's default initialisation from an explicit seed, evenly from ±1/√fan-in. Only linear and convolution layers are drawn, the
/// network's own ones first: what an activation holds stays as it is, and networks that differ in the activation alone start alike.
/// </summary>
internal static class BenchWeights
{
    public static void Draw(nn.Module network, IEnumerable<nn.Module> own, int seed)
    {
        using var noGrad = torch.no_grad();
        using var generator = new Generator((ulong)seed);
        var drawn = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (var layer in own.Concat(network.modules()).Where(layer => layer is TorchSharp.Modules.Linear or TorchSharp.Modules.Conv2d && drawn.Add(layer)))
        {
            var weight = layer.get_parameter("weight")!;
            var bound = 1 / Math.Sqrt((double)weight.numel() / weight.shape[0]);
            weight.uniform_(-bound, bound, generator);
            layer.get_parameter("bias")?.uniform_(-bound, bound, generator);
        }
    }

    /// <summary>A chain of named layers with weights drawn.</summary>
    public static Sequential Chain(IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> layers, int seed)
    {
        (string, Module<Tensor, Tensor>)[] all = [.. layers];
        var network = Sequential(all);
        Draw(network, all.Select(layer => layer.Item2), seed);
        return network;
    }
}
