using TorchSharp;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>One training step of a small U-Net on 28x28 images: convolution's own time, which both sides share.</summary>
internal static class UNetStep
{
    public static Benchmark Create()
    {
        manual_seed(0);
        var model = new UNet();
        var optimizer = optim.Adam(model.parameters(), 1e-3);
        var images = randn(64, 1, 28, 28);

        void Step()
        {
            using var scope = NewDisposeScope();
            var x0 = randn_like(images);
            var t = rand(64, 1, 1, 1);
            var x = (1 - t) * x0 + t * images;
            var loss = functional.mse_loss(model.call(x, t), images - x0);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }

        return new("unet-step", "small U-Net training step, 28x28, batch 64", 1.02, new Dictionary<string, Action<int>>
        {
            ["step"] = n => { for (int i = 0; i < n; i++) Step(); },
        });
    }

    /// <summary>28 → 14 → 7 and back, with the time as a second channel, group norms and skips.</summary>
    private sealed class UNet : Module<Tensor, Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> down1 = Block(2, 16), down2 = Block(16, 32), middle = Block(32, 32), up2 = Block(64, 16), up1 = Block(32, 16);
        private readonly Module<Tensor, Tensor> pool = AvgPool2d(2);
        private readonly Module<Tensor, Tensor> grow = Upsample(scale_factor: [2, 2]);
        private readonly Module<Tensor, Tensor> last = Conv2d(16, 1, 1);

        public UNet() : base(nameof(UNet)) => RegisterComponents();

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
}
