using TorchSharp;
using Workbench.Activations;
using Workbench.Benches;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Benches;

public class DigitsBenchTests
{
    [SkippableFact]
    public void The_data_are_sixteenths_and_the_seed_parts_them()
    {
        BenchData.NeedsDigits();
        using var data = DigitsBench.Data(3);
        Assert.Equal([1300L, 64], data.Train.Images.shape);
        Assert.Equal([497L, 64], data.Test.Images.shape);
        var levels = data.Train.Images * 16;
        Assert.True(levels.eq(levels.round()).all().item<bool>());
        Assert.Equal((0f, 16f), (levels.min().item<float>(), levels.max().item<float>()));
        using var again = DigitsBench.Data(3);
        using var other = DigitsBench.Data(4);
        Assert.True(data.Test.Images.equal(again.Test.Images).all().item<bool>());
        Assert.False(data.Test.Labels.equal(other.Test.Labels).all().item<bool>());
    }

    [Fact]
    public void Weights_are_even_within_the_default_bounds_and_the_same_for_every_activation()
    {
        using var relu = DigitsBench.Mlp(new Relu(), [64, 32, 10], 5);
        using var gelu = DigitsBench.Mlp(() => nn.GELU(), [64, 32, 10], 5);
        var (a, b) = (relu.get_parameter("linear1.weight")!, gelu.get_parameter("linear1.weight")!);
        Assert.True(a.equal(b).all().item<bool>());
        Assert.InRange(a.abs().max().item<float>(), 0.9 / 8, 1.0 / 8);
        Assert.InRange(relu.get_parameter("linear2.bias")!.abs().max().item<float>(), 0.5 / Math.Sqrt(32), 1 / Math.Sqrt(32));
        using var other = DigitsBench.Mlp(new Relu(), [64, 32, 10], 6);
        Assert.False(a.equal(other.get_parameter("linear1.weight")!).all().item<bool>());
    }

    [Fact]
    public void Trained_parameters_belong_to_a_layer_or_a_neuron_and_keep_their_start()
    {
        using var layer = DigitsBench.Mlp(new PRelu(), [64, 32, 16, 10], 0);
        using var neuron = DigitsBench.Mlp(new PRelu(), [64, 32, 16, 10], 0, perNeuron: true);
        Assert.Equal(32 + 16 - 2, neuron.ParameterCount() - layer.ParameterCount());
        Assert.Equal(new PRelu()["slope"], neuron.get_parameter("activation2.slope")!.mean().item<float>(), 1e-6);
        // A matrix of an activation is no weight to draw.
        using var matrix = DigitsBench.Mlp(() => new TridiagonalMatrixActivation(32), [64, 32, 10], 0);
        Assert.Equal(0, matrix.get_parameter("activation1.upper")!.abs().sum().item<float>());
    }

    [SkippableFact]
    public void A_short_training_learns_and_repeats()
    {
        BenchData.NeedsDigits();
        using var data = DigitsBench.Data(1);
        double Accuracy(int epochs)
        {
            using var model = DigitsBench.Mlp(new Gelu(), [64, 32, 10], 1);
            Classifier.Train(model, data.Train, DigitsBench.Options(1, epochs));
            return Classifier.Accuracy(model, data.Test);
        }

        var three = Accuracy(3);
        Assert.InRange(three, 0.7, 0.95);
        Assert.Equal(three, Accuracy(3));
    }

    [Fact]
    public void Widths_are_checked()
    {
        Assert.Throws<ArgumentException>(() => DigitsBench.Mlp(new Relu(), [64], 0));
        Assert.Throws<ArgumentException>(() => DigitsBench.Mlp(new Relu(), [64, 0, 10], 0));
    }
}
