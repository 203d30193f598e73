using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class BranchingNetworkTests
{
    private static readonly Tensor X = torch.randn([12, 6], ScalarType.Float64, generator: new Generator(3));
    private static readonly Tensor Labels = torch.randint(0, 4, [12], ScalarType.Int64, generator: new Generator(4));

    [Theory]
    [InlineData(0, 2, 1, 1)]
    [InlineData(1, 2, 2, 3)]
    [InlineData(3, 2, 8, 15)]
    [InlineData(3, 1, 1, 4)]
    [InlineData(2, 3, 9, 13)]
    public void Every_level_multiplies_the_paths(int levels, int ways, int heads, int blocks)
    {
        using var network = Network(levels, ways);
        Assert.Equal((heads, blocks), (network.HeadCount, network.BlockCount));
        Assert.Equal([12L, heads, 4], network.call(X).shape);
        Assert.Equal((6 * 5) + 5 + ((blocks - 1) * 30) + (heads * 24), network.ParameterCount());
    }

    [Fact]
    public void The_trunk_is_drawn_by_the_mean_of_the_heads()
    {
        using var network = Network(2);
        var stem = network.get_parameter("blocks.0.weight")!;
        var outputs = network.call(X);
        var heads = Enumerable.Range(0, 4).Select(head =>
            torch.autograd.grad([nn.functional.cross_entropy(outputs.select(1, head), Labels)], [stem], retain_graph: true)[0]).ToArray();
        BranchingNetwork.Loss(outputs, Labels).backward();
        var mean = torch.stack(heads).mean([0]);
        Assert.True((stem.grad! - mean).abs().max().item<double>() < 1e-14);
        Assert.True((heads[0] - mean).abs().max().item<double>() > 1e-4);
    }

    [Fact]
    public void Paths_that_start_alike_are_the_network_with_one_way_in_value_gradient_and_training()
    {
        using var alike = Network(3, alike: true);
        using var single = Network(3, ways: 1);
        var (a, s) = (optim.SGD(alike.parameters(), 0.5), optim.SGD(single.parameters(), 0.5));
        for (var step = 0; step < 3; step++)
        {
            var (outputs, expected) = (alike.call(X), single.call(X));
            Assert.True((outputs - expected).abs().max().item<double>() < 1e-12);
            alike.zero_grad();
            single.zero_grad();
            BranchingNetwork.Loss(outputs, Labels).backward();
            BranchingNetwork.Loss(expected, Labels).backward();
            var (trunk, path) = (Gradient(alike, "blocks.0"), Gradient(single, "blocks.0"));
            Assert.True((trunk - path).abs().max().item<double>() < 1e-12);
            // Of two copies of a block each takes half.
            Assert.True(((Gradient(alike, "blocks.1") * 2) - Gradient(single, "blocks.1")).abs().max().item<double>() < 1e-12);
            Halve(single);
            a.step();
            s.step();
        }

        static Tensor Gradient(BranchingNetwork network, string block) => network.get_parameter(block + ".weight")!.grad!;

        // What 2^level copies move by is 1/2^level of what the one block moves by.
        static void Halve(BranchingNetwork network)
        {
            foreach (var (name, parameter) in network.named_parameters())
            {
                var level = name.StartsWith("heads", StringComparison.Ordinal) ? 3 : int.Parse(name.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture);
                parameter.grad!.div_(1 << level);
            }
        }
    }

    [Fact]
    public void The_first_path_starts_as_the_network_with_one_way()
    {
        using var branching = Network(2);
        using var single = Network(2, ways: 1);
        var outputs = branching.call(X);
        Assert.True((outputs.select(1, 0) - single.call(X).select(1, 0)).abs().max().item<double>() < 1e-14);
        Assert.True((outputs.select(1, 1) - outputs.select(1, 0)).abs().max().item<double>() > 1e-2);
    }

    [Fact]
    public void Most_heads_win_and_probability_parts_a_tie()
    {
        // Two heads for class 1 against one that is certain of class 2; then one vote each for 0 and 2, and 2 is surer.
        var outputs = torch.tensor(new[] { 0.0, 1, 0, 0, 1, 0, 0, 0, 9, 1, 0, 0, 0, 0, 5, 0, 0.1, 0 }).reshape(2, 3, 3);
        Assert.Equal([1L, 2], BranchingNetwork.Vote(outputs).data<long>().ToArray());
        Assert.Equal([1L], BranchingNetwork.Vote(outputs[TensorIndex.Slice(0, 1)]).data<long>().ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Network(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Network(1, ways: 0));
        Assert.Contains("[12]", Assert.Throws<ArgumentException>(() => BranchingNetwork.Loss(torch.zeros(3, 2, 4), Labels)).Message);
        Assert.Throws<ArgumentException>(() => BranchingNetwork.Vote(torch.zeros(3, 2)));
    }

    private static BranchingNetwork Network(int levels, int ways = 2, bool alike = false)
    {
        var network = new BranchingNetwork(levels, 7, nn.Linear(6, 5), _ => nn.Linear(5, 5), () => nn.Linear(5, 4), ways, alike);
        network.to(ScalarType.Float64);
        return network;
    }
}
