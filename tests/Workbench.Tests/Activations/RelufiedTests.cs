using TorchSharp;
using Workbench.Activations;
using static TorchSharp.torch;

namespace Workbench.Tests.Activations;

public class RelufiedTests
{
    [Fact]
    public void Slots_are_exchanged_by_stage_and_come_back()
    {
        var (norm, hidden) = (new ActivationSlot(new Identity(), stage: 2), new ActivationSlot(new Gelu()));
        using var network = nn.Sequential(norm, hidden);
        var x = torch.linspace(-2, 2, 9);
        Assert.Equal(1, Relufication.Apply(network, shift: 0.5));
        Assert.True(network.call(x).eq((x - 0.5).relu()).all().item<bool>());
        Assert.Equal(2, Relufication.Apply(network, stage: 2));
        Assert.True(norm.call(x).eq(x.relu()).all().item<bool>());
        hidden.Replace(null);
        Assert.True(hidden.call(x).eq(new Gelu().Apply(x)).all().item<bool>());
        Assert.Throws<ArgumentException>(() => hidden.Replace(new Swish()));
        Assert.Throws<ArgumentException>(() => Relufication.Apply(nn.Linear(2, 2)));
    }

    [Fact]
    public void Aggregated_sparsity_by_hand()
    {
        var hidden = torch.tensor(new float[,] { { 1, 0, 0, 0 }, { 0, 1, 0, 0 }, { 1, 0, 0, 2 } });
        Assert.Equal(8 / 12.0, Relufication.Sparsity(hidden), 1e-12);
        Assert.Equal(8 / 12.0, Relufication.AggregatedSparsity(hidden, 1), 1e-12);
        // The unions of two tokens are {0, 1} and {0, 1, 3}.
        Assert.Equal((0.5 + 0.25) / 2, Relufication.AggregatedSparsity(hidden, 2), 1e-12);
        Assert.Equal(0.25, Relufication.AggregatedSparsity(hidden, 3), 1e-12);
        Assert.Equal(0.25, Relufication.AggregatedSparsity(hidden.unsqueeze(0), 3), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => Relufication.AggregatedSparsity(hidden, 4));
        Assert.Equal(1.384615, Relufication.SpeculativeSpeedup(0.1, 8, 0.5), 1e-6);
    }

    [Fact]
    public void Independent_tokens_aggregate_as_powers()
    {
        using var generator = new Generator(8);
        var hidden = torch.randn([3000, 200], generator: generator).relu();
        Assert.Equal(Math.Pow(0.5, 3), Relufication.AggregatedSparsity(hidden, 3), 0.003);
    }
}
