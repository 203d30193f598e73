using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Tests.Pruning;

public class ChannelRemovalTests
{
    public static TheoryData<string> Networks => ["mlp", "resnet", "vgg"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_zero_channel_of_any_group_can_be_taken_out_without_changing_the_output(string kind)
    {
        foreach (var group in ((IPrunableNetwork)Trained(kind).Model).ChannelGroups)
        {
            var (model, x) = Trained(kind);
            using var noGrad = torch.no_grad();
            var tensors = model.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
            foreach (var slice in group.Slices.Where(slice => slice.Dimension == 0 && tensors.ContainsKey(slice.Tensor)))
                tensors[slice.Tensor].narrow(0, 1, 1).zero_();
            var before = model.call(x);
            var shapes = tensors.ToDictionary(pair => pair.Key, pair => pair.Value.shape);

            // Exactly the planted channel is found to be idle.
            var removal = ChannelPruning.Idle(model);
            var kept = Assert.Single(removal.Kept);
            Assert.Equal(group.Name, kept.Key);
            Assert.DoesNotContain(1L, kept.Value);
            Assert.Equal(group.Count(model) - 1, kept.Value.Count);
            var smaller = removal.Apply(model);

            // Sums over one term less may be rounded otherwise.
            Assert.True(smaller.call(x).allclose(before, rtol: 1e-4, atol: 1e-5), $"{kind}, {group.Name}");
            Assert.False(before.allclose(torch.zeros_like(before)));
            foreach (var (name, parameter) in smaller.named_parameters())
            {
                var expected = shapes[name].ToArray();
                foreach (var slice in group.Slices.Where(slice => slice.Tensor == name)) expected[slice.Dimension] -= slice.Span;
                Assert.Equal(expected, parameter.shape);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Any_channels_taken_out_of_all_groups_leave_what_masking_them_leaves(string kind)
    {
        // The oracle zeroes all that the channels write and runs the whole network.
        var (model, x) = Trained(kind);
        var (masked, _) = Trained(kind);
        var groups = ((IPrunableNetwork)model).ChannelGroups;
        var removed = groups.ToDictionary(group => group.Name, group => (IReadOnlyList<long>)[0, group.Count(model) - 1]);
        using var noGrad = torch.no_grad();
        var tensors = masked.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        foreach (var slice in groups.SelectMany(group => group.Slices).Where(slice => slice.Dimension == 0 && tensors.ContainsKey(slice.Tensor)))
        {
            tensors[slice.Tensor].narrow(0, 0, 1).zero_();
            tensors[slice.Tensor].narrow(0, tensors[slice.Tensor].shape[0] - 1, 1).zero_();
        }

        var before = model.call(x);
        var smaller = ChannelRemoval.Of(model, removed).Apply(model);
        Assert.True(smaller.call(x).allclose(masked.call(x), rtol: 1e-4, atol: 1e-5));
        Assert.True(model.call(x).eq(before).all().item<bool>());
        Assert.True(FlopReport.Of(smaller, x).Total.Dense < FlopReport.Of(masked, x).Total.Dense);
    }

    [Fact]
    public void What_nothing_reads_is_idle_too()
    {
        var (model, x) = Trained("mlp");
        using var noGrad = torch.no_grad();
        model.get_parameter("fc2.weight")!.narrow(1, 2, 1).zero_();
        var before = model.call(x);
        var removal = ChannelPruning.Idle(model);
        Assert.DoesNotContain(2L, Assert.Single(removal.Kept).Value);
        var smaller = removal.Apply(model);

        Assert.True(smaller.call(x).allclose(before, atol: 1e-5));
        Assert.Equal(5, smaller.get_parameter("fc1.weight")!.shape[0]);
    }

    [Fact]
    public void The_channels_of_least_worth_are_chosen_over_all_layers_that_write_them()
    {
        var (model, _) = Trained("resnet");
        using (torch.no_grad())
        {
            // Channel 2 of the first stage: small in the stem and in the block's second convolution. Channel 0 is small in the stem only.
            model.get_parameter("conv.weight")!.narrow(0, 2, 1).mul_(1e-3);
            model.get_parameter("blocks.0.conv2.weight")!.narrow(0, 2, 1).mul_(1e-3);
            model.get_parameter("conv.weight")!.narrow(0, 0, 1).mul_(1e-3);
        }

        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        var removal = ChannelPruning.Choose(new PruningState(model, masks, start), new Magnitude(), 0.3, new LayerScope());
        Assert.DoesNotContain(2L, removal.Kept["conv"]);
        Assert.Contains(0L, removal.Kept["conv"]);
        Assert.Equal(3, removal.Kept["conv"].Count);
    }

    [Fact]
    public void However_much_is_asked_for_one_channel_of_each_group_stays()
    {
        var (model, x) = Trained("vgg");
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        var smaller = ChannelPruning.Choose(new PruningState(model, masks, start), new Magnitude(), 0.99).Apply(model);

        Assert.All(((IPrunableNetwork)smaller).ChannelGroups, group => Assert.True(group.Count(smaller) >= 1));
        Assert.Contains(((IPrunableNetwork)smaller).ChannelGroups, group => group.Count(smaller) == 1);
        using var noGrad = torch.no_grad();
        Assert.Equal([5, 3], smaller.call(x).shape);
    }

    [Fact]
    public void Masks_and_rewind_points_shrink_with_the_network_and_training_goes_on()
    {
        var (model, x) = Trained("vgg");
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        new PruningMethod { Rate = 0.3 }.Prune(new PruningState(model, masks, start));
        var removal = ChannelPruning.Choose(new PruningState(model, masks, start), new Magnitude(), 0.4, new LayerScope());
        var small = removal.Apply(model);
        using var smaller = removal.Apply(masks, small);
        using var smallerStart = removal.Apply(start);

        Assert.All(smaller.Names, name => Assert.Equal(small.get_parameter(name)!.shape, smaller[name].shape));
        smallerStart.Restore(small, smaller);
        small.train();
        var optimiser = optim.SGD(small.parameters(), 0.1, momentum: 0.9);
        using var y = torch.tensor(new long[] { 0, 1, 2, 0, 1 });
        var losses = new List<float>();
        for (var step = 0; step < 15; step++)
        {
            optimiser.zero_grad();
            var loss = functional.cross_entropy(small.call(x), y);
            loss.backward();
            optimiser.step();
            smaller.Apply();
            losses.Add(loss.item<float>());
        }

        Assert.True(losses[^1] < losses[0]);
        Assert.All(smaller.Names, name => Assert.True(smaller.Weight(name).count_nonzero().item<long>() <= smaller.AliveIn(name)));
    }

    [Fact]
    public void The_last_channel_and_unknown_ones_are_refused_before_anything_is_taken_out()
    {
        var (model, _) = Trained("mlp");
        ChannelRemoval Of(string group, params long[] channels) =>
            ChannelRemoval.Of(model, new Dictionary<string, IReadOnlyList<long>> { [group] = channels });

        Assert.Contains("the last one has to stay", Assert.Throws<ArgumentException>(() => Of("fc1", 0, 1, 2, 3, 4, 5)).Message);
        Assert.Contains("'fc1'", Assert.Throws<ArgumentException>(() => Of("fc11", 0)).Message);
        Assert.Contains("given 6", Assert.Throws<ArgumentException>(() => Of("fc1", 6)).Message);
        Assert.Contains("given -1", Assert.Throws<ArgumentException>(() => Of("fc1", -1)).Message);
        Assert.Throws<ArgumentException>(() => ChannelRemoval.Of(Linear(2, 3), new Dictionary<string, IReadOnlyList<long>>()));
        Assert.Empty(Of("fc1").Kept);
    }

    internal static (Module<Tensor, Tensor> Model, Tensor X) Trained(string kind)
    {
        Module<Tensor, Tensor> model = kind switch
        {
            "mlp" => new FashionMlp(3, inputs: 64, hidden1: 6, hidden2: 5, classes: 3),
            "resnet" => new ResNetLite(3, width: 4, blocksPerStage: 2, classes: 3),
            _ => new VggSmall(3, width: 3, hidden: 6, side: 17, classes: 3),
        };
        using var generator = new Generator(7);
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in model.named_parameters())
        {
            // Biases, scales and statistics as after training: none at its trivial value.
            if (parameter.dim() == 1) parameter.add_(torch.rand(parameter.shape, generator: generator), 0.2);
        }

        foreach (var (name, buffer) in model.named_buffers())
        {
            if (buffer.dim() == 1) buffer.add_(torch.rand(buffer.shape, generator: generator), 0.3);
        }

        model.eval();
        return (model, torch.rand([5, 1, kind == "mlp" ? 8 : 17, kind == "mlp" ? 8 : 17], generator: generator));
    }
}
