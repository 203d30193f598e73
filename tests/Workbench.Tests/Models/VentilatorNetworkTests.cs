using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class VentilatorNetworkTests
{
    [Fact]
    public void One_direction_does_not_see_the_future_and_two_do()
    {
        var x = torch.randn([2, 12, 5], generator: new Generator(1));
        var changed = x.clone();
        changed.narrow(1, 8, 4).add_(1);
        Tensor Change(bool bidirectional)
        {
            var network = new VentilatorNetwork(seed: 3, bidirectional);
            return (network.call(x) - network.call(changed)).abs().narrow(1, 0, 8);
        }

        Assert.True(Change(bidirectional: false).eq(0).all().item<bool>());
        Assert.True(Change(bidirectional: true).gt(0).all().item<bool>());
    }

    [Fact]
    public void Parameters_are_those_counted_by_hand_and_activations_start_from_equal_weights()
    {
        // One direction: LSTM 4·64·(5 + 64 + 2), GRU 3·32·(64 + 32 + 2), dense 33·50, output 51; two: twice each, and wider inputs.
        Assert.Equal((256 * 71) + (96 * 98) + (33 * 50) + 51, new VentilatorNetwork(0, bidirectional: false).ParameterCount());
        Assert.Equal((2 * 256 * 71) + (2 * 96 * (128 + 34)) + (65 * 50) + 51, new VentilatorNetwork(0).ParameterCount());
        var (selu, relu) = (new VentilatorNetwork(4), new VentilatorNetwork(4, activation: y => y.relu()));
        Assert.All(selu.parameters().Zip(relu.parameters()), pair => Assert.True(pair.First.eq(pair.Second).all().item<bool>()));
        var x = torch.randn([2, 6, 5], generator: new Generator(2));
        Assert.Equal([2, 6], selu.call(x).shape);
        Assert.False(selu.call(x).eq(relu.call(x)).any().item<bool>());
    }

    [Fact]
    public void Dense_weights_keep_the_variance_that_selu_wants()
    {
        var weight = new VentilatorNetwork(1, denseSize: 2000).named_parameters().Single(p => p.name == "dense.weight").parameter;
        // 128,000 draws of variance 1/64.
        Assert.InRange(weight.var().item<float>() * 64, 0.98, 1.02);
    }
}
