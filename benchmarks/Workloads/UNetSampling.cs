using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>Samples of a flow of 28x28 images by 50 steps of Heun's method, with the network of <see cref="UNetStep"/>, in float32.</summary>
internal static class UNetSampling
{
    private const int Evaluations = 100;

    // On a GPU a batch that fills it, on a CPU one that is done in half a second.
    private static long Batch => BenchDevice.IsCuda ? 256 : 8;

    public static Benchmark Create()
    {
        var sampler = new Lazy<Sampler>(() =>
        {
            var network = new SmallUNet().to(BenchDevice.Device);
            network.eval();
            var field = VelocityField.From((x, t) => network.call(x, t.reshape(1, 1, 1, 1)));
            return new Sampler(field, randn([Batch, 1, 28, 28], device: BenchDevice.Device));
        });
        return new("unet-sampling", "sampling a small U-Net flow, 28x28, batch 8 on the CPU and 256 on a GPU, 50 Heun steps", 1.02,
            new Dictionary<string, Action<int>> { ["samples"] = n => sampler.Value.Draw(n) })
        {
            CudaBar = 0.9,
            MostRounds = 21,
            Works = new Dictionary<string, Work> { ["samples"] = new(SmallUNet.Flops * Batch * Evaluations, 2.0 * 784 * 4 * Batch * Evaluations) },
            Note = _ => sampler.Value.Outcome,
        };
    }
}
