using TorchSharp;
using Workbench.Activations;
using Workbench.Models;
using Xunit;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public sealed class ResidualDenoiserTests
{
    [Theory]
    [InlineData(8, true, 14_417)]     // 160 + 6 * 2320 + 145 and six normalisations of 32
    [InlineData(5, false, 7_265)]     // 160 + 3 * 2320 + 145
    public void Parameters_are_those_of_the_convolutions_and_normalisations(int depth, bool normalised, int expected)
    {
        using var network = new ResidualDenoiser(depth, 16, _ => nn.ReLU(), seed: 1, normalised);
        Assert.Equal(expected, network.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void A_gate_of_seven_by_seven_costs_a_third_of_a_layer_of_sixteen_channels()
    {
        using var network = new ResidualDenoiser(5, 16, channels => new XUnit(channels, 7, XUnitGate.Sigmoid, XUnitForm.Slim), seed: 1);
        Assert.Equal(7_265 + 4 * (16 * 49 + 16 + 32), network.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Without_estimated_noise_images_come_back_and_a_pixel_sees_depth_pixels_to_each_side()
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        using var network = new ResidualDenoiser(3, 4, _ => nn.Identity(), seed: 2);
        var point = torch.zeros(1, 1, 15, 15);
        point[0, 0, 7, 7] = 1;
        var reached = (network.call(point) - point).abs().gt(0);
        Assert.Equal(49, reached.sum().item<long>());
        Assert.Equal(49, reached.slice(2, 4, 11, 1).slice(3, 4, 11, 1).sum().item<long>());
        network.get_parameter("noise.conv3.weight")!.zero_();
        Assert.True(network.call(point).eq(point).all().item<bool>());
    }

    [Fact]
    public void A_network_without_an_activation_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new ResidualDenoiser(1, 16, _ => nn.ReLU(), seed: 0));
}
