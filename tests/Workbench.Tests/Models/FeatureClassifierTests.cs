using System.Security.Cryptography;
using TorchSharp;
using Workbench.Data;
using Workbench.Metrics;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class FeatureClassifierTests
{
    private static readonly Lazy<FeatureClassifier> Trained = new(() => FeatureClassifier.Pretrained());

    [Fact]
    public void The_weights_that_come_with_it_tell_nine_of_ten_test_images()
    {
        using var data = FashionMnist.Load(train: 1, test: 2000, scaling: PixelScaling.Symmetric);
        Assert.InRange(Classifier.Accuracy(Trained.Value, data.Test), 0.90, 1);
        Assert.False(Trained.Value.training);
    }

    [Fact]
    public void Real_images_are_near_each_other_and_noisy_ones_are_not()
    {
        using var data = FashionMnist.Load(train: 1000, test: 1000, scaling: PixelScaling.Symmetric);
        var test = Trained.Value.Embed(data.Test.Images);
        var floor = FrechetDistance.Between(Trained.Value.Embed(data.Train.Images), test);
        var noisy = data.Train.Images + torch.randn(data.Train.Images.shape, generator: new Generator(0)) * 0.3;
        Assert.True(FrechetDistance.Between(Trained.Value.Embed(noisy), test) > 3 * floor);
    }

    [Fact]
    public void Features_come_in_batches_as_they_do_at_once_and_let_gradients_through_to_images_only()
    {
        var x = torch.randn([5, 1, 28, 28], generator: new Generator(0));
        var features = Trained.Value.Features(x);
        Assert.Equal([5, FeatureClassifier.FeatureCount], features.shape);
        Assert.True((features - Trained.Value.Embed(x, batchSize: 2)).abs().max().item<float>() < 1e-4);
        Assert.False(features.requires_grad);
        Assert.True(Trained.Value.Features(x.requires_grad_()).requires_grad);
        Assert.Contains("[5, 28, 28]", Assert.Throws<ArgumentException>(() => Trained.Value.Features(x.squeeze(1))).Message);
    }

    [Fact]
    public void Written_weights_come_back_at_half_precision_and_damage_is_noticed()
    {
        var folder = Directory.CreateTempSubdirectory("features-");
        try
        {
            var path = Path.Combine(folder.FullName, "weights.dat");
            var network = new FeatureClassifier(seed: 3);
            var checksum = network.Write(path);
            var content = File.ReadAllBytes(path);
            Assert.InRange(content.Length, 200_000, 300_000);
            Assert.Equal(checksum, Convert.ToHexStringLower(SHA256.HashData(content)));
            var back = FeatureClassifier.Read(content, checksum).named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
            Assert.All(network.named_parameters(), pair =>
            {
                Assert.Equal(ScalarType.Float32, back[pair.name].dtype);
                // Half precision has 11 significant bits.
                Assert.True(((back[pair.name] - pair.parameter).abs() <= pair.parameter.abs() / 2048 + 1e-7).all().item<bool>());
            });
            content[1000] ^= 1;
            Assert.Contains(checksum, Assert.Throws<InvalidDataException>(() => FeatureClassifier.Read(content, checksum)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
