using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class VelocityNetworkTests
{
    public class Mlp
    {
        [Fact]
        public void Has_the_parameters_of_its_layers()
            => Assert.Equal((2 + 7) * 128 + 128 + 2 * (128 * 128 + 128) + 128 * 2 + 2, new VelocityMlp(2, seed: 0).ParameterCount());

        [Fact]
        public void Depends_on_its_seed_alone()
        {
            var x = torch.randn([5, 2], generator: new Generator(0));
            var first = new VelocityMlp(2, seed: 3).call(x, torch.tensor(0.4f));
            torch.manual_seed(99);
            Assert.Equal(first, new VelocityMlp(2, seed: 3).call(x, torch.tensor(0.4f)));
            Assert.NotEqual(first, new VelocityMlp(2, seed: 4).call(x, torch.tensor(0.4f)));
        }

        [Fact]
        public void Treats_one_time_for_all_like_a_time_each_and_images_like_vectors()
        {
            var network = new VelocityMlp(4, seed: 0);
            var x = torch.randn([6, 1, 2, 2], generator: new Generator(0));
            var scalar = network.call(x, torch.tensor(0.3f));
            Assert.Equal(x.shape, scalar.shape);
            Assert.True((scalar - network.call(x, torch.full([6], 0.3f))).abs().max().item<float>() < 1e-6);
            Assert.True((scalar.flatten(1) - network.call(x.flatten(1), torch.tensor(0.3f))).abs().max().item<float>() < 1e-6);
        }

        [Fact]
        public void Sees_the_time()
        {
            var network = new VelocityMlp(2, seed: 0);
            var x = torch.zeros(1, 2);
            Assert.NotEqual(network.call(x, torch.tensor(0.1f)), network.call(x, torch.tensor(0.9f)));
        }

        [Fact]
        public void Draws_its_weights_evenly_within_the_root_of_the_fan_in()
        {
            foreach (var (name, parameter) in new VelocityMlp(2, seed: 0).named_parameters())
            {
                var bound = 1 / Math.Sqrt(name.Contains(".0.") ? 9 : 128);
                Assert.InRange(parameter.abs().max().item<float>(), 0, bound);
                if (parameter.numel() > 1000)
                    Assert.InRange(parameter.std().item<float>() * Math.Sqrt(3) / bound, 0.95, 1.05);
            }
        }
    }

    public class UNet
    {
        [Fact]
        public void Has_between_one_and_two_million_parameters_and_keeps_the_shape_of_images()
        {
            var network = new VelocityUNet(1, seed: 0);
            Assert.InRange(network.ParameterCount(), 1_000_000, 2_000_000);
            var x = torch.randn([2, 1, 28, 28], generator: new Generator(0));
            var output = network.call(x, torch.tensor(0.4f));
            Assert.Equal(x.shape, output.shape);
            Assert.True((output - network.call(x, torch.full([2], 0.4f))).abs().max().item<float>() < 1e-5);
            Assert.True((output - network.call(x, torch.tensor(0.6f))).abs().max().item<float>() > 1e-4);
        }

        [Fact]
        public void Every_parameter_gets_a_gradient()
        {
            var network = new VelocityUNet(1, seed: 0, width: 8);
            network.call(torch.randn([2, 1, 8, 8], generator: new Generator(0)), torch.rand([2], generator: new Generator(1))).square().mean().backward();
            foreach (var (name, parameter) in network.named_parameters())
                Assert.True(parameter.grad is { } g && g.abs().sum().item<float>() > 0, name);
        }

        [Fact]
        public void Bad_input_is_named()
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new VelocityUNet(1, 0, width: 12));
            Assert.Contains("[2, 1, 7, 8]", Assert.Throws<ArgumentException>(
                () => new VelocityUNet(1, 0, width: 8).call(torch.zeros(2, 1, 7, 8), torch.tensor(0f))).Message);
        }
    }

    public class Classifier
    {
        [Fact]
        public void Gives_scores_and_features_that_are_not_negative()
        {
            var network = new ImageClassifier(10, seed: 0);
            var x = torch.randn([3, 1, 28, 28], generator: new Generator(0));
            Assert.Equal([3, 10], network.call(x).shape);
            Assert.Equal([3, ImageClassifier.FeatureCount], network.Features(x).shape);
            Assert.True(network.Features(x).min().item<float>() >= 0);
        }

        [Fact]
        public void Its_maps_are_those_that_the_features_are_made_of()
        {
            var network = new ImageClassifier(10, seed: 0, side: 8);
            var x = torch.randn([3, 1, 8, 8], generator: new Generator(0));
            Assert.Equal([3, 10], network.call(x).shape);
            var maps = network.Maps(x);
            Assert.Equal(2, maps.Count);
            Assert.Equal([3, 32, 8, 8], maps[0].shape);
            Assert.Equal([3, 64, 4, 4], maps[1].shape);
            var pooled = nn.functional.max_pool2d(maps[1], 2).flatten(1);
            var weights = network.state_dict();
            var features = nn.functional.linear(pooled, weights["_trunk.7.weight"], weights["_trunk.7.bias"]).relu();
            Assert.True(features.allclose(network.Features(x), atol: 1e-5));
            Assert.Throws<ArgumentOutOfRangeException>(() => new ImageClassifier(10, seed: 0, side: 3));
        }
    }
}
