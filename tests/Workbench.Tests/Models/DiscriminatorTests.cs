using TorchSharp;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class DiscriminatorTests
{
    [Theory]
    [InlineData(28)]
    [InlineData(14)]
    public void Gives_an_image_of_either_size_a_score(long side)
    {
        var network = new ImageDiscriminator(1, seed: 0, width: 4);
        var x = torch.randn([3, 1, side, side], generator: new Generator(0));
        Assert.Equal([3], network.call(x).shape);
        Assert.Equal(network.call(x), new ImageDiscriminator(1, seed: 0, width: 4).call(x));
        network.call(x).square().sum().backward();
        Assert.All(network.named_parameters(), pair => Assert.True(pair.parameter.grad!.abs().sum().item<float>() > 0));
        Assert.Equal(16 * 32 + 32 + 16 * 32 * 64 + 64 + 9 * 64 * 128 + 128 + 129, new ImageDiscriminator(1, seed: 0).ParameterCount());
    }

    [Fact]
    public void Gives_points_a_score_however_they_are_shaped()
    {
        var network = new VectorDiscriminator(4, seed: 0, width: 16, depth: 2);
        var x = torch.randn([5, 4], generator: new Generator(0));
        Assert.Equal([5], network.call(x).shape);
        Assert.Equal(network.call(x), network.call(x.reshape(5, 1, 2, 2)));
        Assert.NotEqual(network.call(x), new VectorDiscriminator(4, seed: 1, width: 16, depth: 2).call(x));
    }

    [Fact]
    public void The_penalty_of_a_linear_score_is_half_its_squared_slope_and_falls_when_it_is_descended()
    {
        var linear = nn.Linear(3, 1);
        using (torch.no_grad())
            linear.weight!.copy_(torch.tensor(new[,] { { 1f, -2f, 2f } }));
        var x = torch.randn([7, 3], generator: new Generator(0));
        var penalty = GradientPenalty.R1(linear, x, gamma: 3);
        Assert.Equal(3.0 / 2 * 9, penalty.item<float>(), 1e-5);
        penalty.backward();
        // ∂(γ/2)‖w‖²/∂w = γ·w.
        Assert.True((linear.weight!.grad! - 3 * linear.weight).abs().max().item<float>() < 1e-5);
        Assert.False(x.requires_grad);
    }

    [Fact]
    public void The_penalty_reaches_the_weights_of_convolutions()
    {
        var network = new ImageDiscriminator(1, seed: 0, width: 4);
        GradientPenalty.R1(network, torch.randn([2, 1, 14, 14], generator: new Generator(0))).backward();
        Assert.True(network.named_parameters().Where(pair => pair.name.EndsWith("weight", StringComparison.Ordinal))
            .All(pair => pair.parameter.grad!.abs().sum().item<float>() > 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientPenalty.R1(network, torch.zeros(1, 1, 14, 14), gamma: -1));
    }
}
