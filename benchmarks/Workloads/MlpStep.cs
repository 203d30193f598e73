using TorchSharp;
using TorchSharp.Modules;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>One training step of a rectified flow on points of the plane: draw, forward, backward, Adam.</summary>
internal static class MlpStep
{
    private const int Width = 128;
    private static readonly int[] Batches = [256, 1024, 4096];

    /// <summary>Operations of a forward pass a point.</summary>
    public const double Flops = 2.0 * (3 * Width + Width * Width + Width * 2);

    /// <summary>The number of parameters.</summary>
    public const double Parameters = 3 * Width + Width + Width * Width + Width + Width * 2 + 2;

    /// <param name="isCompiled">Whether PyTorch's side is compiled; that is done on GPUs only.</param>
    public static Benchmark Create(bool isCompiled)
    {
        var made = new Dictionary<string, Steps>();
        return new(isCompiled ? "mlp-compiled" : "mlp-step", $"MLP flow training step (3→128→128→2, Adam){(isCompiled ? " against torch.compile, reduce-overhead" : "")}",
            isCompiled ? null : 0.85, Batches.ToDictionary(Name, batch => (Action<int>)(n => Of(batch).Take(n))))
        {
            CudaBar = isCompiled ? 0.8 : 0.20,
            Script = "mlp-step",
            Arm = isCompiled ? "compile" : null,
            Works = Batches.ToDictionary(Name, batch => Work.Step(Flops * batch, Parameters, 20.0 * batch)),
            Note = name => BenchDevice.IsCuda ? made[name].Outcome : null,
        };

        Steps Of(int batch) => made.TryGetValue(Name(batch), out var known) ? known : made[Name(batch)] = Make(batch);
    }

    public static Sequential Network() => Sequential(Linear(3, Width), SiLU(), Linear(Width, Width), SiLU(), Linear(Width, 2));

    private static string Name(int batch) => $"batch-{batch}";

    private static Steps Make(int batch)
    {
        manual_seed(0);
        var device = BenchDevice.Device;
        var model = Network().to(device);
        var data = randn([4096, 2], device: device);
        return new Steps(model, () =>
        {
            var x1 = data[randint(0, 4096, [batch], ScalarType.Int64, device)];
            var x0 = randn([batch, 2], device: device);
            var t = rand([batch, 1], device: device);
            var x = (1 - t) * x0 + t * x1;
            return functional.mse_loss(model.call(cat([x, t], 1)), x1 - x0);
        });
    }
}
