using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Tests.Activations;

public class AnalogTests
{
    [Theory]
    [InlineData(4, 0.5)]
    [InlineData(4, 0.2)]
    [InlineData(6, 0.5)]
    public void Leakage_is_the_share_of_inner_levels_that_the_noise_moves(double bits, double leakage)
    {
        using var generator = new Generator(5);
        var channel = new AnalogChannel(bits, leakage, generator);
        var levels = Math.Pow(2, bits) - 1;
        var inner = (torch.arange(40_000, ScalarType.Float64) % 7 - 3) / levels;
        var moved = ((channel.Leave(inner) - inner).abs() > 0.5 / levels).to_type(ScalarType.Float64).mean().item<double>();
        Assert.Equal(leakage, moved, 4 * Math.Sqrt(0.25 / 40_000));
    }

    [Fact]
    public void What_enters_is_rounded_and_then_blurred_and_what_leaves_is_rounded_last()
    {
        using var generator = new Generator(5);
        var channel = new AnalogChannel(3, 0.5, generator);
        var x = torch.full([20_000], 0.3, ScalarType.Float64);
        var entered = channel.Enter(x);
        Assert.Equal(2.0 / 7, entered.mean().item<double>(), 5 * channel.NoiseDeviation / Math.Sqrt(20_000));
        Assert.Equal(channel.NoiseDeviation, entered.std().item<double>(), 0.03 * channel.NoiseDeviation);
        var left = channel.Leave(x) * 7;
        Assert.Equal(0, (left - left.round()).abs().max().item<double>(), 1e-12);
        Assert.True(left.std().item<double>() > 0.1);
    }

    [Fact]
    public void Without_noise_a_layer_is_rounding_a_product_and_rounding_with_gradients_inside_the_clamp_only()
    {
        using var generator = new Generator(5);
        var layer = new AnalogLinear(2, 1, new AnalogChannel(3, 0, generator), generator);
        using (torch.no_grad())
        {
            layer.get_parameter("weight")!.copy_(torch.tensor(new[] { 0.3f, 2 }).reshape(1, 2));
            layer.get_parameter("bias")!.copy_(torch.tensor(new[] { 0.1f }));
        }

        var x = torch.tensor(new[] { 0.5f, 0.2f }).reshape(1, 2).requires_grad_();
        var y = layer.call(x);
        // 0.3 → 2/7, 2 → 1, 0.1 → 1/7; 0.5 → 3/7 (ties towards 0), 0.2 → 1/7: 6/49 + 7/49 + 7/49 = 20/49 → 3/7.
        Assert.Equal(3.0 / 7, y.item<float>(), 1e-6);
        y.backward();
        float[] Gradient(string name) => layer.get_parameter(name)!.grad!.data<float>().ToArray();
        Assert.Equal(3.0 / 7, Gradient("weight")[0], 1e-6);
        Assert.Equal(0, Gradient("weight")[1]);
        Assert.Equal(1, Gradient("bias")[0], 1e-6);
        Assert.Equal(2.0 / 7, x.grad![0, 0].item<float>(), 1e-6);
        Assert.Equal(1, x.grad![0, 1].item<float>(), 1e-6);
    }

    [Fact]
    public void Noise_comes_from_the_generator_alone_and_stays_in_evaluation()
    {
        Tensor Run(ulong seed)
        {
            using var weights = new Generator(1);
            using var noise = new Generator(seed);
            var layer = new AnalogLinear(8, 8, new AnalogChannel(4, 0.5, noise), weights);
            layer.eval();
            return layer.call(torch.linspace(-1, 1, 80).reshape(10, 8));
        }

        Assert.True(Run(3).eq(Run(3)).all().item<bool>());
        Assert.False(Run(3).eq(Run(4)).all().item<bool>());
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnalogChannel(4, 1, new Generator(0)));
    }
}
