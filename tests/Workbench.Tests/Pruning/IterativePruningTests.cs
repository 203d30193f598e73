using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class IterativePruningTests
{
    private static readonly ActivationPruning Ap = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_arms_keep_the_budget_within_one_weight_a_cycle(bool withAp)
    {
        // No training: the weights are perturbed, which is all that selection looks at.
        using var model = new FashionMlp(4);
        var generator = new Generator(4);
        var cycles = IterativePruning.Run(
            model, new IterativePruningOptions { Cycles = 19, Activation = withAp ? Ap : null },
            (_, state) => Perturb(model, state.Masks, generator), (cycle, _) => cycle);

        Assert.Equal(266_200, cycles[0].Alive);
        Assert.Equal(19, cycles.Count);
        Assert.All(cycles, cycle => Assert.InRange(cycle.Alive - (266_200 * Math.Pow(0.8, cycle.Cycle)), -cycle.Cycle - 1e-6, cycle.Cycle + 1e-6));

        // 266,200 · 0.8^10 = 28,583.0; every cycle prunes ⌈0.2 (n − 1)⌉, what lies strictly below numpy's percentile.
        if (!withAp) Assert.Equal(28_582, cycles[10].Alive);
    }

    [Fact]
    public void Rewinding_restores_the_initialisation_bit_for_bit()
    {
        using var model = new FashionMlp(5, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
        var initial = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.detach().data<float>().ToArray());
        var generator = new Generator(5);
        var seen = 0;
        IterativePruning.Run(model, new IterativePruningOptions { Cycles = 4, Activation = new ActivationPruning { Rate = 0.05 } }, (_, state) =>
        {
            var masks = state.Masks;
            foreach (var (name, parameter) in model.named_parameters())
            {
                var values = parameter.detach().data<float>().ToArray();
                var kept = masks.Names.Contains(name) ? masks[name].data<float>().ToArray() : [.. values.Select(_ => 1f)];
                for (var i = 0; i < values.Length; i++)
                    Assert.Equal(BitConverter.SingleToInt32Bits(kept[i] == 0 ? 0 : initial[name][i]), BitConverter.SingleToInt32Bits(Math.Abs(values[i]) == 0 ? 0 : values[i]));
                seen += kept.Count(bit => bit == 0);
            }

            Perturb(model, masks, generator);
        }, (cycle, _) => cycle);

        Assert.True(seen > 0, "no weight was pruned, so nothing was tested");
    }

    [Fact]
    public void Without_rewinding_training_goes_on_from_the_trained_weights()
    {
        using var model = new FashionMlp(5, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
        var biases = new List<float>();
        IterativePruning.Run(model, new IterativePruningOptions { Cycles = 3, Rewinding = Rewinding.None }, (_, _) =>
        {
            using var noGrad = torch.no_grad();
            biases.Add(model.get_parameter("fc3.bias")!.sum().item<float>());
            model.get_parameter("fc3.bias")!.add_(1);
        }, (cycle, _) => cycle);

        Assert.Equal([0, 3, 6], biases);
    }

    [Fact]
    public void Ap_takes_its_share_out_of_the_whole()
    {
        using var plain = new HandMade([[.. Enumerable.Range(1, 1000).Select(i => i % 2 == 0 ? i : -i)]], [new float[1000]]);
        using var ap = new HandMade([[.. Enumerable.Range(1, 1000).Select(i => i % 2 == 0 ? i : -i)]], [new float[1000]]);

        Assert.Equal(200, IterativePruning.Prune(plain.State, new IterativePruningOptions()));
        // 18 % of the smallest, then the 21 smallest negatives that are left: the odd numbers from 181 on.
        Assert.Equal(201, IterativePruning.Prune(ap.State, new IterativePruningOptions { Activation = Ap }));
        Assert.Equal(0, ap.Kept[0][179]);
        Assert.Equal(1, ap.Kept[0][181]);
        Assert.Equal(0, ap.Kept[0][220]);
        Assert.Equal(1, ap.Kept[0][222]);
        Assert.Equal(799, ap.Weights[0].Count(weight => weight != 0));
    }

    [Fact]
    public void Aps_part_of_a_pruning_of_another_size_stays_the_same()
    {
        // q/p = 1/10 of 40 %: 36 % of the smallest, the values 1 to 360, then the 41 smallest negatives that are left.
        using var net = new HandMade([[.. Enumerable.Range(1, 1000).Select(i => i % 2 == 0 ? i : -i)]], [new float[1000]]);
        Assert.Equal(401, new PruningMethod { Activation = Ap }.PruneTo(net.State, 0.4));

        Assert.Equal(0, net.Kept[0][359]);
        Assert.Equal(1, net.Kept[0][361]);
        Assert.Equal(0, net.Kept[0][440]);
        Assert.Equal(1, net.Kept[0][442]);
    }

    [Fact]
    public void A_trial_changes_nothing()
    {
        using var net = new HandMade([[1, 2, -3, 4]], [[0, 0, 0, 0]]);
        net.Masks.Keep("fc0.weight", torch.tensor(new[] { false, true, true, true }).reshape(1, 4));
        net.Masks.Apply();
        var weights = net.Weights;
        var during = net.State.Try(trial => GlobalPruning.Prune(trial, new Magnitude(), 0.5), () => net.Weights);

        Assert.Equal([0, 0, -3, 4], during[0]);
        Assert.Equal(weights, net.Weights);
        Assert.Equal(3, net.Masks.Alive);
        Assert.Throws<InvalidOperationException>(() => net.State.Try<int>(
            trial => GlobalPruning.Prune(trial, new Magnitude(), 0.5), () => throw new InvalidOperationException()));
        Assert.Equal(weights, net.Weights);
    }

    [Fact]
    public void An_ap_rate_above_the_whole_is_refused_before_any_training()
    {
        using var model = new FashionMlp(5, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => IterativePruning.Run(
            model, new IterativePruningOptions { Activation = new ActivationPruning { Rate = 0.3 } }, (_, _) => Assert.Fail("trained"), (cycle, _) => cycle));
    }

    [Fact]
    public void The_classifier_run_is_a_pure_function_of_its_seed()
    {
        using var data = PrunedClassifierData.Stripes(120);
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));

        string Run(int seed)
        {
            var cycles = PrunedClassifier.Run(
                () => new FashionMlp(seed, inputs: 16, hidden1: 12, hidden2: 8, classes: 2), data, data,
                new IterativePruningOptions { Cycles = 3, Activation = Ap },
                new ClassifierOptions { Seed = seed, Epochs = 2, BatchSize = 16, Optimizer = p => optim.SGD(p, 0.1, momentum: 0.9) });
            return string.Join("\n", cycles.Select(cycle => $"{cycle.Alive} {cycle.Result.Accuracy:R} {cycle.Result.Loss:R} {cycle.Result.DeadNeurons}"));
        }
    }

    [Fact]
    public void The_classifier_run_learns_while_it_prunes()
    {
        using var data = PrunedClassifierData.Stripes(400);
        var cycles = PrunedClassifier.Run(
            () => new FashionMlp(3, inputs: 16, hidden1: 20, hidden2: 10, classes: 2), data, data, new IterativePruningOptions { Cycles = 5 },
            new ClassifierOptions { Seed = 3, Epochs = 5, BatchSize = 16, Optimizer = p => optim.SGD(p, 0.05, momentum: 0.9) });

        Assert.Equal([0, 1, 2, 3, 4], cycles.Select(cycle => cycle.Cycle));
        Assert.All(cycles, cycle => Assert.True(cycle.Result.Accuracy > 0.9, $"accuracy {cycle.Result.Accuracy} in cycle {cycle.Cycle}"));
        Assert.True(cycles[4].Density < 0.42);
    }

    [Fact]
    public void Cycles_leave_no_tensors_behind()
    {
        static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using var data = PrunedClassifierData.Stripes(60);
        var before = Live();
        var live = new List<long>();
        PrunedClassifier.Run(
            () => new FashionMlp(3, inputs: 16, hidden1: 20, hidden2: 10, classes: 2), data, data,
            new IterativePruningOptions { Cycles = 4, Activation = Ap }, new ClassifierOptions { Seed = 3, BatchSize = 16 },
            (_, _) => live.Add(Live()));

        Assert.Equal(before, Live());
        Assert.Equal(live[1], live[3]);
    }

    private static void Perturb(nn.Module model, PruningMasks masks, Generator generator)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        foreach (var parameter in model.parameters())
            parameter.add_(torch.randn(parameter.shape, generator: generator), 0.05);
        masks.Apply();
    }
}
