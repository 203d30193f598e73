using TorchSharp;
using TorchSharp.Modules;
using Workbench.Benchmarks.Harness;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>
/// A training step of five seeds of the rectified flow of <see cref="MlpStep"/>, as one batched network, against five
/// networks one after another. Each seed draws from its own generator on both sides.
/// </summary>
internal static class BatchedSeeds
{
    private const int Seeds = 5, Batch = 256;

    public static Benchmark Create(int threads)
    {
        var data = randn(4096, 2);
        // Only one side runs in a process, so neither is built before it is asked for.
        Lazy<Action> together = new(() => Together(data)), alone = new(() => Alone(data));
        return new($"batched-seeds{(threads == 1 ? "" : $"-{threads}")}", $"5 seeds of the MLP flow in one batched step, {threads} thread{(threads == 1 ? "" : "s")}", 0.5, Cases(together))
        {
            Against = new Opponent("five single steps", Cases(alone)),
            Threads = threads,
        };

        static Dictionary<string, Action<int>> Cases(Lazy<Action> step) => new()
        {
            ["step"] = n => { for (int i = 0; i < n; i++) step.Value(); },
        };
    }

    private static Sequential Network() => Sequential(Linear(3, 128), SiLU(), Linear(128, 128), SiLU(), Linear(128, 2));

    private static (Tensor X, Tensor Velocity) Draw(Tensor data, Generator generator)
    {
        var x1 = data.index_select(0, randint(4096, [Batch], dtype: ScalarType.Int64, generator: generator));
        var x0 = randn([Batch, 2], generator: generator);
        var t = rand([Batch, 1], generator: generator);
        return (cat([(1 - t) * x0 + t * x1, t], 1), x1 - x0);
    }

    private static Action Alone(Tensor data)
    {
        var seeds = Enumerable.Range(0, Seeds).Select(seed =>
        {
            var model = Network();
            return (Model: model, Optimizer: optim.Adam(model.parameters(), 1e-3), Generator: new Generator((ulong)seed));
        }).ToList();
        return () =>
        {
            foreach (var (model, optimizer, generator) in seeds)
            {
                using var scope = NewDisposeScope();
                var (x, velocity) = Draw(data, generator);
                var loss = functional.mse_loss(model.call(x), velocity);
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            }
        };
    }

    private static Action Together(Tensor data)
    {
        var generators = Enumerable.Range(0, Seeds).Select(seed => new Generator((ulong)seed)).ToList();
        var batched = BatchedModule.Of([.. Enumerable.Range(0, Seeds).Select(_ => Network())]);
        var optimizer = optim.Adam(batched.Parameters, 1e-3);
        return () =>
        {
            using var scope = NewDisposeScope();
            var draws = generators.Select(generator => Draw(data, generator)).ToList();
            var velocity = stack([.. draws.Select(draw => draw.Velocity)]);
            var losses = (batched.call(stack([.. draws.Select(draw => draw.X)])) - velocity).square().mean([1, 2]);
            optimizer.zero_grad();
            losses.sum().backward();
            optimizer.step();
        };
    }
}
