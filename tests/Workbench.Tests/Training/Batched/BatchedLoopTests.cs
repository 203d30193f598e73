using TorchSharp;
using TorchSharp.Modules;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Tests.Training.Batched;

public class BatchedLoopTests
{
    public static TheoryData<string, string> Trainings => new()
    {
        { "MLP classifier", "adam" }, { "MLP classifier", "adamw" }, { "MLP classifier", "sgd" }, { "MLP classifier", "clipped" },
        { "image classifier", "adam" }, { "ResNet", "adam" }, { "attention by hand, shared table", "adam" }, { "encoder layer", "clipped" },
    };

    private static LoopOptions Options(string name) => name switch
    {
        "adam" => new() { Optimizer = p => optim.Adam(p, 3e-3), LearningRate = LearningRates.RampThenCosine(3e-3, 5) },
        "adamw" => new() { Optimizer = p => optim.AdamW(p, 3e-3, weight_decay: 0.1) },
        "sgd" => new() { Optimizer = p => optim.SGD(p, 0.01, momentum: 0.9, weight_decay: 1e-3) },
        _ => new() { Optimizer = p => optim.SGD(p, 0.1), MaxGradientNorm = 0.5 },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Thirty_steps_agree_with_the_networks_one_by_one(string name, string options)
    {
        using var scope = torch.NewDisposeScope();
        var (alone, together) = (Networks.Make(name), Networks.Make(name));
        using var batched = BatchedModule.Of(together);
        var outcomes = BatchedLoop.Run(batched, 30, step => PerNetwork(batched.call(Networks.Inputs(name, step))), Options(options));
        batched.Unstack();

        for (var k = 0; k < Networks.Count; k++)
        {
            var curve = TrainingLoop.Run(
                alone[k].parameters(), 30, step => Loss(Networks.Call(alone[k], [.. Networks.Inputs(name, step).Select(input => input[k])])), Options(options));
            Assert.Null(outcomes[k].Diverged);
            Assert.Equal(30, outcomes[k].Curve.Losses.Count);
            // Thirty steps carry on roundings of 1e-16; Adam divides by roots of small numbers.
            foreach (var (one, other) in curve.Losses.Zip(outcomes[k].Curve.Losses)) Assert.Equal(one, other, 1e-8 * (1 + Math.Abs(one)));
            foreach (var ((path, expected), actual) in alone[k].named_parameters().Zip(together[k].parameters()))
                Assert.True((expected - actual).abs().max().item<double>() <= 1e-8, $"{name}, {options}: {path}");
            Assert.NotEqual(curve.Losses[0], curve.Losses[^1]);
        }
    }

    [Fact]
    public void A_network_that_diverges_leaves_the_others_bit_for_bit()
    {
        using var scope = torch.NewDisposeScope();
        (IReadOnlyList<BatchedOutcome> Outcomes, List<nn.Module> Networks) Train(string name, bool poisoned)
        {
            var networks = Networks.Make(name);
            using var batched = BatchedModule.Of(networks);
            var outcomes = BatchedLoop.Run(
                batched, 20,
                step =>
                {
                    var losses = PerNetwork(batched.call(Networks.Inputs(name, step)));
                    return poisoned && step >= 7 ? losses * torch.tensor([1, double.NaN, 1]) : losses;
                },
                Options("adam") with { MaxGradientNorm = 1, SyncEvery = 4 });
            batched.Unstack();
            return (outcomes, networks);
        }

        foreach (var name in new[] { "ResNet", "attention by hand, shared table" })
        {
            var (healthy, ill) = (Train(name, poisoned: false), Train(name, poisoned: true));
            Assert.Equal(7, ill.Outcomes[1].Diverged!.Step);
            Assert.Equal(healthy.Outcomes[1].Curve.Losses.Take(7), ill.Outcomes[1].Curve.Losses);
            Assert.True(ill.Networks[1].parameters().First().isnan().any().item<bool>());
            foreach (var k in new[] { 0, 2 })
            {
                Assert.Null(ill.Outcomes[k].Diverged);
                Assert.Equal(healthy.Outcomes[k].Curve.Losses, ill.Outcomes[k].Curve.Losses);
                foreach (var (expected, actual) in healthy.Networks[k].parameters().Zip(ill.Networks[k].parameters())) Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public void Training_ends_when_every_network_has_diverged()
    {
        var steps = 0;
        using var batched = BatchedModule.Of(Networks.Make("linear"));
        var outcomes = BatchedLoop.Run(batched, 100, step =>
        {
            steps++;
            return PerNetwork(batched.call(Networks.Inputs("linear", step))) / 0;
        }, new LoopOptions { SyncEvery = 5 });
        Assert.Equal(5, steps);
        Assert.All(outcomes, outcome => Assert.Equal(0, outcome.Diverged!.Step));
        Assert.All(outcomes, outcome => Assert.Equal(double.PositiveInfinity, outcome.Diverged!.Loss));
    }

    [Fact]
    public void Gradients_are_clipped_network_by_network()
    {
        using var scope = torch.NewDisposeScope();
        var (a, b) = (nn.Parameter(torch.zeros(2, 2)), nn.Parameter(torch.zeros(2, 1)));
        a.grad = torch.tensor(new float[,] { { 3, 0 }, { 0.3f, 0 } });
        b.grad = torch.tensor(new float[,] { { 4 }, { 0.4f } });
        var norms = BatchedGradients.ClipNorm([a, b], 1);
        Assert.Equal(5, norms[0].item<float>(), 1e-6);
        Assert.Equal(0.5, norms[1].item<float>(), 1e-6);
        // The first has norm 5 and is scaled to 1; the second, of norm 0.5, stays.
        Assert.Equal([0.6f, 0, 0.3f, 0], a.grad!.data<float>().ToArray().Select(v => MathF.Round(v, 5)));
        Assert.Equal([0.8f, 0.4f], b.grad!.data<float>().ToArray().Select(v => MathF.Round(v, 5)));
    }

    [Fact]
    public void Learning_rates_may_differ_between_networks()
    {
        using var scope = torch.NewDisposeScope();
        double[] factors = [1, 0.1, 0];
        var (alone, together) = (Networks.Make("MLP classifier"), Networks.Make("MLP classifier"));
        using var batched = BatchedModule.Of(together);
        BatchedLoop.Run(batched, 10, step => PerNetwork(batched.call(Networks.Inputs("MLP classifier", step))), Options("adamw"), factors);
        batched.Unstack();
        for (var k = 0; k < Networks.Count; k++)
        {
            TrainingLoop.Run(
                alone[k].parameters(), 10, step => Loss(Networks.Call(alone[k], [.. Networks.Inputs("MLP classifier", step).Select(input => input[k])])),
                new LoopOptions { Optimizer = p => optim.AdamW(p, 3e-3 * factors[k], weight_decay: 0.1) });
            foreach (var (expected, actual) in alone[k].parameters().Zip(together[k].parameters()))
                Assert.True((expected - actual).abs().max().item<double>() <= 1e-9);
        }
    }

    [Fact]
    public void Mistakes_are_told()
    {
        using var batched = BatchedModule.Of(Networks.Make("linear"));
        var inputs = Networks.Inputs("linear");
        Assert.Contains("Expected the losses [3]", Assert.Throws<ArgumentException>(() => BatchedLoop.Run(batched, 1, _ => batched.call(inputs).sum())).Message);
        Assert.Contains("got 2", Assert.Throws<ArgumentException>(() => BatchedLoop.Run(batched, 1, _ => batched.call(inputs).sum([1, 2]), rateFactors: [1, 2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchedLoop.Run(batched, 1, _ => batched.call(inputs).sum([1, 2]), rateFactors: [1, -2, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchedGradients.ClipNorm([], -1));
    }

    // A loss that has no minimum at hand, the same for any shape of outputs.
    private static Tensor Loss(Tensor output) => (output.tanh() - 0.3).square().mean();

    private static Tensor PerNetwork(Tensor outputs) => (outputs.tanh() - 0.3).square().flatten(1).mean([1]);
}
