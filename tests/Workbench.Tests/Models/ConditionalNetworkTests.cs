using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class ConditionalNetworkTests
{
    private static readonly Conditions Three = Conditions.Labels(3);
    private static readonly DiTOptions Tiny = new() { Patch = 2, Width = 16, Depth = 2, Heads = 2 };

    public static TheoryData<string> Names => ["mlp", "unet", "dit"];

    private static nn.Module<Tensor, Tensor, Tensor, Tensor> Make(string name, int seed, Conditions? conditions = null) => name switch
    {
        "mlp" => new ConditionalVelocityMlp(64, seed, conditions ?? Three, width: 32, depth: 2),
        "unet" => new ConditionalVelocityUNet(1, seed, conditions ?? Three, width: 8),
        _ => new ConditionalVelocityDiT(seed, conditions ?? Three, Tiny),
    };

    private static Tensor Images(int count = 4) => torch.randn([count, 1, 8, 8], generator: new Generator(0));

    private static Tensor Labels(params long[] labels) => torch.tensor(labels);

    // The transformer starts at zero; weights off zero let every part speak.
    private static nn.Module<Tensor, Tensor, Tensor, Tensor> Stirred(string name, int seed = 0, Conditions? conditions = null)
    {
        var network = Make(name, seed, conditions);
        using var noGrad = torch.no_grad();
        using var generator = new Generator(9);
        foreach (var parameter in network.parameters())
            parameter.add_(torch.randn(parameter.shape, generator: generator) * 0.05);
        return network;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Depends_on_its_seed_alone(string name)
    {
        var first = Make(name, 3).state_dict();
        torch.manual_seed(99);
        var again = Make(name, 3).state_dict();
        Assert.All(first, pair => Assert.Equal(pair.Value, again[pair.Key]));
        var other = Make(name, 4).state_dict();
        Assert.Contains(first, pair => !pair.Value.Equals(other[pair.Key]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keeps_the_shape_and_sees_time_and_condition_of_each_point(string name)
    {
        var network = Stirred(name);
        var x = Images();
        var t = torch.tensor(0.3f);
        var output = network.call(x, t, Labels(0, 1, 2, 3));
        Assert.Equal(x.shape, output.shape);
        Near(output, network.call(x, torch.full([4], 0.3f), Labels(0, 1, 2, 3)));
        Far(output, network.call(x, torch.tensor(0.8f), Labels(0, 1, 2, 3)));

        // Another condition for the second point changes the second output only.
        var other = network.call(x, t, Labels(0, 2, 2, 3));
        Near(output[0], other[0]);
        Far(output[1], other[1]);
        Near(output[3], other[3]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_gets_a_gradient(string name)
    {
        foreach (var conditions in (Conditions[])[Three, Conditions.Vectors(2)])
        {
            var network = Stirred(name, conditions: conditions);
            var given = conditions.AreLabels ? Labels(0, 1, 2, 3) : torch.tensor(new[,] { { 1f, 2f }, { 0f, -1f }, { 3f, 1f }, { float.NaN, float.NaN } });
            network.call(Images(), torch.rand([4], generator: new Generator(1)), given).square().mean().backward();
            foreach (var (parameter, values) in network.named_parameters())
                Assert.True(values.grad is { } g && g.abs().sum().item<float>() is > 0 and < float.PositiveInfinity, $"{name}: {parameter}");
        }
    }

    [Fact]
    public void A_fresh_unet_without_a_condition_is_the_unconditional_one_of_its_seed()
    {
        var (x, t) = (Images(), torch.tensor(0.3f));
        var unconditional = new VelocityUNet(1, seed: 5, width: 8).call(x, t);
        var conditional = new ConditionalVelocityUNet(1, seed: 5, Three, width: 8);
        Assert.Equal(unconditional, conditional.call(x, t, NullCondition.Of(Three, 4)));
        Far(unconditional, conditional.call(x, t, Labels(0, 0, 0, 0)));
    }

    [Fact]
    public void A_row_of_NaN_is_no_vector_and_changes_nobody_elses()
    {
        var network = Stirred("mlp", conditions: Conditions.Vectors(2));
        var given = torch.tensor(new[,] { { 1f, 2f }, { float.NaN, float.NaN } });
        var output = network.call(Images(2), torch.tensor(0.3f), given);
        Assert.True(output.isfinite().all().item<bool>());
        Near(output[1], network.call(Images(2), torch.tensor(0.3f), NullCondition.Of(Conditions.Vectors(2), 2))[1]);
        Far(output[1], network.call(Images(2), torch.tensor(0.3f), torch.zeros(2, 2))[1]);
    }

    [Fact]
    public void Dropout_leaves_out_the_share_it_is_told_to()
    {
        var labels = torch.randint(0, 3, [20_000], dtype: ScalarType.Int64, generator: new Generator(1));
        var kept = NullCondition.Dropout(Three, labels, 0.1, new Generator(2));
        var dropped = kept.eq(3);
        // Five standard deviations of a share of 20,000 draws: 5·√(0.09/20000).
        Assert.Equal(0.1, dropped.to_type(ScalarType.Float64).mean().item<double>(), 5 * Math.Sqrt(0.09 / 20_000));
        Assert.True(kept.eq(labels).logical_or(dropped).all().item<bool>());
        Assert.Same(labels, NullCondition.Dropout(Three, labels, 0, new Generator(2)));
        Assert.True(NullCondition.Dropout(Three, labels, 1, new Generator(2)).eq(3).all().item<bool>());

        var rows = NullCondition.Dropout(Conditions.Vectors(2), torch.ones(1000, 2), 0.5, new Generator(3));
        Assert.Equal(rows.isnan().any(1), rows.isnan().all(1));
        Assert.InRange(rows.isnan().any(1).sum().item<long>(), 420, 580);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Conditions.Labels(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Conditions.Vectors(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NullCondition.Dropout(Three, Labels(0), 1.5, new Generator(0)));
        var (network, x, t) = (Make("mlp", 0), Images(), torch.tensor(0.5f));
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => network.call(x, t, torch.zeros(4))).Message);
        Assert.Contains("[batch, 2]", Assert.Throws<ArgumentException>(() => Make("mlp", 0, Conditions.Vectors(2)).call(x, t, Labels(0, 0, 0, 0))).Message);
    }

    private static void Near(Tensor a, Tensor b) => Assert.InRange((a - b).abs().max().item<float>(), 0, 1e-5);

    private static void Far(Tensor a, Tensor b) => Assert.True((a - b).abs().max().item<float>() > 1e-4);
}
