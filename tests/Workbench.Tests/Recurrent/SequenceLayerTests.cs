using TorchSharp;
using Workbench.Models;
using Workbench.Recurrent;
using static TorchSharp.torch;

namespace Workbench.Tests.Recurrent;

public class SequenceLayerTests
{
    [Theory]
    [InlineData(RecurrentUnit.Tanh)]
    [InlineData(RecurrentUnit.Gru)]
    [InlineData(RecurrentUnit.Lstm)]
    public void A_fused_layer_is_its_cell_over_the_sequence(RecurrentUnit unit)
    {
        var fused = new FusedLayer(unit, 3, 4, seed: 2);
        RecurrentCell cell = unit switch
        {
            RecurrentUnit.Tanh => new TanhCell(3, 4, 0),
            RecurrentUnit.Gru => new GruCell(3, 4, 0),
            _ => new LstmCell(3, 4, 0),
        };
        using var noGrad = torch.no_grad();
        var of = fused.named_parameters().ToDictionary(p => p.name[(p.name.IndexOf('.') + 1)..], p => p.parameter);
        var to = cell.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        to["weight_ih"].copy_(of["weight_ih_l0"]);
        to["weight_hh"].copy_(of["weight_hh_l0"]);
        // Only the GRU keeps its second bias apart from the first: it is multiplied by the reset gate.
        if (unit == RecurrentUnit.Gru) of["bias_hh_l0"].zero_();
        to["bias"].copy_(of["bias_ih_l0"] + of["bias_hh_l0"]);
        var x = Input(5, 9, 3);
        Close(new CellLayer(cell).call(x), fused.call(x), 1e-6);
    }

    [Fact]
    public void Seeds_decide_fused_weights_and_two_directions_are_twice_as_wide()
    {
        var (first, again, other) = (new FusedLayer(RecurrentUnit.Gru, 3, 4, 1), new FusedLayer(RecurrentUnit.Gru, 3, 4, 1), new FusedLayer(RecurrentUnit.Gru, 3, 4, 2));
        var x = Input(2, 6, 3);
        Assert.True(first.call(x).eq(again.call(x)).all().item<bool>());
        Assert.False(first.call(x).eq(other.call(x)).any().item<bool>());
        Assert.True(first.parameters().All(p => p.abs().max().item<float>() <= 0.5f));
        var both = new FusedLayer(RecurrentUnit.Lstm, 3, 4, 1, bidirectional: true);
        Assert.Equal([2, 6, 8], both.call(x).shape);
        // Changing the end changes what the backward half says at the start, and nothing that the forward half says there.
        var changed = x.clone();
        changed.select(1, 5).add_(1);
        var difference = (both.call(x) - both.call(changed)).abs()[TensorIndex.Colon, 0].amax([0]);
        Assert.True(difference.narrow(0, 0, 4).eq(0).all().item<bool>());
        Assert.True(difference.narrow(0, 4, 4).gt(0).all().item<bool>());
    }

    [Fact]
    public void The_units_of_the_adding_problem_have_the_parameters_counted_by_hand()
    {
        // 4 (2·36 + 36² + 2·36) + 37; 3 (2·42 + 42² + 2·42) + 43; 2·74 + 74² + 2·74 + 75.
        (RecurrentUnit Unit, int Width, int Count)[] expected = [(RecurrentUnit.Lstm, 36, 5797), (RecurrentUnit.Gru, 42, 5839), (RecurrentUnit.Tanh, 74, 5847)];
        foreach (var (unit, width, count) in expected)
            Assert.Equal(count, new SequenceRegressor(new FusedLayer(unit, 2, width, 0), 1, 0).ParameterCount());
    }

    [Fact]
    public void A_tagger_reads_symbols_as_one_hot_vectors_and_scales_before_the_readout()
    {
        var layer = new CellLayer(new BilinearCell(3, 4, seed: 1));
        var tagger = new SequenceTagger(layer, classes: 2, seed: 5, scale: 5);
        var symbols = torch.randint(0, 3, [4, 6], ScalarType.Int64, generator: new Generator(1));
        var vectors = nn.functional.one_hot(symbols, 3).to_type(ScalarType.Float32);
        var logits = tagger.call(symbols);
        Assert.Equal([4, 6, 2], logits.shape);
        Close(tagger.call(vectors), logits, 0);
        var weights = tagger.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Close(nn.functional.linear(5 * layer.call(vectors), weights["readout.weight"], weights["readout.bias"]), logits, 1e-6);
        // With states of length 1 the logits are at most 5 |w| from the bias.
        var bound = 5 * weights["readout.weight"].norm(1) + 1e-5;
        Assert.True(((logits - weights["readout.bias"]).abs() <= bound).all().item<bool>());
    }

    [Fact]
    public void A_regressor_reads_the_last_position()
    {
        var layer = new FusedLayer(RecurrentUnit.Gru, 2, 3, 0);
        var regressor = new SequenceRegressor(layer, outputs: 1, seed: 0);
        var x = Input(4, 5, 2);
        var readout = regressor.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Close(nn.functional.linear(layer.call(x)[TensorIndex.Colon, 4], readout["readout.weight"], readout["readout.bias"]), regressor.call(x), 1e-6);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var layer = new FusedLayer(RecurrentUnit.Gru, 3, 4, 0);
        Assert.Contains("[batch, positions, 3]", Assert.Throws<ArgumentException>(() => layer.call(Input(2, 5, 4))).Message);
        Assert.Throws<ArgumentException>(() => new CellLayer(new GruCell(3, 4, 0)).call(Input(2, 5, 4)));
        Assert.Throws<ArgumentOutOfRangeException>("unit", () => new FusedLayer((RecurrentUnit)7, 3, 4, 0));
        Assert.Throws<ArgumentNullException>(() => new CellLayer(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequenceTagger(layer, 0, 0));
    }

    private static Tensor Input(params long[] shape) => torch.randn(shape, generator: new Generator(8));

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, tolerance);
    }
}
