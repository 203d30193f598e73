using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class StructureTests
{
    // Row sums of magnitudes 6, 0.6, 15; column sums 5.1, 7.2, 9.3.
    private static readonly float[] Matrix = [1, -2, 3, 0.1f, 0.2f, -0.3f, 4, 5, -6];

    [Fact]
    public void The_filter_with_the_smallest_norm_goes_as_a_whole()
    {
        using var net = new HandMade([Matrix], [new float[9]], [[3, 3]]);
        Assert.Equal(3, PruningScope.Global.Prune(net.State, new Magnitude(), 0.4, new Filters()));

        Assert.Equal([1, 1, 1, 0, 0, 0, 1, 1, 1], net.Kept[0]);
    }

    [Fact]
    public void The_channel_with_the_smallest_norm_goes_as_a_whole()
    {
        using var net = new HandMade([Matrix], [new float[9]], [[3, 3]]);
        Assert.Equal(3, new LayerScope().Prune(net.State, new Magnitude(), 0.4, new Channels()));

        Assert.Equal([0, 1, 1, 0, 1, 1, 0, 1, 1], net.Kept[0]);
    }

    [Fact]
    public void Filters_and_channels_of_convolutions_are_whole_slices_and_vectors_stay()
    {
        foreach (var (structure, dimension) in new (PruningStructure, int)[] { (new Filters(), 0), (new Channels(), 1) })
        {
            using var model = new VggSmall(1, width: 4, hidden: 8, side: 8);
            using var masks = new PruningMasks(model);
            using var start = new WeightSnapshot(model);
            new PruningMethod { Structure = structure, Scope = new LayerScope(), Rate = 0.5 }.Prune(new PruningState(model, masks, start));
            foreach (var name in masks.Names)
            {
                var mask = masks[name];
                if (mask.dim() == 1)
                {
                    Assert.Equal(mask.numel(), masks.AliveIn(name));
                    continue;
                }

                var slices = mask.transpose(0, dimension).flatten(1).mean([1]).data<float>().ToArray();
                Assert.All(slices, share => Assert.True(share is 0 or 1));
                Assert.Equal(Math.Ceiling(0.5 * (slices.Length - 1)), slices.Count(share => share == 0));
            }
        }
    }

    [Fact]
    public void N_of_m_equals_brute_force()
    {
        // The best of all subsets of size N of each group, found by trying them.
        var cases = ArbMap.Default.GeneratorFor<int>().Select(Math.Abs).Three();
        Prop.ForAll(cases.ToArbitrary(), draw =>
        {
            var m = new[] { 2, 4, 5 }[draw.Item2 % 3];
            var n = 1 + (draw.Item3 % m);
            using var generator = new Generator((ulong)draw.Item1);
            var weights = torch.randn([3 * 2 * m], generator: generator).data<float>().ToArray();
            using var net = new HandMade([weights], [new float[weights.Length]], [[3, 2 * m]]);
            SemiStructured.Prune(net.State, new Magnitude(), n, m);
            return Enumerable.Range(0, weights.Length / m).All(group =>
            {
                double Worth(int subset) => Enumerable.Range(0, m).Where(i => (subset >> i & 1) == 1).Sum(i => Math.Abs(weights[(group * m) + i]));
                var best = Enumerable.Range(0, 1 << m).Where(subset => int.PopCount(subset) == n).MaxBy(Worth);
                return Enumerable.Range(0, m).All(i => net.Kept[0][(group * m) + i] == (best >> i & 1));
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void N_of_m_groups_the_inputs_of_a_convolution()
    {
        using var model = new ResNetLite(2, width: 4, blocksPerStage: 1);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        SemiStructured.Prune(new PruningState(model, masks, start), new Magnitude(), 2, 4, name => name != "conv.weight");

        Assert.Equal(masks["conv.weight"].numel(), masks.AliveIn("conv.weight"));
        var mask = masks["blocks.1.conv2.weight"];
        var counts = mask.reshape(8, 2, 4, 3, 3).sum(2).data<float>().ToArray();
        Assert.All(counts, count => Assert.Equal(2, count));
    }

    [Fact]
    public void N_of_m_keeps_pruned_weights_pruned()
    {
        using var net = new HandMade([[8, 7, 1, 2]], [new float[4]]);
        net.Masks.Keep("fc0.weight", torch.tensor(new[] { false, false, false, true }).reshape(1, 4));
        SemiStructured.Prune(net.State, new Magnitude(), 2, 4);

        Assert.Equal([0, 0, 0, 1], net.Kept[0]);
    }

    [Fact]
    public void N_outside_its_range_and_inputs_that_are_no_multiple_are_refused()
    {
        using var net = new HandMade([[1, 2, 3, 4, 5, 6]], [new float[6]]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SemiStructured.Prune(net.State, new Magnitude(), 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SemiStructured.Prune(net.State, new Magnitude(), 3, 2));
        Assert.Contains("6 inputs", Assert.Throws<ArgumentException>(() => SemiStructured.Prune(net.State, new Magnitude(), 2, 4)).Message);
        Assert.Throws<ArgumentException>(() => SemiStructured.Prune(net.State, new Magnitude(), 1, 2, _ => false));
        Assert.Equal(6, net.Masks.Alive);
    }

    [Fact]
    public void Structures_are_found_by_name()
    {
        Assert.All(PruningStructure.All, structure => Assert.Same(structure, PruningStructure.ByName(structure.Name)));
        Assert.Contains("'filters'", Assert.Throws<ArgumentException>(() => PruningStructure.ByName("filter")).Message);
    }
}
