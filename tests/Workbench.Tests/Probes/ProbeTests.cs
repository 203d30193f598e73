using TorchSharp;
using Workbench.Models;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Tests.Probes;

public class ProbeTests
{
    private static readonly GptOptions Small = new() { Vocabulary = 11, Context = 8, Width = 16, Depth = 3, Heads = 2 };

    [Fact]
    public void Patching_with_itself_changes_nothing_and_with_another_run_is_that_run()
    {
        using var model = new Gpt(1, Small);
        using var here = Tokens(1);
        using var other = Tokens(2);
        using var before = model.call(here);
        using var target = model.call(other);
        Assert.False(Same(before, target));

        using var own = ActivationRecord.Of(model, () => model.call(here));
        foreach (var point in ProbePoints.Of(model))
        {
            using var patch = own.Patch(point);
            Assert.True(Same(before, model.call(here)), point);
        }

        using var record = ActivationRecord.Of(model, () => model.call(other), "blocks.*", "head");
        Assert.Equal(["blocks.0", "blocks.1", "blocks.2", "head"], record.Names);
        foreach (var point in record.Names)
        {
            using (record.Patch(point))
                Assert.True(Same(target, model.call(here)), point);
            Assert.True(Same(before, model.call(here)), "patching ends");
        }
    }

    [Fact]
    public void Patterns_stay_within_a_part_of_the_name()
    {
        using var model = new Gpt(1, Small);
        Assert.Equal(["blocks.0", "blocks.1", "blocks.2"], ProbePoints.Match(model, "blocks.*"));
        Assert.Equal(["blocks.1.feedForward.gate"], ProbePoints.Match(model, "blocks.1.feedForward.gate"));
        Assert.Equal(3, ProbePoints.Match(model, "blocks.*.attention.pattern").Count);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        using var model = new Gpt(1, Small);
        using var probe = new Probe(model);
        Assert.Contains("did you mean 'blocks.0.feedForward.gate'", Assert.Throws<ArgumentException>(
            () => probe.Reduce("blocks.0.feedForward.gates", name => new FiringCount(name))).Message);
        Assert.Contains("No point matches 'layers.*'", Assert.Throws<ArgumentException>(() => probe.Record("layers.*")).Message);
        Assert.Contains("cannot be probed", Assert.Throws<ArgumentException>(() => probe.Record("blocks")).Message);
    }

    [Fact]
    public void A_broken_activation_is_told_with_its_first_layer_and_step()
    {
        using var model = new Gpt(1, Small);
        using var probe = new Probe(model);
        var seen = probe.Reduce("blocks.*", name => new MassiveActivations(name));
        using var tokens = Tokens(1);
        for (var step = 0; step < 3; step++)
        {
            probe.Step = step;
            using var broken = step == 2 ? probe.Replace("blocks.1.feedForward", output => output * double.NaN) : null;
            model.call(tokens).Dispose();
            if (step < 2)
                Assert.Equal(3, seen.Results.Count);
        }

        Assert.Contains("'blocks.1' are NaN or infinite at step 2", Assert.Throws<InvalidOperationException>(() => seen.Results).Message);
    }

    [Fact]
    public void A_replacement_carries_gradients_and_keeps_the_shape()
    {
        using var model = new Gpt(1, Small);
        using var probe = new Probe(model);
        using var tokens = Tokens(1);
        using (probe.Replace("blocks.2.feedForward", output => output * 0))
        {
            model.call(tokens).sum().backward();
            Assert.Equal(0, model.get_parameter("blocks.2.feedForward.key.weight")!.grad!.abs().max().item<float>());
            Assert.NotEqual(0, model.get_parameter("blocks.1.feedForward.key.weight")!.grad!.abs().max().item<float>());
        }

        using var narrow = probe.Replace("blocks.0", output => output.narrow(1, 0, 2));
        Assert.Contains("has the shape [2, 2, 16]; the point has [2, 8, 16]", Assert.Throws<InvalidOperationException>(() => model.call(tokens)).Message);
    }

    [Fact]
    public void Nothing_is_seen_while_it_is_switched_off_and_nothing_is_kept()
    {
        using var model = new Gpt(1, Small);
        var probe = new Probe(model);
        var firing = probe.Reduce("blocks.*.feedForward.gate", name => new FiringCount(name));
        using var record = probe.Record("embedding");
        using var tokens = Tokens(1);
        probe.Enabled = false;
        model.call(tokens).Dispose();
        Assert.Throws<InvalidOperationException>(() => firing.Results);
        Assert.Contains("not called", Assert.Throws<ArgumentException>(() => record["embedding"]).Message);
        probe.Enabled = true;
        model.call(tokens).Dispose();
        Assert.Equal(16, firing.Take()[0].Tokens);
        Assert.Throws<InvalidOperationException>(() => firing["blocks.0.feedForward.gate"]);
        Assert.Throws<ArgumentException>(() => firing["blocks.0"]);
        Assert.Equal([2L, 8, 16], record["embedding"].shape);
        probe.Dispose();
        using var before = model.call(tokens);
        Assert.Throws<InvalidOperationException>(() => firing.Results);
    }

    [Fact]
    public void Modules_of_several_inputs_and_images_are_probed_alike()
    {
        using var model = new VelocityDiT(1, new DiTOptions { Width = 16, Heads = 2, Depth = 2, Patch = 2 });
        using var probe = new Probe(model);
        var rank = probe.Reduce("_blocks.*", name => new TokenMean(SparsityMeasures.Hoyer));
        using var images = torch.randn([3, 1, 4, 4], generator: new Generator(1));
        using var record = probe.Record("_blocks.1");
        model.call(images, torch.rand(3)).Dispose();
        Assert.Equal([3L, 4, 16], record["_blocks.1"].shape);
        Assert.Equal(SparsityMeasures.Hoyer(record["_blocks.1"]).mean().item<float>(), rank["_blocks.1"], 6);
    }

    [Fact]
    public void A_count_of_firings_does_not_take_a_NaN_for_a_number()
    {
        using var model = new Gpt(1, Small);
        using var probe = new Probe(model);
        var firing = probe.Reduce("blocks.*.feedForward.gate", name => new FiringCount(name));
        using var broken = probe.Replace("blocks.0", output => output / 0);
        using var tokens = Tokens(1);
        model.call(tokens).Dispose();
        Assert.Contains("'blocks.1.feedForward.gate'", Assert.Throws<InvalidOperationException>(() => firing["blocks.0.feedForward.gate"]).Message);
    }

    private static Tensor Tokens(int seed) => torch.randint(0, 11, [2, 8], generator: new Generator((ulong)seed));

    private static bool Same(Tensor a, Tensor b) => a.eq(b).all().item<bool>();
}
