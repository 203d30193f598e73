using TorchSharp;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>One training step of a small U-Net on 28x28 images: in bfloat16 on a GPU, in float32 on the CPU, where it is convolution's own time.</summary>
internal static class UNetStep
{
    private const long Batch = 256;

    /// <param name="isCompiled">Whether PyTorch's side is compiled; that is done on GPUs only.</param>
    public static Benchmark Create(bool isCompiled)
    {
        var steps = new Lazy<Steps>(Make);
        return new(isCompiled ? "unet-compiled" : "unet-step", $"small U-Net training step, 28x28, batch {Batch}{(isCompiled ? ", against torch.compile" : "")} (bfloat16 on a GPU)",
            isCompiled ? null : 1.02, new Dictionary<string, Action<int>> { ["step"] = n => steps.Value.Take(n) })
        {
            CudaBar = isCompiled ? 1.1 : 0.8,
            Script = "unet-step",
            Arm = isCompiled ? "compile" : null,
            Works = new Dictionary<string, Work> { ["step"] = Work.Step(SmallUNet.Flops * Batch, SmallUNet.Parameters, 28 * 28 * 4 * Batch, isHalf: true) },
            Note = _ => BenchDevice.IsCuda ? steps.Value.Outcome : null,
        };
    }

    private static Steps Make()
    {
        manual_seed(0);
        var device = BenchDevice.Device;
        var model = new SmallUNet().to(device);
        var images = randn([Batch, 1, 28, 28], device: device);
        return new Steps(model, () =>
        {
            var x0 = randn_like(images);
            var t = rand([Batch, 1, 1, 1], device: device);
            var x = (1 - t) * x0 + t * images;
            using (BenchDevice.Half()) return functional.mse_loss(model.call(x, t).to(ScalarType.Float32), images - x0);
        });
    }
}

/// <summary>28 → 14 → 7 and back, with the time as a second channel, group norms and skips.</summary>
internal sealed class SmallUNet : Module<Tensor, Tensor, Tensor>
{
    /// <summary>Operations of the convolutions of a forward pass of one image.</summary>
    public const double Flops = 2 * 9.0 * (784 * (2 * 16 + 16 * 16) + 196 * (16 * 32 + 32 * 32) + 49 * (32 * 32 + 32 * 32) + 196 * (64 * 16 + 16 * 16) + 784 * (32 * 16 + 16 * 16)) + 2 * 784 * 16;

    /// <summary>The number of parameters.</summary>
    public const double Parameters = 9.0 * (2 * 16 + 16 * 16 + 16 * 32 + 32 * 32 + 2 * 32 * 32 + 64 * 16 + 16 * 16 + 32 * 16 + 16 * 16) + 16 + 6 * (3 * 16 + 2 * 32) + 1;

    private readonly Module<Tensor, Tensor> down1 = Block(2, 16), down2 = Block(16, 32), middle = Block(32, 32), up2 = Block(64, 16), up1 = Block(32, 16);
    private readonly Module<Tensor, Tensor> pool = AvgPool2d(2);
    private readonly Module<Tensor, Tensor> grow = Upsample(scale_factor: [2, 2]);
    private readonly Module<Tensor, Tensor> last = Conv2d(16, 1, 1);

    public SmallUNet() : base(nameof(SmallUNet)) => RegisterComponents();

    private static Module<Tensor, Tensor> Block(long from, long to) =>
        Sequential(Conv2d(from, to, 3, padding: 1), GroupNorm(8, to), SiLU(), Conv2d(to, to, 3, padding: 1), GroupNorm(8, to), SiLU());

    public override Tensor forward(Tensor x, Tensor t)
    {
        var first = down1.call(cat([x, t.expand_as(x)], 1));
        var second = down2.call(pool.call(first));
        var third = middle.call(pool.call(second));
        var fourth = up2.call(cat([grow.call(third), second], 1));
        return last.call(up1.call(cat([grow.call(fourth), first], 1)));
    }
}
