using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>Samples of a flow of the plane: 10,000 points carried from noise to data by 50 steps of Heun's method, 100 evaluations of its network.</summary>
internal static class FlowSampling
{
    private const int Points = 10_000, Evaluations = 100;
    private const double Flops = 2.0 * (9 * 128 + 128 * 128 + 128 * 128 + 128 * 2);

    public static Benchmark Create()
    {
        var sampler = new Lazy<Sampler>(() =>
        {
            var network = new VelocityMlp(2, seed: 0).to(BenchDevice.Device);
            network.eval();
            using var generator = new Generator(0, BenchDevice.Device);
            return new Sampler(new NetworkVelocity(network), randn([Points, 2], device: BenchDevice.Device, generator: generator));
        });
        return new("flow-sampling", "sampling an MLP flow (9→128→128→128→2), 10,000 points, 50 Heun steps", 0.90,
            new Dictionary<string, Action<int>> { ["samples"] = n => sampler.Value.Draw(n) })
        {
            CudaBar = 0.3,
            MostRounds = 15,
            Works = new Dictionary<string, Work> { ["samples"] = new(Flops * Points * Evaluations, 2.0 * 8 * Points * Evaluations) },
            Note = _ => sampler.Value.Outcome,
        };
    }
}

/// <summary>Samples of a flow by 50 steps of Heun's method, captured in a CUDA graph on a GPU.</summary>
internal sealed class Sampler(VelocityField field, Tensor noise)
{
    private readonly CapturedSolver solver = new(Solver.Heun, field, TimeGrid.Uniform(50));

    /// <summary>Whether the solves were captured; null on the CPU.</summary>
    public string? Outcome => BenchDevice.IsCuda ? solver.Outcome?.ToString() : null;

    public void Draw(int count)
    {
        for (int i = 0; i < count; i++) solver.Solve(noise).Final.Dispose();
    }
}
