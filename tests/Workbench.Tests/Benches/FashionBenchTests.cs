using TorchSharp;
using Workbench.Activations;
using Workbench.Benches;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Benches;

public class FashionBenchTests
{
    [Fact]
    public void The_convolutional_network_has_its_layers()
    {
        using var model = FashionBench.Cnn(new Relu(), 0);
        Assert.Equal((1 * 9 * 16) + 16 + (16 * 9 * 32) + 32 + (1568 * 128) + 128 + (128 * 10) + 10, model.ParameterCount());
        Assert.Equal([3L, 10], model.call(torch.zeros(3, 1, 28, 28)).shape);
        Assert.InRange(model.get_parameter("conv2.weight")!.abs().max().item<float>(), 0.9 / 12, 1.0 / 12);
        using var channels = FashionBench.Cnn(new PRelu(), 0, perChannel: true);
        Assert.Equal(16 + 32 + 128, channels.ParameterCount() - model.ParameterCount());
    }

    [Fact]
    public void The_residual_network_halves_resolution_twice()
    {
        using var model = new ActivatedResNet(() => nn.ReLU(), 3, width: 4, blocksPerStage: 2);
        Assert.Equal([2L, 10], model.call(torch.zeros(2, 1, 28, 28)).shape);
        Assert.Equal(13, model.modules().OfType<TorchSharp.Modules.ReLU>().Count());
        var seen = new List<long[]>();
        foreach (var (name, module) in model.named_modules())
        {
            if (name is "body.block2" or "body.block4" or "body.block6")
                ((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, _, y) => { seen.Add(y.shape); return y; });
        }

        model.call(torch.zeros(2, 1, 28, 28));
        Assert.Equal([[2, 4, 28, 28], [2, 8, 14, 14], [2, 16, 7, 7]], seen);
    }

    [Fact]
    public void Its_seed_gives_its_weights()
    {
        using var one = new ActivatedResNet(() => nn.ReLU(), 3, width: 4);
        using var same = new ActivatedResNet(() => nn.GELU(), 3, width: 4);
        using var other = new ActivatedResNet(() => nn.ReLU(), 4, width: 4);
        Tensor Weight(nn.Module model) => model.get_parameter("body.block3.conv1.weight")!;
        Assert.True(Weight(one).equal(Weight(same)).all().item<bool>());
        Assert.False(Weight(one).equal(Weight(other)).all().item<bool>());
        Assert.InRange(Weight(one).abs().max().item<float>(), 0.9 / 6, 1.0 / 6);
    }

    [SkippableFact]
    public void A_few_hundred_images_are_learnt()
    {
        BenchData.NeedsFashion();
        using var data = FashionBench.Data(train: 640, test: 300);
        Assert.Equal((0f, 1f), (data.Train.Images.min().item<float>(), data.Train.Images.max().item<float>()));
        using var model = FashionBench.Cnn(new Gelu(), 1);
        Classifier.Train(model, data.Train, FashionBench.Options(1, epochs: 3));
        Assert.InRange(Classifier.Accuracy(model, data.Test), 0.5, 0.85);
    }
}
