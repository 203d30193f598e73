using TorchSharp;
using Workbench.Data;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training.Batched;

public class ClassifierBatchedTests
{
    private static readonly int[] Seeds = [2, 3];

    [Theory]
    [InlineData("MLP")]
    [InlineData("ResNet")]
    public void Classifiers_trained_together_are_those_trained_one_by_one(string kind)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(0);
        var labels = torch.randint(3, [50], dtype: ScalarType.Int64, generator: generator);
        var images = torch.randn([50, 1, 8, 8], dtype: ScalarType.Float64, generator: generator) + labels.reshape(50, 1, 1, 1);
        var data = new LabelledImages(images, labels);
        // Fifty examples in batches of 16: the last of an epoch has two.
        var options = new ClassifierOptions { Seed = -1, Epochs = 3, BatchSize = 16 };
        nn.Module<Tensor, Tensor> Make(int seed) => (nn.Module<Tensor, Tensor>)(kind == "MLP"
            ? (nn.Module)new FashionMlp(seed, inputs: 64, hidden1: 20, hidden2: 10, classes: 3)
            : new ResNetLite(seed, width: 4, blocksPerStage: 1, classes: 3)).to(ScalarType.Float64);

        var together = Seeds.Select(Make).ToList();
        together[0].eval();
        var outcomes = Classifier.TrainBatched(together, data, options, Seeds);
        Assert.False(together[0].training);
        for (var k = 0; k < Seeds.Length; k++)
        {
            var alone = Make(Seeds[k]);
            var curve = Classifier.Train(alone, data, options with { Seed = Seeds[k] });
            Assert.Equal(12, outcomes[k].Curve.Losses.Count);
            // The tolerance of the loop's tests; accuracies are counts, which rounding does not touch.
            foreach (var (one, other) in curve.Losses.Zip(outcomes[k].Curve.Losses)) Assert.Equal(one, other, 1e-8 * (1 + one));
            Assert.Equal(curve.Metrics, outcomes[k].Curve.Metrics);
            foreach (var ((path, expected), actual) in alone.state_dict().Zip(together[k].state_dict().Values))
                Assert.True((expected.to_type(ScalarType.Float64) - actual.to_type(ScalarType.Float64)).abs().max().item<double>() <= 1e-8, path);
        }
    }

    [Fact]
    public void A_seed_for_each_is_asked_for()
    {
        var data = new LabelledImages(torch.zeros(4, 1, 2, 2), torch.zeros(4, ScalarType.Int64));
        var error = Assert.Throws<ArgumentException>(() => Classifier.TrainBatched([new FashionMlp(0, inputs: 4)], data, new ClassifierOptions { Seed = 0 }, Seeds));
        Assert.Contains("each of 1 networks; got 2", error.Message);
    }
}
