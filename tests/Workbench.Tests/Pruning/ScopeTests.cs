using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class ScopeTests
{
    [Fact]
    public void Layer_by_layer_each_tensor_loses_the_same_share()
    {
        using var net = new HandMade([[10, -11, 12, 13], [0.1f, -0.2f, 0.3f, 0.4f]], [new float[4], new float[4]]);
        Assert.Equal(4, new LayerScope().Prune(net.State, new Magnitude(), 0.5));

        Assert.Equal([0, 0, 1, 1], net.Kept[0]);
        Assert.Equal([0, 0, 1, 1], net.Kept[1]);
    }

    [Fact]
    public void Erk_densities_are_those_by_hand()
    {
        // [10, 10] has the raw density 20/100, [2, 5] 7/10. To keep 110 − ⌈½ · 109⌉ = 55: 10 of the second (7/27 of 55 would be 14), 45 of the first.
        using var net = new HandMade(
            [[.. Enumerable.Range(1, 100).Select(i => (float)i)], [.. Enumerable.Range(1, 10).Select(i => i / 100f)]], [new float[100], new float[10]], [[10, 10], [2, 5]]);
        Assert.Equal(55, new ErdosRenyiKernel().Prune(net.State, new Magnitude(), 0.5));

        Assert.Equal(45, net.Masks.AliveIn("fc0.weight"));
        Assert.Equal(10, net.Masks.AliveIn("fc1.weight"));
        Assert.Equal([.. Enumerable.Repeat(0f, 55), .. Enumerable.Repeat(1f, 45)], net.Kept[0]);

        // 55 − ⌈0.8 · 54⌉ = 11: 20/27 and 7/27 of it are 8.1 and 2.9, rounded to 8 and 3.
        new ErdosRenyiKernel().Prune(net.State, new Magnitude(), 0.8);
        Assert.Equal(8, net.Masks.AliveIn("fc0.weight"));
        Assert.Equal(3, net.Masks.AliveIn("fc1.weight"));
    }

    [Fact]
    public void An_allocation_sums_to_what_was_asked_for_and_keeps_within_limits()
    {
        var cases = ArbMap.Default.GeneratorFor<int>().Select(Math.Abs).ListOf().Where(list => list.Count > 1).Two();
        Prop.ForAll(cases.ToArbitrary(), draw =>
        {
            var limits = draw.Item1.Select(value => (long)(value % 50)).ToArray();
            var weights = limits.Select((_, i) => 0.1 + (draw.Item2[i % draw.Item2.Count] % 20)).ToArray();
            return Enumerable.Range(0, 5).Select(i => limits.Sum() * i / 4).All(count =>
            {
                var kept = ErdosRenyiKernel.Allocate(weights, limits, count);
                return kept.Sum() == count && kept.Zip(limits).All(pair => pair.First >= 0 && pair.First <= pair.Second);
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_scope_prunes_the_share_asked_for_within_one_unit_a_tensor()
    {
        foreach (var scope in PruningScope.All)
        {
            using var model = new FashionMlp(1, inputs: 12, hidden1: 20, hidden2: 10, classes: 5);
            using var masks = new PruningMasks(model);
            using var start = new WeightSnapshot(model);
            var state = new PruningState(model, masks, start);
            foreach (var rate in new[] { 0.3, 0.6 })
            {
                var alive = masks.Alive;
                Assert.InRange(scope.Prune(state, new Magnitude(), rate) - (rate * alive), -3, 3);
            }
        }
    }

    [Fact]
    public void Ap_works_in_tandem_with_every_score_scope_and_keeps_the_budget()
    {
        using var x = torch.rand([40, 12], generator: new Generator(1));
        using var y = torch.arange(40).remainder(5).to_type(ScalarType.Int64);
        foreach (var scope in PruningScope.All)
        {
            foreach (var score in PruningScores.All)
            {
                using var model = new FashionMlp(1, inputs: 12, hidden1: 20, hidden2: 10, classes: 5);
                using var masks = new PruningMasks(model);
                using var start = new WeightSnapshot(model);
                using (torch.no_grad()) foreach (var parameter in model.parameters()) parameter.add_(torch.randn(parameter.shape, generator: new Generator(2)), 0.05);
                var state = new PruningState(model, masks, start) { Calibration = new Calibration(x, y) };
                var pruned = new PruningMethod { Score = score, Scope = scope, Activation = new ActivationPruning { Rate = 0.05 } }.Prune(state);
                Assert.True(Math.Abs(pruned - (0.2 * masks.Total)) <= 4, $"{score.Name} over {scope.Name}: {pruned} of {masks.Total}");
            }
        }
    }

    [Fact]
    public void Equal_scores_are_pruned_to_the_number_asked_for_evenly_over_the_layers()
    {
        using var net = new HandMade([[0, 0, 0, 0, 5, 6], [0, 0, 0, 0, 7, 8]], [new float[6], new float[6]]);
        Assert.Equal(4, PruningScope.Global.Prune(net.State, new Magnitude(), 0.35));
        Assert.Equal([0, 1, 0, 1, 1, 1], net.Kept[0]);
        Assert.Equal([0, 1, 0, 1, 1, 1], net.Kept[1]);

        // Nothing has moved: AP's scores are all 0.
        using var still = new HandMade([[-1, -2, -3, -4]], [[-1, -2, -3, -4]]);
        Assert.Equal(2, new ActivationPruning { Rate = 0.25 }.Prune(still.State, 4));
        Assert.Equal([0, 1, 0, 1], still.Kept[0]);
    }

    [Fact]
    public void Ap_can_be_kept_to_some_layers()
    {
        using var net = new HandMade([[-1, -2, -3], [-1, -2, -3]], [new float[3], new float[3]]);
        new ActivationPruning { Rate = 0.3, Only = name => name == "fc1.weight" }.Prune(net.State, 3);

        Assert.Equal([1, 1, 1], net.Kept[0]);
        Assert.Equal([0, 1, 1], net.Kept[1]);
        Assert.Throws<InvalidOperationException>(() => new ActivationPruning { Only = _ => false }.Prune(net.State, 3));
    }

    [Fact]
    public void Rates_outside_their_range_are_refused_and_scopes_are_found_by_name()
    {
        using var net = new HandMade([[1, 2, 3]], [[0, 0, 0]]);
        foreach (var scope in PruningScope.All)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => scope.Prune(net.State, new Magnitude(), 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => scope.Prune(net.State, new Magnitude(), double.NaN));
            Assert.Equal(0, scope.Prune(net.State, new Magnitude(), 0));
            Assert.Same(scope, PruningScope.ByName(scope.Name));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new PruningMethod().PruneTo(net.State, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PruningMethod().PruneTo(net.State, -0.1));
        Assert.Contains("'global'", Assert.Throws<ArgumentException>(() => PruningScope.ByName("globul")).Message);
        Assert.Equal(3, net.Masks.Alive);
    }
}
