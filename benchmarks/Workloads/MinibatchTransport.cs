using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>Minibatch optimal transport between 512 points of noise and 512 of data, 784 values each: the costs of all pairs and the exact assignment.</summary>
internal static class MinibatchTransport
{
    private const int Batch = 512, Batches = 8;

    public static Benchmark Create()
    {
        // Only one side runs in a process and --list in none, so nothing is read before it is asked for.
        var images = new Lazy<Tensor[]>(() => FashionMnist.Load(train: Batch * Batches, test: 1, PixelScaling.Symmetric).Train.Images.flatten(1).split(Batch));
        var noise = new Lazy<Tensor[]>(() => Noise(seed: 0));
        var gaussian = new Lazy<Tensor[]>(() => Noise(seed: 1));
        return new("minibatch-ot", "minibatch OT, 512 × 784: cost matrix and exact assignment, beside torch.cdist and SciPy", 1.00, new Dictionary<string, Action<int>>
        {
            ["noise-to-noise"] = n => Assign(n, noise.Value, gaussian.Value),
            ["noise-to-images"] = n => Assign(n, noise.Value, images.Value),
        });
    }

    // Other batches in turn, as in a training: the same one over and over would teach the processor its branches.
    private static void Assign(int n, Tensor[] x0, Tensor[] x1)
    {
        for (int i = 0; i < n; i++)
        {
            using var scope = NewDisposeScope();
            TransportCosts.Assign(TransportCosts.SquaredEuclidean(x0[i % Batches], x1[i % Batches]));
        }
    }

    private static Tensor[] Noise(int seed)
    {
        using var generator = new Generator((ulong)seed);
        return randn([Batch * Batches, 784], generator: generator).split(Batch);
    }
}
