using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class PruningMasksTests
{
    [Fact]
    public void Weights_are_masked_and_biases_are_not()
    {
        using var model = new FashionMlp(0);
        using var masks = new PruningMasks(model);

        Assert.Equal(["fc1.weight", "fc2.weight", "fc3.weight"], masks.Names);
        Assert.Equal(266_200, masks.Total);
        Assert.Equal(266_200, masks.Alive);
        Assert.Equal(1, masks.Density);
    }

    [Fact]
    public void Batch_normalisation_scales_count_as_weights()
    {
        using var model = new ResNetLite(0, width: 4, blocksPerStage: 1);
        using var masks = new PruningMasks(model);

        Assert.Contains("norm.weight", masks.Names);
        Assert.DoesNotContain("norm.bias", masks.Names);
    }

    [Fact]
    public void Pruned_weights_stay_at_zero_through_momentum_and_weight_decay()
    {
        using var model = new FashionMlp(1, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        using var x = torch.randn([32, 6], generator: new Generator(1));
        using var y = torch.randint(0, 3, [32], generator: new Generator(2));
        var options = new LoopOptions
        {
            Optimizer = p => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 5e-2),
            AfterStep = _ => masks.Apply(),
        };

        // Momentum is built up while the weights are alive; then half of them are pruned and training goes on.
        TrainingLoop.Run(model.parameters(), 5, _ => nn.functional.cross_entropy(model.call(x), y), options);
        GlobalPruning.Prune(new PruningState(model, masks, start), new Magnitude(), 0.5);
        TrainingLoop.Run(model.parameters(), 20, _ => nn.functional.cross_entropy(model.call(x), y), options);

        foreach (var name in masks.Names)
        {
            var weights = masks.Weight(name).detach().data<float>().ToArray();
            var kept = masks[name].data<float>().ToArray();
            Assert.All(weights.Zip(kept), pair => Assert.Equal(pair.Second == 0, pair.First == 0));
        }

        Assert.InRange(masks.Density, 0.45, 0.55);
    }

    [Fact]
    public void Masks_survive_a_checkpoint()
    {
        using var model = new FashionMlp(1, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        GlobalPruning.Prune(new PruningState(model, masks, start), new Magnitude(), 0.7);
        masks.Apply();

        using var other = new FashionMlp(2, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
        other.load_state_dict(model.state_dict());
        using var loaded = new PruningMasks(other);
        loaded.LoadStateDict(masks.StateDict());
        using (torch.no_grad())
            foreach (var parameter in other.parameters()) parameter.add_(1);
        loaded.Apply();

        Assert.Equal(masks.Alive, loaded.Alive);
        foreach (var name in masks.Names)
        {
            Assert.Equal(masks[name].data<float>().ToArray(), loaded[name].data<float>().ToArray());
            Assert.Equal(masks.AliveIn(name), loaded.Weight(name).count_nonzero().item<long>());
        }
    }

    [Fact]
    public void A_mask_of_another_shape_or_with_other_values_is_refused_and_nothing_changes()
    {
        using var model = new FashionMlp(1, inputs: 6, hidden1: 8, hidden2: 5, classes: 3);
        using var masks = new PruningMasks(model);

        var shape = Assert.Throws<ArgumentException>(() => masks.Keep("fc1.weight", torch.ones(6, 8)));
        Assert.Contains("[8, 6], given [6, 8]", shape.Message);
        var state = masks.StateDict();
        state["fc1.weight"].zero_();
        state["fc2.weight"] = torch.full_like(state["fc2.weight"], 0.5);
        Assert.Contains("other than 0 and 1", Assert.Throws<ArgumentException>(() => masks.LoadStateDict(state)).Message);
        state.Remove("fc2.weight");
        Assert.Contains("no mask for 'fc2.weight'", Assert.Throws<ArgumentException>(() => masks.LoadStateDict(state)).Message);
        Assert.Equal(masks.Total, masks.Alive);
        Assert.Equal(48, masks["fc1.weight"].sum().item<float>());
    }

    [Fact]
    public void Unknown_parameters_and_empty_selections_are_refused()
    {
        using var model = new FashionMlp(0);
        using var masks = new PruningMasks(model);

        Assert.Contains("fc3.weight", Assert.Throws<ArgumentException>(() => masks["fc4.weight"]).Message);
        Assert.Throws<ArgumentException>(() => new PruningMasks(model, name => name == "none"));
    }

    [Fact]
    public void A_weight_pruned_once_stays_pruned()
    {
        using var net = new HandMade([[1, 2, 3]], [[0, 0, 0]]);
        Assert.Equal(1, net.Masks.Keep("fc0.weight", torch.tensor(new[] { false, true, true }).reshape(1, 3)));
        Assert.Equal(1, net.Masks.Keep("fc0.weight", torch.tensor(new[] { true, false, true }).reshape(1, 3)));

        Assert.Equal([0, 0, 1], net.Kept[0]);
    }

    [Fact]
    public void A_clone_is_changed_without_the_original()
    {
        using var net = new HandMade([[1, 2, 3]], [[0, 0, 0]]);
        net.Masks.Keep("fc0.weight", torch.tensor(new[] { false, true, true }).reshape(1, 3));
        using var trial = net.Masks.Clone();
        trial.Keep("fc0.weight", torch.tensor(new[] { true, false, true }).reshape(1, 3));

        Assert.Equal(1, trial.Alive);
        Assert.Equal(2, net.Masks.Alive);
        Assert.Equal([0, 1, 1], net.Kept[0]);
    }

    [Fact]
    public void The_report_counts_by_parameter()
    {
        using var net = new HandMade([[1, 2, 3], [4, 5]], [[0, 0, 0], [0, 0]]);
        net.Masks.Keep("fc1.weight", torch.tensor(new[] { false, true }).reshape(1, 2));
        var report = SparsityReport.Of(net.Masks);

        Assert.Equal([3L, 1L], report.Tensors.Select(tensor => tensor.Alive));
        Assert.Equal(0.8, report.Total.Density);
        Assert.Contains("fc1.weight", report.ToString());
    }
}
