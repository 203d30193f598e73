using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class ReportTests
{
    [Fact]
    public void Operations_are_counted_by_hand()
    {
        using var mlp = new FashionMlp(1);
        using var x = torch.rand(3, 1, 28, 28);
        Assert.Equal(2 * 266_200, FlopReport.Of(mlp, x).Total.Dense);

        // A 3x3 convolution from 1 to 4 channels at 28x28; a strided one from 4 to 8 at 14x14.
        using var resnet = new ResNetLite(1, width: 4, blocksPerStage: 1);
        resnet.train();
        var report = FlopReport.Of(resnet, x);
        LayerFlops Layer(string name) => report.Layers.Single(layer => layer.Name == name);
        Assert.Equal(2 * 28 * 28 * 9 * 4, Layer("conv").Dense);
        Assert.Equal(2 * 14 * 14 * 9 * 4 * 8, Layer("blocks.1.conv1").Dense);
        Assert.Equal(2 * 16 * 10, Layer("fc").Dense);
        Assert.Equal(report.Total.Dense, report.Total.Sparse);
        Assert.True(resnet.training);
    }

    [Fact]
    public void Pruned_weights_cost_nothing_in_the_sparse_count()
    {
        using var model = new FashionMlp(1, inputs: 10, hidden1: 8, hidden2: 4, classes: 2);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        new PruningMethod { Scope = new LayerScope(), Rate = 0.5 }.Prune(new PruningState(model, masks, start));
        var report = FlopReport.Of(model, torch.rand(1, 10));

        Assert.Equal(2 * masks.Alive, report.Total.Sparse);
        Assert.Equal(2 * masks.AliveIn("fc2.weight"), report.Layers[1].Sparse);
        Assert.Contains("fc2", report.ToString());
        Assert.Throws<ArgumentException>(() => FlopReport.Of(model, torch.rand(0, 10)));
        Assert.Throws<ArgumentException>(() => FlopReport.Of(nn.ReLU(), torch.rand(1, 10)));
    }

    [Fact]
    public void Latencies_have_quantiles_and_leave_the_mode()
    {
        using var model = new FashionMlp(1, inputs: 10, hidden1: 8, hidden2: 4, classes: 2);
        model.train();
        var report = LatencyReport.Of(model, torch.rand(4, 10), passes: 9, warmUp: 1);

        Assert.Equal(9, report.Milliseconds.Count);
        Assert.True(report.Lower <= report.Median && report.Median <= report.Upper && report.Lower > 0);
        Assert.Equal(2.5, new LatencyReport([1, 2, 3, 10], 1).Median);
        Assert.True(model.training);
        Assert.Throws<ArgumentOutOfRangeException>(() => LatencyReport.Of(model, torch.rand(4, 10), passes: 0));
    }

    [Fact]
    public void A_sensitivity_scan_prunes_one_tensor_at_a_time_and_leaves_the_network()
    {
        using var net = new HandMade([[1, 2, 3, 4], [10, 20, 30, 40]], [new float[4], new float[4]]);
        var before = net.Weights;
        var scan = SensitivityScan.Run(net.State, new Magnitude(), [0, 0.5, 0.9], () => net.Weights.Sum(layer => layer.Sum()));

        Assert.Equal(110, scan.Baseline);
        // Half of 1, 2, 3, 4 goes, then all but the 4; the other tensor stays.
        Assert.Equal([110, 107, 104, 110, 80, 50], scan.Points.Select(point => point.Value));
        Assert.Equal([0L, 2L, 3L, 0L, 2L, 3L], scan.Points.Select(point => point.Pruned));
        Assert.Equal(["fc0.weight", "fc1.weight"], scan.Points.Select(point => point.Name).Distinct());
        Assert.Equal(before, net.Weights);
        Assert.Equal(8, net.Masks.Alive);
        Assert.Throws<ArgumentOutOfRangeException>(() => SensitivityScan.Run(net.State, new Magnitude(), [1], () => 0));
        Assert.Throws<ArgumentException>(() => SensitivityScan.Run(net.State, new Magnitude(), [], () => 0));
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("resnet")]
    [InlineData("vgg")]
    public void A_description_rebuilds_a_pruned_network_bit_for_bit(string kind)
    {
        var (model, x) = ChannelRemovalTests.Trained(kind);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        var state = new PruningState(model, masks, start);
        new PruningMethod { Rate = 0.5 }.Prune(state);
        var removal = ChannelPruning.Choose(state, new Magnitude(), 0.4, new LayerScope());
        var smaller = removal.Apply(model);
        using var itsMasks = removal.Apply(masks, smaller);
        var second = ChannelRemoval.Of(smaller, new Dictionary<string, IReadOnlyList<long>> { [((IPrunableNetwork)model).ChannelGroups[0].Name] = [0] });
        var smallest = second.Apply(smaller);
        using var finalMasks = second.Apply(itsMasks, smallest);
        using var noGrad = torch.no_grad();

        var json = PrunedModelDescription.Of(smallest, finalMasks).ToJson();
        var (again, rebuilt) = PrunedModelDescription.FromJson(json).Rebuild(PrunableNetworks.Build);
        again.eval();

        Assert.Equal(smallest.call(x).data<float>().ToArray(), again.call(x).data<float>().ToArray());
        Assert.Equal(finalMasks.Names, rebuilt!.Names);
        Assert.All(finalMasks.Names, name => Assert.Equal(finalMasks[name].data<float>().ToArray(), rebuilt[name].data<float>().ToArray()));
        Assert.Equal(json, PrunedModelDescription.Of(again, rebuilt).ToJson());
    }

    [Fact]
    public void A_description_without_masks_is_saved_and_loaded()
    {
        using var model = new FashionMlp(5, inputs: 6, hidden1: 4, hidden2: 3, classes: 2);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "model.json");
            PrunedModelDescription.Of(model).Save(path);
            var (again, masks) = PrunedModelDescription.Load(path).Rebuild(PrunableNetworks.Build);

            Assert.Null(masks);
            Assert.All(model.named_parameters(), pair => Assert.True(again.get_parameter(pair.name)!.eq(pair.parameter).all().item<bool>()));
            Assert.Single(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Broken_descriptions_are_refused()
    {
        using var model = new FashionMlp(5, inputs: 6, hidden1: 4, hidden2: 3, classes: 2);
        using var masks = new PruningMasks(model);
        var good = PrunedModelDescription.Of(model, masks);
        string Rebuilding(PrunedModelDescription description) =>
            Assert.Throws<InvalidDataException>(() => description.Rebuild(PrunableNetworks.Build)).Message;
        PrunedModelDescription With(Func<DescribedTensor, DescribedTensor> change) => good with { Tensors = [change(good.Tensors[0]), .. good.Tensors.Skip(1)] };

        Assert.Throws<InvalidDataException>(() => PrunedModelDescription.FromJson("{}"));
        Assert.Throws<InvalidDataException>(() => PrunedModelDescription.FromJson("not json"));
        Assert.Contains("version 2", Assert.Throws<InvalidDataException>(() => PrunedModelDescription.FromJson((good with { Version = 2 }).ToJson())).Message);
        Assert.Contains("described is [3, 3]", Rebuilding(With(one => one with { Shape = [3, 3] })));
        Assert.Contains("expected 24", Rebuilding(With(one => one with { Data = one.Data[..8] })));
        Assert.Contains("no base64", Rebuilding(With(one => one with { Data = "!" })));
        Assert.Contains("mask of 'fc1.weight'", Rebuilding(With(one => one with { Mask = "AA==" })));
        Assert.Contains("described are", Rebuilding(With(one => one with { Name = "fc9.weight" })));
        Assert.Contains("'FashionMlp'", Assert.Throws<ArgumentException>(() => PrunableNetworks.Build(good.Architecture with { Name = "FashionMlq" })).Message);
        Assert.Contains("'inputs'", Assert.Throws<ArgumentException>(() => PrunableNetworks.Build(good.Architecture with { Arguments = new Dictionary<string, int>() })).Message);
        Assert.Throws<ArgumentException>(() => PrunedModelDescription.Of(nn.Linear(2, 2)));
    }
}
