using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Flows;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>Samples of a flow of the plane: 10,000 points carried from noise to data by 50 steps of Heun's method, 100 evaluations of its network.</summary>
internal static class FlowSampling
{
    public static Benchmark Create()
    {
        var network = new VelocityMlp(2, seed: 0);
        network.eval();
        var field = new NetworkVelocity(network);
        using var generator = new Generator(0);
        var noise = randn([10_000, 2], generator: generator);
        return new("flow-sampling", "sampling an MLP flow (9→128→128→128→2), 10,000 points, 50 Heun steps", 0.90, new Dictionary<string, Action<int>>
        {
            ["samples"] = n => { for (int i = 0; i < n; i++) Solver.Heun.Solve(field, noise, steps: 50).Final.Dispose(); },
        });
    }
}
