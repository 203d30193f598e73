using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class EditingBenchTests
{
    [Fact]
    public void Equal_attributes_go_together()
    {
        Assert.Equal(8, AttributeLaw.Patterns.Count);
        Assert.Equal([0, 1, 1], AttributeLaw.Patterns[3]);
        Assert.Equal(1, AttributeLaw.Probabilities.Sum(), 12);
        // All three pairs equal against one of them.
        Assert.Equal(Math.E, AttributeLaw.Probabilities[7] / AttributeLaw.Probabilities[3], 12);
        Assert.True(AttributeLaw.Matches([1, 0, 1], [1, null, 1]));
        Assert.False(AttributeLaw.Matches([1, 0, 1], [1, 1, null]));
        Assert.Throws<ArgumentException>(() => AttributeLaw.Matches([1, 0, 1], [1, 2, null]));
        Assert.Throws<ArgumentException>(() => AttributeLaw.Matches([1, 0, 1], [1]));
    }

    [Fact]
    public void A_prompt_describes_the_patterns_it_leaves_open()
    {
        var latents = new AttributeLatents(seed: 0);
        Assert.Equal(8, latents.Law(null, null, null).Weights.Count);
        var two = latents.Law(1, 1, null);
        Assert.Equal([1 / (1 + Math.E), Math.E / (1 + Math.E)], two.Weights, (a, b) => Math.Abs(a - b) < 1e-12);
        // The means of (1, 1, 0) and (1, 1, 1) are 2A apart at the third position, and the background leans by at most δ at each.
        var gap = (torch.tensor(two.Means)[1] - torch.tensor(two.Means)[0]).reshape(4, 6).square().sum(0).sqrt().data<double>().ToArray();
        Assert.Equal([0, 0, 1.2, 0.5, 0.5, 0.5], gap, (a, b) => Math.Abs(a - b) < 1e-12);
        // At t = 1 every exact flow from noise has v(x, 1) = x.
        var x = latents.Sample(20, new Generator(1), 1, 1, null);
        Assert.Equal([20, 4, 6], x.shape);
        Assert.True((latents.Flow(1, 1, null).Velocity(x, 1.0) - x).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void Attributes_are_judged_by_the_odds_of_two_Gaussians()
    {
        var latents = new AttributeLatents(seed: 3, amplitude: 0.2, std: 0.4);
        var means = torch.tensor(latents.Law(null, null, null).Means).reshape(8, 4, 6);
        // Log-odds at the two means are ±(2A)²/(2s²) = ±0.5.
        var (yes, no) = (1 / (1 + Math.Exp(-0.5)), 1 / (1 + Math.Exp(0.5)));
        Assert.Equal([no * no * no, no * yes * yes, yes * yes * yes], latents.Switched(means)[torch.tensor(new long[] { 0, 3, 7 })].data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Without_leaning_the_background_stays_whatever_the_guidance()
    {
        var latents = new AttributeLatents(seed: 1, leaning: 0);
        var x = latents.Sample(30, new Generator(2), 0, 0, 0);
        var target = new GuidedVelocity(latents.Flow(1, 1, 1), latents.Flow(null, null, null), 3);
        var edited = new FlowEdit { EditSteps = 20 }.Apply(latents.Flow(0, 0, 0), target, x, new Generator(3));
        Assert.True(PeakSignalToNoise.Of(AttributeLatents.Background(edited), AttributeLatents.Background(x)) > 250);
        Assert.True(latents.Switched(edited).mean().item<double>() > 100 * latents.Switched(x).mean().item<double>());
    }

    [Fact]
    public void One_part_that_is_the_whole_makes_SplitFlow_FlowEdit()
    {
        var latents = new AttributeLatents(seed: 2);
        var x = latents.Sample(10, new Generator(4), 0, 0, 0);
        var edit = new FlowEdit { EditSteps = 20 };
        var (source, target) = (latents.Flow(0, 0, 0), latents.Flow(1, 1, 1));
        var whole = edit.Apply(source, target, x, new Generator(5));
        foreach (var join in new[] { SplitFlowAggregation.Average, SplitFlowAggregation.Projection })
        {
            var split = new SplitFlow { Edit = edit, JoinAt = 15, Aggregation = join }.Apply(source, target, [target], x, seed: 5);
            Assert.True((split - whole).abs().max().item<double>() < 1e-12);
        }
    }

    [Fact]
    public void Garments_are_where_their_attributes_say()
    {
        // Every image shows its label, so that cells can be read back.
        var labels = torch.tensor(new long[] { 0, 1, 2, 3, 4, 7, 8, 9 });
        var canvases = new GarmentCanvases(new LabelledImages(labels.to_type(ScalarType.Float32).reshape(-1, 1, 1, 1).expand(-1, 1, 28, 28).contiguous(), labels)) { WordDropout = 0.5 };
        float[] Shown(Tensor x, int cell) => GarmentCanvases.Cell(x, cell)[TensorIndex.Colon, 0, 5, 9].data<float>().ToArray();
        var mixed = canvases.Sample(500, new Generator(0), 0, 1, 1);
        Assert.Equal([500, 4, 28, 28], mixed.shape);
        Assert.Equal([0f, 9f, 4f], [Shown(mixed, 0)[17], Shown(mixed, 1)[17], Shown(mixed, 2)[17]]);
        Assert.Equal(0.6, Shown(mixed, 3).Count(label => label == 8) / 500.0, 0.07);
        Assert.Equal([3L, 9, 4], GarmentCanvases.Present);

        var pairs = canvases.Draw(300, new Generator(1));
        var prompts = pairs.Labels!;
        Assert.Equal(0.5, prompts.eq(0).to_type(ScalarType.Float32).mean().item<float>(), 0.06);
        var first = prompts.select(1, 0).data<float>().ToArray();
        var garments = Shown(pairs.X1, 0);
        Assert.All(first.Zip(garments).Where(pair => pair.First != 0), pair => Assert.Equal(pair.First > 0 ? 3f : 0f, pair.Second));
        Assert.Equal([1f, 0f, -1f], GarmentCanvases.Prompt(2, 1, null, 0)[1].data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => canvases.Sample(2, new Generator(0), 1, 1));
        Assert.Throws<ArgumentException>(() => new GarmentCanvases(new LabelledImages(torch.zeros(3, 1, 28, 28), torch.zeros(3, dtype: ScalarType.Int64))));
    }

    [Fact]
    public void Patches_of_a_canvas_give_its_pixels_back()
    {
        var labels = torch.tensor(new long[] { 0, 1, 2, 3, 4, 7, 8, 9 });
        var images = torch.rand(8, 1, 28, 28, generator: new Generator(2));
        var canvas = new GarmentCanvases(new LabelledImages(images, labels)).Sample(1, new Generator(3), 1, 0, 1);
        Assert.Equal(images[labels.eq(7)], GarmentCanvases.Cell(canvas, 1));
        Assert.Equal(images[labels.eq(4)], GarmentCanvases.Pixels(canvas)[TensorIndex.Colon, TensorIndex.Colon, 28.., ..28]);
        // The four channels of a position are a patch of 2×2 pixels.
        Assert.Equal(images[3, 0, ..2, ..2].flatten(), canvas[0, TensorIndex.Colon, 0, 0]);
    }

    [Fact]
    public void Ten_per_cent_off_are_twenty_decibels()
    {
        var x = torch.zeros(3, 2);
        Assert.Equal(20, PeakSignalToNoise.Of(x + 0.1f, x), 4);
        Assert.Equal(20, PeakSignalToNoise.Of(x - 0.2f, x, peak: 2), 4);
        Assert.Equal(double.PositiveInfinity, PeakSignalToNoise.Of(x, x));
        Assert.Throws<ArgumentException>(() => PeakSignalToNoise.Of(x, torch.zeros(3, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PeakSignalToNoise.Of(x, x, peak: 0));
    }
}
