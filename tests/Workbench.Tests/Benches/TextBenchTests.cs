using TorchSharp;
using Workbench.Activations;
using Workbench.Benches;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Benches;

public class TextBenchTests
{
    private static readonly TextBenchOptions Tiny = new()
    {
        Depth = 1,
        Width = 16,
        Context = 16,
        Heads = 2,
        Steps = 40,
        BatchSize = 4,
        ValidationWindows = 16,
    };

    [SkippableFact]
    public void A_short_training_beats_the_untrained_model_and_repeats()
    {
        BenchData.NeedsText();
        using var bench = new TextBench(Tiny);
        Assert.Equal([16L, 17], bench.Validation.shape);
        using var untrained = bench.Model(new Gelu(), 1);
        using var run = bench.Run(new Gelu(), 1);
        using var again = bench.Run(new Gelu(), 1);
        using var other = bench.Run(new Gelu(), 2);
        Assert.Equal(40, run.Curve.Losses.Count);
        Assert.InRange(run.ValidationLoss, 2, bench.Loss(untrained) - 0.5);
        Assert.Equal(run.ValidationLoss, again.ValidationLoss);
        Assert.NotEqual(run.ValidationLoss, other.ValidationLoss);
        Assert.Equal(run.ValidationLoss, bench.Loss(run.Model));
    }

    [SkippableFact]
    public void Layers_are_of_the_kind_asked_for_and_weights_alike()
    {
        BenchData.NeedsText();
        using var bench = new TextBench(Tiny);
        using var relu = bench.Model(new Relu(), 1);
        using var golu = bench.Model(new Golu(), 1);
        using var gated = bench.Model(o => GluFeedForward.ByName("swiglu", o.Width, 4 * o.Width), 1);
        Tensor Key(Gpt model) => model.get_parameter("blocks.0.feedForward.key.weight")!;
        Assert.Equal([64L, 16], Key(relu).shape);
        Assert.True(Key(relu).equal(Key(golu)).all().item<bool>());
        Assert.Equal([43L, 16], Key(gated).shape);
        var activation = golu.named_modules().Single(pair => pair.name == "blocks.0.feedForward.activation").module;
        Assert.Equal("golu", Assert.IsType<ActivationModule>(activation).Activation.Name);
    }
}
