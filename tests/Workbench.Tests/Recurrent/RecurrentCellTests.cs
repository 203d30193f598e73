using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.Papers;
using Workbench.Recurrent;
using static TorchSharp.torch;

namespace Workbench.Tests.Recurrent;

/// <summary>Against PyTorch's cells, tests/golden/recurrent.json (made by recurrent.py beside it), and against steps done by hand.</summary>
public class RecurrentCellTests
{
    // Both sides compute in double precision; the file keeps twelve digits.
    private const double Tolerance = 1e-10;

    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "tests", "golden", "recurrent.json"))).RootElement;

    public static TheoryData<string, RecurrentCell> Cells() => new()
    {
        { "gru", new GruCell(3, 4, seed: 1) },
        { "mgu", new MguCell(3, 4, seed: 1) },
        { "indrnn", new IndRnnCell(3, 4, seed: 1) },
        { "tanh", new TanhCell(3, 4, seed: 1) },
        { "lstm", new LstmCell(3, 4, seed: 1) },
        { "bilinear", new BilinearCell(3, 4, seed: 1, normalise: false) },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void Two_steps_agree_with_PyTorch(string name, RecurrentCell cell)
    {
        var golden = Golden.GetProperty("cells").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        cell.to(ScalarType.Float64);
        Load(cell, golden.GetProperty("parameters"));
        Tensor? state = null;
        for (var i = 0; i < 2; i++)
        {
            state = cell.call(Values(golden.GetProperty("x")[i]).reshape(2, 3), state);
            Close(Values(golden.GetProperty("states")[i]).reshape(state.shape), state);
        }
    }

    [Fact]
    public void Images_are_vectors_at_every_pixel()
    {
        foreach (var row in Cells())
        {
            var cell = (RecurrentCell)row[1];
            if (cell is LinearTransitionCell)
                continue;
            cell.to(ScalarType.Float64);
            var (x, h) = (Normal(2, 3, 5, 6), Normal(2, cell.StateSize, 5, 6).abs());
            Tensor Flat(Tensor image) => image.permute(0, 2, 3, 1).reshape(60, -1);
            Close(cell.call(Flat(x), Flat(h)), Flat(cell.call(x, h)));
        }
    }

    [Fact]
    public void Scalar_gru_with_the_reset_before_the_product_does_what_Chung_et_al_write()
    {
        // All weights 1, no biases, x = 1: the paper's z lets the new value in, ours keeps the old one, so z's weights change sign.
        var paper = Ones(new GruCell(1, 1, 0, ResetPlacement.BeforeProduct));
        using (torch.no_grad())
        {
            paper.InputWeight[1].fill_(-1);
            paper.StateWeight[1].fill_(-1);
        }

        Course(paper, 0.5567699, 0.8382741);
        Course(Ones(new GruCell(1, 1, 0)), 0.2048242, 0.3467531);
    }

    [Fact]
    public void Scalar_lstm_with_and_without_peepholes_gives_the_values_worked_out_by_hand()
    {
        Course(Ones(new LstmCell(1, 1, 0)), 0.3696064, 0.6505352);
        Course(Ones(new LstmCell(1, 1, 0, peepholes: true)), 0.4175506, 0.7992694);
    }

    [Fact]
    public void Open_gates_keep_the_state_and_an_IndRNN_without_recurrence_is_a_layer()
    {
        var (x, h) = (Normal(5, 3), Normal(5, 4));
        var gru = new GruCell(3, 4, seed: 2);
        var mgu = new MguCell(3, 4, seed: 2);
        var ind = new IndRnnCell(3, 4, seed: 2);
        foreach (var cell in new RecurrentCell[] { gru, mgu, ind })
            cell.to(ScalarType.Float64);
        using var noGrad = torch.no_grad();
        gru.Bias.narrow(0, 4, 4).fill_(60);
        mgu.Bias.narrow(0, 0, 4).fill_(60);
        ind.StateWeight.zero_();
        Close(h, gru.call(x, h));
        Close(h, mgu.call(x, h));
        Close(nn.functional.linear(x, ind.InputWeight, ind.Bias).relu(), ind.call(x, h));
    }

    [Fact]
    public void A_gate_bias_reaches_the_gates_only_and_seeds_decide_the_weights()
    {
        var cell = new GruCell(3, 4, seed: 5, gateBias: 1);
        Assert.True(cell.Bias.narrow(0, 0, 8).eq(1).all().item<bool>());
        Assert.False(cell.Bias.narrow(0, 8, 4).eq(1).any().item<bool>());
        Assert.True(cell.StateWeight.eq(new GruCell(3, 4, seed: 5).StateWeight).all().item<bool>());
        Assert.False(cell.StateWeight.eq(new GruCell(3, 4, seed: 6).StateWeight).all().item<bool>());
        Assert.True(cell.StateWeight.abs().max().item<float>() <= 0.5f);
        Assert.Equal(["weight_ih", "weight_hh", "bias"], cell.named_parameters().Select(p => p.name));
        Assert.Contains("start", new BilinearCell(2, 4, 0).named_parameters().Select(p => p.name));
        Assert.Equal(4, new LstmCell(3, 4, 0, peepholes: true).named_parameters().Count());
    }

    [Fact]
    public void A_real_diagonal_does_parity_and_a_positive_one_never_changes_a_sign()
    {
        var parity = new BilinearCell(2, 1, seed: 0, blockSize: 1);
        using (torch.no_grad())
            parity.Weight.copy_(torch.tensor(new[] { 1f, -1f }).reshape(2, 1, 1, 1));
        var bits = torch.randint(0, 2, [3, 200], generator: new Generator(4));
        var (outputs, _) = new RecurrentLayer(parity).call(nn.functional.one_hot(bits, 2).to_type(ScalarType.Float32), null);
        var expected = 1 - (2 * bits.cumsum(1).remainder(2)).to_type(ScalarType.Float32);
        Assert.True(outputs.squeeze(2).eq(expected).all().item<bool>());

        var positive = new PositiveDiagonalCell(2, 3, seed: 0);
        Assert.True(positive.call(Normal(4, 2).to_type(ScalarType.Float32) * 5, null).min().item<float>() > 0);
    }

    [Fact]
    public void A_positive_diagonal_knows_only_how_often_each_symbol_came()
    {
        var cell = new PositiveDiagonalCell(2, 3, seed: 0, normalise: false);
        var unit = new PositiveDiagonalCell(2, 3, seed: 0);
        foreach (var each in new[] { cell, unit })
            each.to(ScalarType.Float64);
        var symbols = torch.tensor(new long[] { 0, 1, 1, 0, 1 }).reshape(1, 5);
        var x = nn.functional.one_hot(symbols, 2).to_type(ScalarType.Float64);
        // h = h0 exp(2 D_0 + 3 D_1), whatever the order.
        var expected = (cell.Start * torch.exp((2 * cell.Weight.select(1, 0)) + (3 * cell.Weight.select(1, 1)))).unsqueeze(0);
        Close(expected, new RecurrentLayer(cell).call(x, null).State);
        Close(expected, new RecurrentLayer(cell).call(x.flip(1), null).State);
        Close(expected / expected.norm(), new RecurrentLayer(unit).call(x, null).State);
    }

    [Fact]
    public void Five_turns_by_a_fifth_of_a_circle_come_back()
    {
        var cell = new RotationCell(1, 4, seed: 0);
        cell.to(ScalarType.Float64);
        using (torch.no_grad())
            cell.Angles.fill_(2 * Math.PI / 5);
        var (outputs, state) = new RecurrentLayer(cell).call(torch.ones([1, 5, 1], ScalarType.Float64), null);
        Close(cell.Start.unsqueeze(0), state, 1e-12);
        Close(torch.tensor(new[] { 0.5, 0.5, 0.5, 0.5 }).norm(), outputs[0, 2].norm(), 1e-6);
        Assert.True((outputs[0, 2] - state[0]).abs().max().item<double>() > 0.1);
    }

    [Fact]
    public void Blocks_and_factors_are_special_cases_of_the_full_tensor()
    {
        var (x, h) = (Normal(5, 3), Normal(5, 4));
        var blocks = new BilinearCell(3, 4, seed: 0, blockSize: 2);
        var factors = new FactorisedBilinearCell(3, 4, rank: 6, seed: 0, normalise: false);
        var full = new BilinearCell(3, 4, seed: 9);
        var plain = new BilinearCell(3, 4, seed: 9, normalise: false);
        foreach (var cell in new RecurrentCell[] { blocks, factors, full, plain })
            cell.to(ScalarType.Float64);
        using var noGrad = torch.no_grad();
        full.Weight.zero_();
        for (var b = 0; b < 2; b++)
            full.Weight.narrow(1, 0, 1).narrow(2, 2 * b, 2).narrow(3, 2 * b, 2).copy_(blocks.Weight.narrow(1, b, 1));
        plain.Weight.copy_(torch.einsum("ir,rj,rk->kij", factors.OutputFactor, factors.StateFactor, factors.InputFactor).unsqueeze(1));
        Close(full.call(x, h), blocks.call(x, h));
        Close(plain.call(x, h), factors.call(x, h));
        Close(torch.ones(5, ScalarType.Float64), full.call(x, h).square().sum(1));
    }

    [Fact]
    public void A_layer_steps_from_either_end_and_carries_a_state()
    {
        var layer = new RecurrentLayer(new GruCell(3, 4, seed: 3));
        var back = new RecurrentLayer(new GruCell(3, 4, seed: 3), backward: true);
        var x = Normal(2, 7, 3).to_type(ScalarType.Float32);
        var (outputs, state) = layer.call(x, null);
        Close(outputs.select(1, 6), state);
        var (first, half) = layer.call(x.narrow(1, 0, 3), null);
        Close(outputs, torch.cat([first, layer.call(x.narrow(1, 3, 4), half).Outputs], 1), 1e-6);
        Close(outputs.flip(1), back.call(x.flip(1), null).Outputs);
        var both = new BidirectionalLayer(new GruCell(3, 4, seed: 3), new GruCell(3, 4, seed: 3)).call(x);
        Close(torch.cat([outputs, back.call(x, null).Outputs], 2), both);
    }

    [Fact]
    public void A_GRU_layer_is_torch_nn_GRU()
    {
        var layer = new RecurrentLayer(new GruCell(3, 4, seed: 3));
        var reference = nn.GRU(3, 4, batchFirst: true);
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in reference.named_parameters())
        {
            var cell = (GruCell)layer.Cell;
            if (name.StartsWith("weight_ih", StringComparison.Ordinal)) parameter.copy_(cell.InputWeight);
            else if (name.StartsWith("weight_hh", StringComparison.Ordinal)) parameter.copy_(cell.StateWeight);
            else if (name.StartsWith("bias_ih", StringComparison.Ordinal)) parameter.copy_(cell.Bias);
            else parameter.zero_();
        }

        var x = Normal(2, 7, 3).to_type(ScalarType.Float32);
        Close(reference.call(x).Item1, layer.call(x, null).Outputs, 1e-6);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var cell = new GruCell(3, 4, seed: 0);
        Assert.Contains("[batch, 3, …]", Assert.Throws<ArgumentException>(() => cell.call(torch.zeros(2, 5), null)).Message);
        Assert.Contains("[2, 4]", Assert.Throws<ArgumentException>(() => cell.call(torch.zeros(2, 3), torch.zeros(2, 5))).Message);
        Assert.Throws<ArgumentException>(() => new RecurrentLayer(cell).call(torch.zeros(2, 0, 3), null));
        Assert.Contains("Blocks of 3", Assert.Throws<ArgumentException>(() => new BilinearCell(2, 4, 0, blockSize: 3)).Message);
        Assert.Throws<ArgumentException>(() => new RotationCell(2, 3, 0));
        Assert.Throws<ArgumentException>(() => new BidirectionalLayer(cell, cell));
        Assert.Throws<ArgumentException>(() => new BilinearCell(3, 4, 0).call(torch.zeros(1, 3, 2, 2), null));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MguCell(0, 4, 0));
    }

    private static T Ones<T>(T cell)
        where T : RecurrentCell
    {
        cell.to(ScalarType.Float64);
        using var noGrad = torch.no_grad();
        foreach (var (name, parameter) in cell.named_parameters())
            parameter.fill_(name == "bias" ? 0 : 1);
        return cell;
    }

    private static void Course(RecurrentCell cell, params double[] expected)
    {
        var (outputs, _) = new RecurrentLayer(cell).call(torch.ones([1, expected.Length, 1], ScalarType.Float64), null);
        // The values by hand have seven digits.
        Close(torch.tensor(expected).reshape(outputs.shape), outputs, 6e-8);
    }

    private static void Load(nn.Module cell, JsonElement values)
    {
        using var noGrad = torch.no_grad();
        var parameters = cell.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var value in values.EnumerateObject())
            parameters[value.Name].copy_(Values(value.Value).reshape(parameters[value.Name].shape));
    }

    private static Tensor Values(JsonElement numbers) => torch.tensor(numbers.EnumerateArray().Select(v => v.GetDouble()).ToArray());

    private static Tensor Normal(params long[] shape) => torch.randn(shape, ScalarType.Float64, generator: new Generator(8));

    private static void Close(Tensor expected, Tensor actual, double tolerance = Tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var distance = (expected.to_type(ScalarType.Float64) - actual.to_type(ScalarType.Float64)).abs().max().item<double>();
        Assert.True(distance <= tolerance, $"off by {distance}");
    }
}
