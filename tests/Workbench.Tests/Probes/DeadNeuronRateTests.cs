using TorchSharp;
using Workbench.Models;
using Workbench.Probes;
using static TorchSharp.torch;

namespace Workbench.Tests.Probes;

public class DeadNeuronRateTests
{
    private static readonly ReluSite[] Site = [new("relu", "fc")];

    [Fact]
    public void Planted_dead_units_are_found_and_no_other()
    {
        // Inputs 1 and -1. Unit 0 fires on 1 only; unit 1 never (bias -5); unit 2 is cut off with bias 0; unit 3 is cut
        // off but its bias fires it; unit 4 always fires; unit 5 is cut off with a negative bias.
        using var model = OneLayer([1, 1, 0, 0, 1, 0], [0, -5, 0, 2, 5, -1]);
        var report = DeadNeuronRate.Measure(model, Site, [torch.tensor(new float[] { 1, -1 }).reshape(2, 1)]);

        var layer = report["relu"];
        Assert.Equal(6, layer.Neurons);
        Assert.Equal(2, layer.Samples);
        Assert.Equal(1 + 2 + 2 + 0 + 0 + 2, layer.Dead);
        Assert.Equal(3, layer.AlwaysDead);
        Assert.Equal(2, layer.StructurallyDead);
        Assert.Equal(7.0 / 12, layer.Rate);
        Assert.Equal(1.0 / 12, layer.Dynamic, 12);
    }

    [Fact]
    public void A_fresh_layer_on_symmetric_inputs_is_half_dead()
    {
        using var model = new FashionMlp(7);
        using var generator = new Generator(7);
        using var inputs = torch.randn([5000, 784], generator: generator);
        var report = DeadNeuronRate.Measure(model, [new ReluSite("relu1", "fc1")], [inputs]);

        Assert.Equal(0.5, report.Total.Rate, 0.02);
        Assert.Equal(0, report.Total.Static);
    }

    [Fact]
    public void The_rate_is_its_dynamic_and_its_static_part_and_structure_bounds_behaviour()
    {
        using var model = new FashionMlp(3, inputs: 20, hidden1: 40, hidden2: 30);
        using (torch.no_grad())
        {
            // Cut off every third unit of the first layer, give every fifth a bias that keeps it silent.
            var weight = model.get_parameter("fc1.weight")!;
            var bias = model.get_parameter("fc1.bias")!;
            for (var unit = 0; unit < 40; unit += 3) weight.select(0, unit).zero_();
            for (var unit = 0; unit < 40; unit += 5) bias.select(0, unit).fill_(-100);
        }

        using var inputs = torch.randn([500, 20], generator: new Generator(1));
        var report = DeadNeuronRate.Measure(model, inputs, batchSize: 64);

        foreach (var layer in report.Layers.Append(report.Total))
        {
            Assert.Equal(layer.Rate, layer.Dynamic + layer.Static, 12);
            Assert.True(layer.Structural <= layer.Static);
        }

        Assert.Equal(14, report["relu1"].StructurallyDead);
        Assert.Equal(14 + 8 - 3, report["relu1"].AlwaysDead);
        Assert.Equal(70, report.Total.Neurons);
    }

    [Fact]
    public void Batches_do_not_change_the_counts()
    {
        using var model = new FashionMlp(3, inputs: 20, hidden1: 40, hidden2: 30);
        using var inputs = torch.randn([103, 20], generator: new Generator(2));

        Assert.Equal(
            DeadNeuronRate.Measure(model, inputs, batchSize: 103).Layers,
            DeadNeuronRate.Measure(model, inputs, batchSize: 10).Layers);
    }

