using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Tests.Activations;

using Activations = Workbench.Activations.Activations;

public class KumarTests
{
    [Theory]
    [InlineData("tanh", 1)]
    [InlineData("sigmoid", 12.8)]
    [InlineData("relu", 2)]
    [InlineData("softplus", 2.701876)]
    [InlineData("silu", 4)]
    [InlineData("gelu", 4)]
    [InlineData("golu", 7.389056)]
    public void Small_signal_variances(string name, double perFanIn)
        => Assert.Equal(perFanIn, 512 * Kumar.WeightVariance(Activations.ByName(name), 512), 1e-6);

    [Theory]
    [InlineData("gelu", 2.351716, 1.144063)]
    [InlineData("silu", 2.810761, 1.172594)]
    [InlineData("golu", 3.128575, 1.277673)]
    [InlineData("relu", 2, 1)]
    public void Moment_variances_and_their_stability(string name, double perFanIn, double chi)
    {
        Assert.Equal(perFanIn, 100 * Kumar.MomentVariance(Activations.ByName(name), 100), 1e-6);
        Assert.Equal(chi, Kumar.Chi(Activations.ByName(name)), 1e-6);
    }

    [Fact]
    public void Chi_of_mish_and_tanh()
    {
        Assert.Equal(1.076339, Kumar.Chi(new Mish()), 1e-6);
        Assert.Equal(0.461071, Kumar.Chi(new HyperbolicTangent()), 1e-6);
    }

    [Fact]
    public void Weights_have_the_variance_and_repeat_with_the_seed()
    {
        using var network = nn.Sequential(nn.Linear(200, 300), new Gelu().ToModule(), nn.Linear(300, 100));
        Kumar.Initialise(network, n => Kumar.WeightVariance(new Gelu(), n), seed: 3);
        var weight = network.get_parameter("0.weight")!;
        Assert.Equal(4.0 / 200, weight.square().mean().item<float>(), 4.0 / 200 * 0.03);
        Assert.Equal(0, network.get_parameter("2.bias")!.abs().max().item<float>());
        var first = weight.clone();
        Kumar.Initialise(network, n => Kumar.WeightVariance(new Gelu(), n), seed: 3);
        Assert.True(first.eq(network.get_parameter("0.weight")!).all().item<bool>());
    }

    [Fact]
    public void Activations_without_a_slope_at_zero_are_refused()
    {
        Assert.Contains("relu_squared", Assert.Throws<ArgumentException>(() => Kumar.WeightVariance(new SquaredRelu(), 10)).Message);
        Assert.Throws<ArgumentException>(() => Kumar.Chi(new TopKActivation()));
    }
}
