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
    private const int Seeds = 5;

    // The network of the aim, and one so small that the cost of calling operators outweighs their arithmetic.
    private static readonly (string Case, int Width, int Batch)[] Sizes = [("128-wide,batch-256", 128, 256), ("32-wide,batch-64", 32, 64)];

    public static Benchmark Create(int threads)
    {
        var data = randn(4096, 2);
        return new($"batched-seeds{(threads == 1 ? "" : $"-{threads}")}", $"5 seeds of the MLP flow in one batched step, {threads} thread{(threads == 1 ? "" : "s")}", 0.5,
            Cases((width, batch) => Together(data, width, batch)))
        {
            Against = new Opponent("five single steps", Cases((width, batch) => Alone(data, width, batch))),
            Threads = threads,
        };

        // Only one side runs in a process, so neither is built before it is asked for.
        static Dictionary<string, Action<int>> Cases(Func<int, int, Action> make) => Sizes.ToDictionary(size => size.Case, size =>
        {
            var step = new Lazy<Action>(() => make(size.Width, size.Batch));
            return (Action<int>)(n => { for (int i = 0; i < n; i++) step.Value(); });
        });
    }

    private static Sequential Network(int width) => Sequential(Linear(3, width), SiLU(), Linear(width, width), SiLU(), Linear(width, 2));

    private static (Tensor X, Tensor Velocity) Draw(Tensor data, int batch, Generator generator)
    {
        var x1 = data.index_select(0, randint(4096, [batch], dtype: ScalarType.Int64, generator: generator));
        var x0 = randn([batch, 2], generator: generator);
        var t = rand([batch, 1], generator: generator);
        return (cat([(1 - t) * x0 + t * x1, t], 1), x1 - x0);
    }

    private static Action Alone(Tensor data, int width, int batch)
    {
        var seeds = Enumerable.Range(0, Seeds).Select(seed =>
        {
            var model = Network(width);
            return (Model: model, Optimizer: optim.Adam(model.parameters(), 1e-3), Generator: new Generator((ulong)seed));
        }).ToList();
        return () =>
        {
            foreach (var (model, optimizer, generator) in seeds)
            {
                using var scope = NewDisposeScope();
                var (x, velocity) = Draw(data, batch, generator);
                var loss = functional.mse_loss(model.call(x), velocity);
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
            }
        };
    }

    private static Action Together(Tensor data, int width, int batch)
    {
        var generators = Enumerable.Range(0, Seeds).Select(seed => new Generator((ulong)seed)).ToList();
        var batched = BatchedModule.Of([.. Enumerable.Range(0, Seeds).Select(_ => Network(width))]);
        var optimizer = optim.Adam(batched.Parameters, 1e-3);
        return () =>
        {
            using var scope = NewDisposeScope();
            var draws = generators.Select(generator => Draw(data, batch, generator)).ToList();
            var velocity = stack([.. draws.Select(draw => draw.Velocity)]);
            var losses = (batched.call(stack([.. draws.Select(draw => draw.X)])) - velocity).square().mean([1, 2]);
            optimizer.zero_grad();
            losses.sum().backward();
            optimizer.step();
        };
    }
}
