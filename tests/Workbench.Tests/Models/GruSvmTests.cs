using TorchSharp;
using TorchSharp.Modules;
using Workbench.Data;
using Workbench.Models;
using Workbench.Recurrent;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

/// <summary>The facts of arXiv 1709.03082 that need no training, and the bound on what its learning rates can do.</summary>
public class GruSvmTests
{
    [Theory]
    [InlineData(1_172_935, 596_935, 192_635, 140_535, 84.1577)]
    [InlineData(731_365, 757_315, 32_255, 582_105, 70.7871)]
    public void The_reported_tables_are_of_five_passes_over_one_test_set(long tp, long tn, long fp, long fn, double accuracy)
    {
        Assert.Equal(5 * 420_608, tp + tn + fp + fn);
        Assert.Equal(5 * 262_694, tp + fn);
        Assert.Equal(accuracy, 100.0 * (tp + tn) / (tp + tn + fp + fn), 4);
        Assert.Equal(62.46, 100.0 * (tp + fn) / (tp + tn + fp + fn), 2);
        Assert.Equal(37_075, 1_898_240 * 5 / 256);
        Assert.Equal(8215, (tp + tn + fp + fn) / 256);
    }

    [Fact]
    public void Before_training_the_losses_are_those_of_outputs_of_a_tenth()
    {
        var (gru, head, x, y) = Network(256, records: 256);
        var outputs = head.call(gru.call(x, null).State);
        Assert.InRange(HingeLoss.Squared(head.Weight, outputs, HingeLoss.Targets(y, 2)).item<float>(), 258.6 * 0.98, 258.6 * 1.02);
        Assert.InRange(nn.functional.cross_entropy(outputs, y).item<float>(), 0.6831, 0.7031);
        // ½‖W‖² of 512 draws from N(0, 0.01²)
        Assert.InRange(0.5 * head.Weight.square().sum().item<float>(), 0.020, 0.031);
    }

    [Fact]
    public void The_gradient_of_the_squared_hinge_is_that_of_differences()
    {
        var outputs = torch.tensor(new[] { 0.1, 0.1, 1.2, -0.4, -1.5, 0.3 }).reshape(3, 2).requires_grad_();
        var targets = HingeLoss.Targets(torch.tensor(new[] { 0L, 0, 1 }), 2).to_type(ScalarType.Float64);
        Tensor Loss(Tensor o) => HingeLoss.Squared(torch.zeros(2, 3, ScalarType.Float64), o, targets);
        Loss(outputs).backward();
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 2; j++)
            {
                var (above, below) = (outputs.detach().clone(), outputs.detach().clone());
                above[i, j] += 1e-4;
                below[i, j] -= 1e-4;
                Assert.Equal((Loss(above) - Loss(below)).item<double>() / 2e-4, outputs.grad![i, j].item<double>(), 4);
            }

        Assert.Equal([-0.9, 1.1, 0], new[] { (0, 0), (0, 1), (1, 0) }.Select(at => Math.Round(outputs.grad![at.Item1, at.Item2].item<double>(), 12)));
    }

    [Fact]
    public void Adam_moves_a_weight_with_a_steady_gradient_by_its_rate_a_step()
    {
        using var weight = new Parameter(torch.zeros(3, ScalarType.Float64));
        var slopes = torch.tensor(new[] { 1e-3, 1.0, -40.0 });
        TrainingLoop.Run([weight], 50, _ => (weight * slopes).sum(), new LoopOptions { Optimizer = p => optim.Adam(p, 1e-3) });
        Assert.All(new[] { -0.05, -0.05, 0.05 }.Zip(weight.data<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Theory]
    [InlineData(1e-2, true)]
    [InlineData(1e-3, false)]
    public void Rate_times_steps_says_how_far_training_gets(double rate, bool squared)
    {
        const int Steps = 40, Batch = 64;
        var (gru, head, x, y) = Network(8, records: Steps * Batch);
        Parameter[] weights = [.. gru.parameters(), .. head.parameters()];
        var start = weights.Select(w => w.detach().clone()).ToArray();
        TrainingLoop.Run(weights, Steps, step =>
        {
            var outputs = head.call(gru.call(x.narrow(0, step * Batch, Batch), null).State);
            var labels = y.narrow(0, step * Batch, Batch);
            return squared ? HingeLoss.Squared(head.Weight, outputs, HingeLoss.Targets(labels, 2)) : nn.functional.cross_entropy(outputs, labels);
        }, new LoopOptions { Optimizer = p => optim.Adam(p, rate) });
        var travel = weights.Zip(start).Max(pair => (pair.First - pair.Second).abs().max().item<float>());
        // A growing gradient goes beyond one rate a step, but never beyond (1 - β₁)/√(1 - β₂) = 3.2 of them.
        Assert.InRange(travel, 0.3 * rate * Steps, 1.05 * rate * Steps);
    }

    private static (RecurrentLayer Gru, SupportVectorHead Head, Tensor X, Tensor Labels) Network(long units, int records)
    {
        var drawn = IntrusionLikeRecords.Draw(records, new Generator(5));
        var cell = new GruCell(DecileEncoding.Bins, units, seed: 1, ResetPlacement.BeforeProduct, gateBias: 1);
        return (new RecurrentLayer(cell), new SupportVectorHead(units, 2, seed: 2), drawn.OneHot(), drawn.Labels);
    }
}
