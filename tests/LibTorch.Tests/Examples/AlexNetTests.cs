using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>AlexNet for images of 32 × 32 in ten classes.</summary>
public class AlexNetTests
{
    private sealed class AlexNet : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> features;
        private readonly Module<Tensor, Tensor> avgPool;
        private readonly Module<Tensor, Tensor> classifier;

        public AlexNet(string name, int numClasses, Device? device = null) : base(name)
        {
            features = Sequential(
                ("c1", Conv2d(3, 64, kernel_size: 3, stride: 2, padding: 1)),
                ("r1", ReLU(inplace: true)),
                ("mp1", MaxPool2d(kernel_size: [2, 2])),
                ("c2", Conv2d(64, 192, kernel_size: 3, padding: 1)),
                ("r2", ReLU(inplace: true)),
                ("mp2", MaxPool2d(kernel_size: [2, 2])),
                ("c3", Conv2d(192, 384, kernel_size: 3, padding: 1)),
                ("r3", ReLU(inplace: true)),
                ("c4", Conv2d(384, 256, kernel_size: 3, padding: 1)),
                ("r4", ReLU(inplace: true)),
                ("c5", Conv2d(256, 256, kernel_size: 3, padding: 1)),
                ("r5", ReLU(inplace: true)),
                ("mp3", MaxPool2d(kernel_size: [2, 2])));
            avgPool = AdaptiveAvgPool2d([2, 2]);
            classifier = Sequential(
                ("d1", Dropout()),
                ("l1", Linear(256 * 2 * 2, 4096)),
                ("r1", ReLU(inplace: true)),
                ("d2", Dropout()),
                ("l2", Linear(4096, 4096)),
                ("r2", ReLU(inplace: true)),
                ("l3", Linear(4096, numClasses)));
            RegisterComponents();
            if (device is not null && device.type != DeviceType.CPU) this.to(device);
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var f = features.call(input);
            var flat = avgPool.call(f).view([f.shape[0], 256 * 2 * 2]);
            return classifier.call(flat).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Each layer has outputs × (inputs × kernel + 1) weights: 2 251 584 in the convolutions, 21 020 682 behind them.</summary>
    [Fact]
    public void It_has_its_parameters_and_learns_a_batch_by_heart()
    {
        using var all = NewDisposeScope();
        manual_seed(1);
        using var model = new AlexNet("alexnet", 10);
        Assert.Equal(23_272_266, model.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(16, model.state_dict().Count);
        Assert.Equal([384L, 192, 3, 3], model.get_parameter("features.c3.weight")!.shape);

        // Two classes of noise, a bright and a dark one.
        var labels = arange(8).remainder(2);
        var images = randn(8, 3, 32, 32) * 0.3 + (labels * 2 - 1).view(-1, 1, 1, 1) * 0.5;
        using var optimizer = optim.Adam(model.parameters(), lr: 3e-4);
        var losses = new List<float>();
        for (var step = 0; step < 6; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = cross_entropy(model.call(images), labels);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }
        Assert.InRange(losses[0], Math.Log(10) - 0.1, Math.Log(10) + 0.1); // nothing known: each class is as likely as any
        Assert.True(losses[^1] < 1, string.Join(" ", losses));
        model.eval();
        using (no_grad()) Assert.True(model.call(images).argmax(1).less_equal(1).all().item<bool>(), "a class that was never shown");
        Assert.True(all.DisposablesCount < 40, $"{all.DisposablesCount} objects are left in the scope");
    }
}