    [Fact]
    public void A_convolution_counts_every_position_and_structure_counts_channels()
    {
        using var model = new ResNetLite(1, width: 4, blocksPerStage: 1);
        using (torch.no_grad())
        {
            model.get_parameter("conv.weight")!.select(0, 2).zero_();      // cut by its weights: BatchNorm puts out its bias, 0
            model.get_parameter("norm.weight")!.select(0, 3).zero_();      // cut by its scale, but the bias fires it
            model.get_parameter("norm.bias")!.select(0, 3).fill_(1);
        }

        using var inputs = torch.rand([6, 1, 28, 28], generator: new Generator(3));
        var report = DeadNeuronRate.Measure(model, inputs);

        var stem = report["relu"];
        Assert.Equal(4 * 28 * 28, stem.Neurons);
        Assert.Equal(28 * 28, stem.StructurallyDead);
        Assert.True(stem.AlwaysDead >= stem.StructurallyDead);
        Assert.Equal(7, report.Layers.Count);
        Assert.Equal(0, report["blocks.0.relu2"].StructurallyDead);
    }

    [Fact]
    public void The_model_is_left_as_it_was()
    {
        using var model = new ResNetLite(1, width: 4, blocksPerStage: 1);
        using var inputs = torch.rand([4, 1, 28, 28], generator: new Generator(3));
        var before = model.get_buffer("norm.running_mean")!.data<float>().ToArray();
        model.train();
        var first = DeadNeuronRate.Measure(model, inputs);
        var second = DeadNeuronRate.Measure(model, inputs);

        Assert.True(model.training);
        Assert.Equal(before, model.get_buffer("norm.running_mean")!.data<float>().ToArray());
        Assert.Equal(first.Layers, second.Layers);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        using var model = new FashionMlp(0);
        var error = Assert.Throws<ArgumentException>(() => DeadNeuronRate.Measure(model, [new ReluSite("relu3")], [torch.zeros(1, 784)]));

        Assert.Contains("no module 'relu3'; did you mean 'relu", error.Message);
    }

    [Fact]
    public void Activations_that_are_not_numbers_are_told_with_their_layer_and_batch()
    {
        using var model = OneLayer([1], [0]);
        var error = Assert.Throws<InvalidOperationException>(() => DeadNeuronRate.Measure(
            model, Site, [torch.ones(2, 1), torch.full([2, 1], float.NaN)]));

        Assert.Contains("'relu'", error.Message);
        Assert.Contains("batch 1", error.Message);
    }

    [Fact]
    public void A_relu_used_twice_is_refused()
    {
        using var model = new Shared();
        var error = Assert.Throws<InvalidOperationException>(() => DeadNeuronRate.Measure(model, [new ReluSite("relu")], [torch.ones(2, 1)]));

        Assert.Contains("ran 2 times", error.Message);
    }

    [Fact]
    public void No_samples_are_refused()
    {
        using var model = OneLayer([1], [0]);
        Assert.Throws<ArgumentException>(() => DeadNeuronRate.Measure(model, Site, []));
    }

    [Fact]
    public void The_report_is_a_table_of_layers_and_their_sum()
    {
        var report = new DeadNeuronReport([new DeadNeurons("a", 10, 4, 20, 2, 1), new DeadNeurons("b", 30, 4, 20, 0, 0)]);

        Assert.Equal(40.0 / 160, report.Total.Rate);
        Assert.Equal(2.0 / 40, report.Total.Static);
        Assert.Equal(4, report.ToString().TrimEnd('\n').Split('\n').Length);
        Assert.Throws<ArgumentException>(() => report["c"]);
    }

    private static TorchSharp.Modules.Sequential OneLayer(float[] weights, float[] biases)
    {
        var layer = nn.Linear(1, weights.Length);
        using (torch.no_grad())
        {
            layer.weight!.copy_(torch.tensor(weights).reshape(-1, 1));
            layer.bias!.copy_(torch.tensor(biases));
        }

        return nn.Sequential(("fc", layer), ("relu", nn.ReLU()));
    }

    private sealed class Shared : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.ReLU relu = nn.ReLU();

        public Shared() : base(nameof(Shared)) => RegisterComponents();

        public override Tensor forward(Tensor input) => relu.call(relu.call(input));
    }
}
