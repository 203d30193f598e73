using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class ActivationPruningTests
{
    // Ten weights; their movements from the start are 0.5, 0.1, 0.2, 0.3, 0.4, 0.05, 0.6, 0.7, 0.01, 0.8.
    private static readonly float[] Weights = [-1, -2, 3, -4, 5, 6, -7, 8, 9, -10];
    private static readonly float[] Start = [-1.5f, -1.9f, 3.2f, -4.3f, 5.4f, 6.05f, -7.6f, 8.7f, 9.01f, -10.8f];

    [Fact]
    public void The_negative_weights_that_moved_least_are_taken()
    {
        using var net = new HandMade([Weights], [Start]);

        // q n = 2, so the negatives of rank 0, 1 and 2 go: those that moved 0.1, 0.3 and 0.5.
        var pruned = new ActivationPruning { Rate = 0.2 }.Prune(net.State, 10);

        Assert.Equal(3, pruned);
        Assert.Equal([0, 0, 1, 0, 1, 1, 1, 1, 1, 1], net.Kept[0]);
    }

    [Fact]
    public void The_quota_counts_the_weights_alive_before_the_base_method()
    {
        using var net = new HandMade([Weights], [Start]);
        net.Masks.Keep("fc0.weight", torch.tensor(Weights).abs().gt(1.5).reshape(1, 10));

        // Alive before: 20, of which q = 10 % is rank 2; the negatives left moved 0.1, 0.3, 0.6 and 0.8.
        new ActivationPruning { Rate = 0.1 }.Prune(net.State, 20);

        Assert.Equal([0, 0, 1, 0, 1, 1, 0, 1, 1, 1], net.Kept[0]);
    }

    [Theory]
    [InlineData(WeightSign.Positive, new float[] { 1, 1, 0, 1, 1, 0, 1, 1, 0, 1 })]
    [InlineData(WeightSign.Any, new float[] { 1, 0, 1, 1, 1, 0, 1, 1, 0, 1 })]
    public void The_ablations_hit_other_signs_by_the_same_rule(WeightSign sign, float[] expected)
    {
        using var net = new HandMade([Weights], [Start]);
        new ActivationPruning { Rate = 0.2, Sign = sign }.Prune(net.State, 10);

        Assert.Equal(expected, net.Kept[0]);
    }

    [Fact]
    public void The_rule_can_be_exchanged()
    {
        using var net = new HandMade([Weights], [Start]);
        new ActivationPruning { Rate = 0.1, Score = new Magnitude() }.Prune(net.State, 10);

        Assert.Equal([0, 0, 1, 1, 1, 1, 1, 1, 1, 1], net.Kept[0]);
    }

    [Fact]
    public void Too_few_negative_weights_are_said()
    {
        using var net = new HandMade([[1, 2, -3]], [[0, 0, 0]]);
        var error = Assert.Throws<InvalidOperationException>(() => new ActivationPruning { Rate = 0.5 }.Prune(net.State, 3));

        Assert.Contains("2 weights of sign 'Negative', but only 1", error.Message);
        Assert.Equal(3, net.Masks.Alive);
    }

    [Fact]
    public void Zeroing_negative_weights_never_silences_a_relu_of_nonnegative_inputs()
    {
        // The mechanism, exact for one layer: with inputs >= 0 every pre-activation can only rise; with positive weights the mirror image.
        var cases = ArbMap.Default.GeneratorFor<int>().Select(Math.Abs).Three();
        Prop.ForAll(cases.ToArbitrary(), draw =>
        {
            var (seed, size, share) = draw;
            using var scope = torch.NewDisposeScope();
            using var generator = new Generator((ulong)seed);
            var inputs = torch.rand([16, 1 + (size % 9)], generator: generator);
            var weight = torch.randn([7, 1 + (size % 9)], generator: generator);
            var bias = torch.randn([7], generator: generator);
            var chosen = torch.rand([7, 1 + (size % 9)], generator: generator).lt((share % 11) / 10.0);
            var before = nn.functional.linear(inputs, weight, bias);
            var less = nn.functional.linear(inputs, weight.masked_fill(chosen.logical_and(weight.lt(0)), 0), bias);
            var more = nn.functional.linear(inputs, weight.masked_fill(chosen.logical_and(weight.gt(0)), 0), bias);
            return (less - before).ge(-1e-5).all().item<bool>() && (more - before).le(1e-5).all().item<bool>();
        }).QuickCheckThrowOnFailure();
    }
}
