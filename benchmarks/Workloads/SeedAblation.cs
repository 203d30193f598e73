using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Flows;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>
/// Eight seeds of the flow of <see cref="MlpStep"/>, trained together by <see cref="RectifiedFlow"/>, beside eight trainings one after
/// another in PyTorch; an iteration is a step of all eight. On the CPU ours has two threads and PyTorch one, with which it is fastest:
/// with two, a step as small as this took it almost four times as long.
/// </summary>
internal static class SeedAblation
{
    private const int Seeds = 8, Batch = 256;

    // A run of ours has costs of its own, which belong to it: networks are stacked and checked once. On a GPU a graph is recorded, too.
    private const int Least = 100;

    public static Benchmark Create()
    {
        string? note = null;
        BatchRules.PerSample<Timed>();
        return new("seed-ablation", $"{Seeds} seeds of the MLP flow (3→128→128→2, batch {Batch}, Adam), a step of all; PyTorch with one thread, its fastest", 0.5, new Dictionary<string, Action<int>>
        {
            ["step-of-8"] = n => note = Train(Math.Max(n, Least)),
        })
        {
            CudaBar = 0.05,
            Threads = 2,
            PyTorchThreads = 1,
            LeastIterations = Least,
            MostRounds = 15,
            Works = new Dictionary<string, Work> { ["step-of-8"] = Work.Step(Seeds * Batch * MlpStep.Flops, Seeds * MlpStep.Parameters, Seeds * Batch * 20.0) },
            Note = _ => BenchDevice.IsCuda ? note : null,
        };
    }

    private static string? Train(int steps)
    {
        using var scope = NewDisposeScope();
        var data = randn([4096, 2], device: BenchDevice.Device);
        var coupling = Coupling.Independent(new StandardNormal(2), new TensorSampler(data));
        var training = new FlowTraining
        {
            Seed = 0,
            Steps = steps,
            BatchSize = Batch,
            Device = BenchDevice.Device,
            Optimizer = parameters => optim.Adam(parameters, 1e-3),
            LearningRate = null,
        };
        var flows = RectifiedFlow.TrainBatched([.. Enumerable.Range(0, Seeds).Select(_ => new Timed())], coupling, training, [.. Enumerable.Range(0, Seeds)]);
        return flows[0].Flow.Curve.Capture?.ToString();
    }

    /// <summary>The network of <see cref="MlpStep"/>, told the time as a third coordinate.</summary>
    private sealed class Timed : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> layers = MlpStep.Network();

        public Timed() : base(nameof(Timed)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor t) => layers.call(cat([x, t.reshape(-1, 1)], 1));
    }
}
