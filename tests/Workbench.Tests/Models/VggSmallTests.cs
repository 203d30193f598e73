using TorchSharp;
using Workbench.Models;
using Workbench.Probes;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class VggSmallTests
{
    [Fact]
    public void Its_size_is_that_by_hand()
    {
        using var model = new VggSmall(0);
        // 3x3 convolutions 1-16-16-32-32-64-64 without bias, scale and shift of each channel, 64 · 3 · 3 to 128 to 10.
        const long Convolutions = 9 * ((1 * 16) + (16 * 16) + (16 * 32) + (32 * 32) + (32 * 64) + (64 * 64));
        const long Norms = 2 * 2 * (16 + 32 + 64);
        Assert.Equal(Convolutions + Norms + (576 * 128) + 128 + (128 * 10) + 10, model.ParameterCount());
        using var noGrad = torch.no_grad();
        Assert.Equal([2, 10], model.call(torch.rand(2, 1, 28, 28)).shape);
    }

    [Fact]
    public void The_seed_determines_its_weights()
    {
        using var one = new VggSmall(3, width: 2, hidden: 4, side: 8);
        using var same = new VggSmall(3, width: 2, hidden: 4, side: 8);
        using var other = new VggSmall(4, width: 2, hidden: 4, side: 8);

        Assert.All(one.named_parameters(), pair => Assert.True(pair.parameter.eq(same.get_parameter(pair.name)!).all().item<bool>()));
        Assert.False(one.get_parameter("convs.0.weight")!.eq(other.get_parameter("convs.0.weight")!).all().item<bool>());
        Assert.Throws<ArgumentOutOfRangeException>(() => new VggSmall(0, side: 7));
    }

    [Fact]
    public void Dead_neurons_are_found_in_it_and_gone_when_their_channels_are_taken_out()
    {
        using var model = new VggSmall(3, width: 2, hidden: 4, side: 8);
        model.eval();
        using (torch.no_grad())
        {
            // Channel 1 of the third convolution, 4x4 neurons: nothing comes in, nothing is added.
            foreach (var name in new[] { "convs.2.weight", "norms.2.weight", "norms.2.bias" }) model.get_parameter(name)!.narrow(0, 1, 1).zero_();
        }

        using var images = torch.rand([20, 1, 8, 8], generator: new Generator(1));
        var before = DeadNeuronRate.Measure(model, images);
        Assert.Equal(7, before.Layers.Count);
        Assert.Equal(16, before["relus.2"].StructurallyDead);
        Assert.Equal(0, before["relus.3"].StructurallyDead);

        using var smaller = ChannelPruning.Idle(model).Apply(model);
        var after = DeadNeuronRate.Measure(smaller, images);
        Assert.Equal(before["relus.2"].Neurons - 16, after["relus.2"].Neurons);
        Assert.Equal(0, after["relus.2"].StructurallyDead);
        Assert.Equal(before["relu"].Dead, after["relu"].Dead);
    }
}
