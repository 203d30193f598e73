using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class VelocityDiTTests
{
    private static readonly DiTOptions Tiny = new() { Patch = 2, Width = 16, Depth = 2, Heads = 2 };

    private static Tensor Normal(ulong seed, params long[] shape) => torch.randn(shape, generator: new Generator(seed));

    private static void Stir(nn.Module network, double size)
    {
        using var noGrad = torch.no_grad();
        using var generator = new Generator(9);
        foreach (var parameter in network.parameters())
            parameter.add_(torch.randn(parameter.shape, generator: generator) * size);
    }

    [Fact]
    public void Returns_zero_at_first_and_its_blocks_what_they_are_given()
    {
        Assert.Equal(0, new VelocityDiT(0, Tiny).call(Normal(0, 3, 1, 8, 8), torch.tensor(0.4f)).abs().max().item<float>());
        var block = new DiTBlock(16, 2, normalised: true);
        var (tokens, embedding) = (Normal(1, 3, 5, 16), Normal(2, 3, 16));
        Assert.NotEqual(tokens, block.call(tokens, embedding));
        block.StartFromIdentity();
        Assert.Equal(tokens, block.call(tokens, embedding));
    }

    [Fact]
    public void Has_the_parameters_of_its_layers()
    {
        const long W = 192;
        const long Block = (W * 3 * W + 3 * W) + (W * W + W) + (W * 4 * W + 4 * W) + (4 * W * W + W) + (W * 6 * W + 6 * W) + 2 * 32;
        const long Ends = (W * W + W) + (W * W + W) + (16 * W + W) + (W * 2 * W + 2 * W) + (W * 16 + 16);
        Assert.Equal(6 * Block + Ends, new VelocityDiT(0).ParameterCount());
        Assert.Equal(6 * Block + Ends + 11 * W, new ConditionalVelocityDiT(0, Conditions.Labels(10)).ParameterCount());
        Assert.InRange(6 * Block + Ends, 4_150_000, 4_250_000);
    }

    [Fact]
    public void Takes_images_of_any_sides_that_the_patch_divides_one_after_another()
    {
        var network = new VelocityDiT(0, Tiny with { Channels = 2 });
        Stir(network, 0.05);
        foreach (var (height, width) in ((long, long)[])[(8, 8), (4, 12), (8, 8)])
            Assert.Equal([2, 2, height, width], network.call(Normal(0, 2, 2, height, width), torch.tensor(0.4f)).shape);
        Assert.Contains("[1, 2, 7, 8]", Assert.Throws<ArgumentException>(() => network.call(Normal(0, 1, 2, 7, 8), torch.tensor(0f))).Message);
    }

    [Fact]
    public void Patches_go_back_where_they_came_from()
    {
        // With zero attention and perceptron, a token's output depends on its own patch and place: a pixel touches its patch alone.
        var network = new VelocityDiT(0, Tiny with { Depth = 1, Channels = 2 });
        using (torch.no_grad())
        {
            foreach (var (name, parameter) in network.named_parameters())
            {
                if (name.StartsWith("_output", StringComparison.Ordinal))
                    parameter.copy_(torch.randn(parameter.shape, generator: new Generator(3)));
            }
        }

        var x = Normal(0, 1, 2, 6, 8);
        var changed = x.clone();
        changed[0, 1, 3, 5] += 1;
        var difference = (network.call(changed, torch.tensor(0.4f)) - network.call(x, torch.tensor(0.4f))).abs();
        var patch = difference.narrow(2, 2, 2).narrow(3, 4, 2);
        Assert.True(patch.min().item<float>() > 1e-5);
        Assert.Equal(patch.sum().item<float>(), difference.sum().item<float>(), 1e-4f);
    }

    [Fact]
    public void Knows_where_a_patch_lies()
    {
        var network = new VelocityDiT(0, Tiny);
        Stir(network, 0.1);
        // All patches alike: without places every token would be the same.
        var output = network.call(torch.ones(1, 1, 8, 8), torch.tensor(0.4f));
        foreach (var (row, column) in ((int, int)[])[(0, 2), (2, 0), (2, 2), (6, 4)])
            Assert.True((output[0, 0, 0, 0] - output[0, 0, row, column]).abs().item<float>() > 1e-4);
    }

    [Fact]
    public void Positions_are_sines_and_cosines_of_row_and_column()
    {
        var values = PatchPositions.Of(3, 4, 8, torch.zeros(1)).Values;
        // Row 2, column 3, two frequencies 1 and 1/100.
        double[] expected = [Math.Sin(2), Math.Sin(0.02), Math.Cos(2), Math.Cos(0.02), Math.Sin(3), Math.Sin(0.03), Math.Cos(3), Math.Cos(0.03)];
        for (var i = 0; i < 8; i++)
            Assert.Equal(expected[i], values[2 * 4 + 3, i].item<float>(), 1e-6);
    }

    [Fact]
    public void Normalisation_of_queries_and_keys_bounds_the_logits()
    {
        // Large weights: what is not normalised gets large logits.
        double Greatest(bool normalised, out double bound)
        {
            var attention = new SelfAttention(32, 2, normalised);
            HeInitialisation.Apply(attention, 4);
            using var noGrad = torch.no_grad();
            foreach (var (name, parameter) in attention.named_parameters())
            {
                if (name.Contains("_scale"))
                    parameter.copy_(torch.tensor(name.Contains("query") ? 1.5f : -0.8f).expand(parameter.shape) * torch.linspace(0.2, 1, parameter.numel()));
                else
                    parameter.mul_(20);
            }

            var greatest = 0.0;
            attention.Watch = (logits, _) => greatest = logits.abs().max().item<float>();
            // The bound is reached where a query and a key point one way: tokens alike come near it.
            attention.call(Normal(0, 50, 20, 32));
            bound = attention.LogitBound();
            return greatest;
        }

        var bounded = Greatest(true, out var bound);
        Assert.Equal(4 * 1.5 * 0.8, bound, 1e-5);
        Assert.InRange(bounded, 0.2 * bound, bound * (1 + 1e-5));
        Assert.True(Greatest(false, out var none) > 3 * bounded);
        Assert.Equal(double.PositiveInfinity, none);
    }

    [Fact]
    public void Rows_are_brought_to_the_root_of_their_width()
    {
        var norm = new RootMeanSquareNorm(16);
        var x = Normal(0, 6, 16) * 30;
        Assert.Equal(4.0, norm.call(x).norm(1).max().item<float>(), 1e-3);
        Assert.Equal(4.0, norm.call(x).norm(1).min().item<float>(), 1e-3);
        Assert.Equal(0, norm.call(torch.zeros(1, 16)).abs().max().item<float>());
    }

    [Fact]
    public void An_observer_sees_logits_and_entropies_and_changes_nothing()
    {
        var network = new VelocityDiT(0, Tiny with { QkNorm = false });
        var (x, t) = (Normal(0, 3, 1, 8, 8), torch.tensor(0.4f));
        Stir(network, 0.3);
        var alone = network.call(x, t);
        using (var seen = new AttentionObserver(network))
        {
            Assert.Throws<InvalidOperationException>(() => seen.Layers);
            Assert.Throws<InvalidOperationException>(() => new AttentionObserver(network));
            Assert.Equal(alone, network.call(x, t));
            Assert.Equal(2, seen.Layers.Count);
            Assert.All(seen.Layers, layer => Assert.True(layer.MaxLogit > 0 && layer.Entropy > 0 && layer.Entropy < Math.Log(16)));
        }

        // Zero queries: even attention to 16 tokens, ln 16.
        using (torch.no_grad())
        {
            foreach (var (name, parameter) in network.named_parameters())
            {
                if (name.Contains("_attention._inputs"))
                    parameter.zero_();
            }
        }

        using var even = new AttentionObserver(network);
        network.call(x, t);
        Assert.All(even.Layers, layer => Assert.Equal(Math.Log(16), layer.Entropy, 1e-5));
        Assert.All(even.Layers, layer => Assert.Equal(0, layer.MaxLogit));
    }

    [Fact]
    public void Learns_to_carry_noise_to_an_image()
    {
        // To one image X_1 of ones and minus ones the velocity is (X_1 - x)/(1-t); returning zero costs E‖X_1 - X_0‖² = 2 a pixel.
        var image = torch.ones(1, 1, 8, 8);
        image.narrow(2, 0, 4).neg_();
        var coupling = Coupling.Independent(new StandardNormal(1, 8, 8), new TensorSampler(image));
        var training = new FlowTraining { Seed = 0, Steps = 100, BatchSize = 32 };
        var flow = RectifiedFlow.Train(new VelocityDiT(0, Tiny with { Width = 32 }), coupling, training);
        var loss = flow.Curve.FinalLoss / flow.Curve.Losses[0];
        Assert.InRange(loss, 0, 0.6);
        var end = Solver.Euler.Solve(flow, new StandardNormal(1, 8, 8).Sample(20, new Generator(1)), 10).Final;
        Assert.True((end - image).square().mean().item<float>() < 0.5);
    }

    [Fact]
    public void Bad_sizes_are_named()
    {
        Assert.Equal("Width", Assert.Throws<ArgumentOutOfRangeException>(() => new VelocityDiT(0, Tiny with { Width = 18 })).ParamName);
        Assert.Contains("5 heads", Assert.Throws<ArgumentException>(() => new VelocityDiT(0, Tiny with { Heads = 5 })).Message);
        Assert.Equal("Depth", Assert.Throws<ArgumentOutOfRangeException>(() => new VelocityDiT(0, Tiny with { Depth = 0 })).ParamName);
    }
}
