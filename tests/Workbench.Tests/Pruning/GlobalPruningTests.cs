using TorchSharp;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class GlobalPruningTests
{
    [Fact]
    public void Three_weights_are_ranked_by_hand()
    {
        // Magnitudes 0.3, 0.1, 2 in one layer; the median is 0.3 and what lies below it goes.
        using var net = new HandMade([[-0.3f, 0.1f, 2]], [[0, 0, 0]]);
        var pruned = GlobalPruning.Prune(net.State, new Magnitude(), 0.5);

        Assert.Equal(1, pruned);
        Assert.Equal([1, 0, 1], net.Kept[0]);
    }

    [Fact]
    public void One_threshold_serves_all_layers()
    {
        using var net = new HandMade([[10, -11, 12], [0.1f, -0.2f, 0.3f]], [[0, 0, 0], [0, 0, 0]]);
        GlobalPruning.Prune(net.State, new Magnitude(), 0.5);

        Assert.Equal([1, 1, 1], net.Kept[0]);
        Assert.Equal([0, 0, 0], net.Kept[1]);
    }

    [Fact]
    public void Weights_pruned_before_do_not_move_the_threshold()
    {
        using var net = new HandMade([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]], [new float[10]]);
        GlobalPruning.Prune(net.State, new Magnitude(), 0.5);
        net.Masks.Apply();
        GlobalPruning.Prune(net.State, new Magnitude(), 0.4);

        // Of 6…10 the percentile at 40 % is 7.6.
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1, 1, 1], net.Kept[0]);
    }

    [Fact]
    public void Movement_prunes_what_moved_least()
    {
        using var net = new HandMade([[5, 1, -4]], [[4.9f, 0, 2]]);
        GlobalPruning.Prune(net.State, new Movement(), 0.3);

        Assert.Equal([0, 1, 1], net.Kept[0]);
    }

    [Fact]
    public void A_rate_of_zero_prunes_nothing_and_one_is_refused()
    {
        using var net = new HandMade([[1, 2, 3]], [[0, 0, 0]]);

        Assert.Equal(0, GlobalPruning.Prune(net.State, new Magnitude(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GlobalPruning.Prune(net.State, new Magnitude(), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GlobalPruning.Prune(net.State, new Magnitude(), -0.1));
        Assert.Equal(3, net.Masks.Alive);
    }

    [Fact]
    public void A_step_equals_numpys()
    {
        foreach (var step in PruningGolden.Load().Steps)
        {
            using var net = new HandMade(step.Weights, step.Start, step.Shapes);
            foreach (var (name, mask) in net.Masks.Names.Zip(step.Masks))
                net.Masks.Keep(name, torch.tensor(mask.Select(bit => bit == 1).ToArray()).reshape(net.Masks[name].shape));
            var alive = net.Masks.Alive;
            Assert.Equal(step.Masks.Sum(mask => mask.Sum()), alive);

            GlobalPruning.Prune(net.State, new Magnitude(), step.Base / 100);
            Assert.Equal(step.AfterBase.Select(mask => mask.Select(bit => (float)bit)), net.Kept);
            new ActivationPruning { Rate = step.Ap / 100 }.Prune(net.State, alive);
            Assert.Equal(step.AfterAp.Select(mask => mask.Select(bit => (float)bit)), net.Kept);
        }
    }
}
