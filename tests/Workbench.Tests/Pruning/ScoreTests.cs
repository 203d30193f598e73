using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class ScoreTests
{
    // One layer y = w·x with w = (1, −2, 3) and the loss (y − 0)². For x = (1, 2, ½): y = −1.5, ∂L/∂w = 2yx = (−3, −6, −1.5).
    private static readonly float[] Weights = [1, -2, 3];

    public static TheoryData<string> Names => [.. PruningScores.All.Select(score => score.Name)];

    [Fact]
    public void Gradient_times_weight_and_snip_are_those_by_hand()
    {
        using var net = new HandMade([Weights], [[0, 0, 0]]);
        var state = net.State with { Calibration = Squared([[1, 2, 0.5f]]) };

        Assert.Equal([3, 12, 4.5f], Values(new GradientTimesWeight(), state));
        Assert.Equal([3 / 19.5f, 12 / 19.5f, 4.5f / 19.5f], Values(new Snip(), state));
    }

    [Fact]
    public void Snip_shares_sensitivity_among_alive_weights()
    {
        using var net = new HandMade([Weights], [[0, 0, 0]]);
        net.Masks.Keep("fc0.weight", torch.tensor(new[] { true, false, true }).reshape(1, 3));
        var values = Values(new Snip(), net.State with { Calibration = Squared([[1, 2, 0.5f]]) });

        Assert.Equal(3 / 7.5f, values[0], 1e-6);
        Assert.Equal(4.5f / 7.5f, values[2], 1e-6);
    }

    [Fact]
    public void Taylor_averages_squares_over_batches_where_the_gradient_cancels()
    {
        // The second sample, (1, 0, 0), has y = 1 and the gradient (2, 0, 0).
        using var net = new HandMade([Weights], [[0, 0, 0]]);
        var state = net.State with { Calibration = Squared([[1, 2, 0.5f], [1, 0, 0]]) with { BatchSize = 1 } };

        Assert.Equal([(9 + 4) / 2f, 144 / 2f, 20.25f / 2], Values(new Taylor(), state));
        Assert.Equal([0.5f, 6, 2.25f], Values(new GradientTimesWeight(), state));
    }

    [Fact]
    public void Grasp_is_the_weight_times_the_hessian_times_the_gradient()
    {
        // H = 2xxᵀ, so Hg = 2x(x·g) with x·g = 2y|x|² = −15.75.
        using var net = new HandMade([Weights], [[0, 0, 0]]);
        var state = net.State with { Calibration = Squared([[1, 2, 0.5f]]) };
        var scores = Values(new Grasp { Temperature = 1 }, state);

        Assert.Equal([-31.5f, 126, -47.25f], scores);

        // At temperature T outputs, and so gradients and curvatures, are divided: y/T, once in g and twice more in H and g.
        Assert.Equal(-31.5f / 16, Values(new Grasp { Temperature = 2 }, state)[0], 1e-5);
    }

    [Fact]
    public void What_grasp_removes_first_raises_the_gradient_norm_most()
    {
        // The oracle is the norm itself after each removal, to first order in small weights.
        using var net = new HandMade([[0.01f, -0.02f, 0.015f, 0.005f]], [new float[4]]);
        var data = Squared([[1, 2, -0.5f, 1], [0.3f, -1, 2, 1], [2, 0, 1, -1]]) with { Loss = (y, _) => (y - 1).square().mean() };
        var scores = Values(new Grasp { Temperature = 1 }, net.State with { Calibration = data });
        var norms = Enumerable.Range(0, 4).Select(i => net.State.Try(
            trial => trial.Masks.Keep("fc0.weight", torch.arange(4).ne(i).reshape(1, 4)), () => GradientNorm(net, data))).ToArray();

        Assert.Equal(Enumerable.Range(0, 4).OrderBy(i => scores[i]), Enumerable.Range(0, 4).OrderByDescending(i => norms[i]));

        static double GradientNorm(HandMade net, Calibration data)
        {
            using var grad = torch.enable_grad();
            var weight = net.Masks.Weight("fc0.weight");
            return torch.autograd.grad([data.Loss(net.Model.call(data.Inputs), data.Targets)], [weight])[0].square().sum().item<float>();
        }
    }

    [Fact]
    public void Lamp_divides_by_what_is_not_smaller()
    {
        using var net = new HandMade([Weights, [0.1f, 0.3f]], [[0, 0, 0], [0, 0]]);
        var scores = new Lamp().Scores(net.State);

        Assert.Equal([1 / 14.0, 4 / 13.0, 1], scores["fc0.weight"].data<double>().ToArray());
        Assert.Equal(0.1, scores["fc1.weight"].data<double>().ToArray()[0], 1e-7);
        Assert.Equal(1, scores["fc1.weight"].data<double>().ToArray()[1]);
    }

    [Fact]
    public void Lamp_counts_alive_weights_only_and_never_empties_a_layer()
    {
        using var net = new HandMade([Weights, [1e-4f, 2e-4f]], [[0, 0, 0], [0, 0]]);
        net.Masks.Keep("fc0.weight", torch.tensor(new[] { true, true, false }).reshape(1, 3));
        Assert.Equal(1 / 5.0, new Lamp().Scores(net.State)["fc0.weight"].data<double>()[0]);

        GlobalPruning.Prune(net.State, new Lamp(), 0.6);
        Assert.All(net.Masks.Names, name => Assert.Equal(1, net.Masks.AliveIn(name)));
    }

    [Fact]
    public void Synflow_is_the_flow_through_absolute_weights()
    {
        // Closed form for three layers: |w_ij| times what flows in to j and out of i; the scores of each layer sum to R.
        using var model = new FashionMlp(3, inputs: 5, hidden1: 4, hidden2: 3, classes: 2);
        using (torch.no_grad()) model.get_parameter("fc1.bias")!.fill_(7);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        var state = new PruningState(model, masks, start) { Calibration = new Calibration(torch.zeros(1, 5), torch.zeros(1)) };
        var scores = new SynFlow().Scores(state);

        var w = new[] { "fc1.weight", "fc2.weight", "fc3.weight" }.Select(name => masks.Weight(name).detach().abs()).ToArray();
        var into = new[] { torch.ones(5, 1), w[0].matmul(torch.ones(5, 1)), w[1].matmul(w[0]).matmul(torch.ones(5, 1)) };
        var outOf = new[] { torch.ones(1, 2).matmul(w[2]).matmul(w[1]), torch.ones(1, 2).matmul(w[2]), torch.ones(1, 2) };
        var paths = w[2].matmul(w[1]).matmul(w[0]).sum().item<float>();
        foreach (var (name, i) in masks.Names.Select((name, i) => (name, i)))
        {
            var expected = outOf[i].t() * w[i] * into[i].t();
            Assert.True(scores[name].allclose(expected, rtol: 1e-5), name);
            Assert.Equal(paths, scores[name].sum().item<float>(), paths * 1e-5);
        }

        foreach (var (name, parameter) in model.named_parameters()) Assert.Equal(start[name].data<float>().ToArray(), parameter.detach().data<float>().ToArray());
    }

    [Fact]
    public void Synflow_in_rounds_empties_no_layer_where_one_shot_magnitude_does()
    {
        using var model = new FashionMlp(3, inputs: 30, hidden1: 30, hidden2: 30, classes: 30);
        using (torch.no_grad()) model.get_parameter("fc2.weight")!.mul_(0.01);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        using var trial = masks.Clone();
        var state = new PruningState(model, masks, start) { Calibration = new Calibration(torch.zeros(1, 30), torch.zeros(1)) };
        new PruningMethod().PruneTo(state with { Masks = trial }, 0.95);
        Assert.Equal(0, trial.AliveIn("fc2.weight"));

        start.Restore(model);
        new PruningMethod { Score = new SynFlow() }.PruneTo(state, 0.95, rounds: 50);
        Assert.All(masks.Names, name => Assert.True(masks.AliveIn(name) > 0, name));
        Assert.InRange(masks.Alive, 135, 2 + 135 + 50);
    }

    [Fact]
    public void Random_scores_depend_on_their_seed_alone_and_keep_their_order_over_cycles()
    {
        using var net = new HandMade([[.. Enumerable.Range(1, 100).Select(i => (float)i)]], [new float[100]]);
        Assert.Equal(Values(new RandomScore(3), net.State), Values(new RandomScore(3), net.State));
        Assert.NotEqual(Values(new RandomScore(3), net.State), Values(new RandomScore(4), net.State));

        GlobalPruning.Prune(net.State, new RandomScore(3), 0.5);
        var half = net.Kept[0];
        GlobalPruning.Prune(net.State, new RandomScore(3), 0.5);
        Assert.All(half.Zip(net.Kept[0]), pair => Assert.True(pair.Second <= pair.First));
        Assert.InRange(net.Masks.Alive, 24, 26);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_score_prunes_a_convolutional_network_and_changes_nothing_but_masks(string name)
    {
        using var model = new VggSmall(1, width: 2, hidden: 4, side: 8);
        model.train();
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        using var x = torch.rand([12, 1, 8, 8], generator: new Generator(1));
        using var y = torch.arange(12).remainder(10).to_type(ScalarType.Int64);
        using (torch.no_grad()) model.call(x);
        using (torch.no_grad()) foreach (var parameter in model.parameters()) parameter.add_(torch.randn(parameter.shape, generator: new Generator(2)), 0.05);
        using var before = new WeightSnapshot(model);
        var state = new PruningState(model, masks, start) { Calibration = new Calibration(x, y) { BatchSize = 5, BatchStatistics = true } };
        var pruned = PruningScope.Global.Prune(state, PruningScores.ByName(name), 0.3);

        Assert.Equal(Math.Ceiling(0.3 * (masks.Total - 1)), pruned);
        Assert.True(model.training);
        foreach (var tensor in before.Names)
        {
            var now = model.named_parameters().Where(pair => pair.name == tensor).Select(pair => (Tensor)pair.parameter)
                .Concat(model.named_buffers().Where(pair => pair.name == tensor).Select(pair => pair.buffer)).Single();
            Assert.True(now.eq(before[tensor]).all().item<bool>(), tensor);
        }
    }

    [Fact]
    public void Every_score_has_a_name_of_its_own_and_a_source()
    {
        Assert.Equal(9, PruningScores.All.Select(score => score.Name).Distinct().Count());
        Assert.All(PruningScores.All, score => Assert.NotEmpty(score.Reference));
        Assert.Contains("'synflow'", Assert.Throws<ArgumentException>(() => PruningScores.ByName("synflov")).Message);
    }

    [Fact]
    public void Scores_that_need_examples_say_so_and_a_nan_prunes_nothing()
    {
        using var net = new HandMade([Weights], [[0, 0, 0]]);
        foreach (var score in new IPruningScore[] { new GradientTimesWeight(), new Snip(), new Grasp(), new SynFlow(), new Taylor() })
            Assert.Contains("Calibration", Assert.Throws<InvalidOperationException>(() => score.Scores(net.State)).Message);
        Assert.Throws<InvalidOperationException>(() => new Snip().Scores(net.State with { Calibration = new Calibration(torch.ones(2, 3), torch.ones(1)) }));

        using var broken = new HandMade([[1, float.NaN, 3]], [[0, 0, 0]]);
        var error = Assert.Throws<InvalidOperationException>(() => GlobalPruning.Prune(broken.State, new Magnitude(), 0.5));
        Assert.Contains("'magnitude' of 'fc0.weight' is NaN", error.Message);
        Assert.Throws<InvalidOperationException>(() => new ActivationPruning { Sign = WeightSign.Any, Rate = 0.3 }.Prune(broken.State, 3));
        Assert.Equal(3, broken.Masks.Alive);
    }

    private static Calibration Squared(float[][] samples) =>
        new(torch.tensor(samples.SelectMany(sample => sample).ToArray()).reshape(samples.Length, -1), torch.zeros(samples.Length))
        {
            Loss = (output, target) => (output.squeeze(1) - target).square().mean(),
        };

    private static float[] Values(IPruningScore score, PruningState state) => score.Scores(state)["fc0.weight"].data<float>().ToArray();
}
