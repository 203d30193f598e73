using TorchSharp;
using Workbench.Flows;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class FeatureSharingTests
{
    private static readonly ConditionalVelocityDiT Network = Random();
    private static readonly NetworkConditionalField Field = new(Network);

    private static ConditionalVelocityDiT Random()
    {
        var network = new ConditionalVelocityDiT(0, Conditions.Labels(2), new DiTOptions { Patch = 2, Width = 16, Depth = 4, Heads = 2 });
        using var noGrad = torch.no_grad();
        using var generator = new Generator(9);
        foreach (var parameter in network.parameters())
            parameter.add_(torch.randn(parameter.shape, generator: generator) * 0.15);
        return network;
    }

    private static Tensor Images => torch.randn([6, 1, 8, 8], generator: new Generator(0));

    private static TimeGrid Falling(int steps = 6) => TimeGrid.Uniform(steps, from: 1, to: 0);

    private static double Distance(Tensor a, Tensor b) => (a - b).square().mean().item<float>();

    public static TheoryData<string> Solvers => ["euler", "rf-solver"];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Sharing_nothing_changes_no_bit(string name)
    {
        var solver = Solver.ByName(name);
        var inverted = solver.SolveBackward(Field.Given(0), Images, 6).Final;
        var plain = solver.Solve(Field.Guided(1, 2), inverted, Falling().Reversed()).Final;
        using var sharing = new FeatureSharing(Network.Transformer, intervals: 0);
        Assert.Equal(inverted, sharing.Invert(Field.Given(0), Images, solver, Falling()).Final);
        Assert.Equal(plain, sharing.Edit(Field.Guided(1, 2)).Final);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void The_inversion_itself_is_not_changed_and_the_network_is_left_as_it_was(string name)
    {
        var solver = Solver.ByName(name);
        var before = Solver.Euler.Solve(Field.Given(1), Images, 2).Final;
        using var sharing = new FeatureSharing(Network.Transformer, intervals: 3);
        Assert.Equal(solver.SolveBackward(Field.Given(0), Images, 6).Final, sharing.Invert(Field.Given(0), Images, solver, Falling()).Final);
        sharing.Edit(Field.Given(1));
        Assert.Equal(before, Solver.Euler.Solve(Field.Given(1), Images, 2).Final);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void More_sharing_keeps_the_edit_nearer_the_source(string name)
    {
        double Edited(int intervals)
        {
            using var sharing = new FeatureSharing(Network.Transformer, intervals, firstLayer: 0);
            sharing.Invert(Field.Given(0), Images, Solver.ByName(name), Falling());
            return Distance(sharing.Edit(Field.Guided(1, 3)).Final, Images);
        }

        var (none, some, all) = (Edited(0), Edited(3), Edited(6));
        Assert.True(some < none, $"{none} {some} {all}");
        Assert.True(all < some, $"{none} {some} {all}");
    }

    [Fact]
    public void Values_put_back_into_the_same_call_change_no_bit_and_into_another_they_do()
    {
        using var noGrad = torch.no_grad();
        using var values = new AttentionValues(Network.Transformer);
        var (zero, one) = (torch.zeros(6, dtype: ScalarType.Int64), torch.ones(6, dtype: ScalarType.Int64));
        Tensor Call(Tensor labels) => Network.call(Images, torch.tensor(0.2f), labels);
        var (first, other) = (Call(zero), Call(one));
        using (values.Recording((0, 1)))
            Assert.Equal(first, Call(zero));
        using (values.Replaying((0, 1)))
        {
            Assert.Equal(first, Call(zero));
            Assert.NotEqual(other, Call(one));
        }

        Assert.Equal(other, Call(one));
        Assert.Throws<KeyNotFoundException>(() => values.Replaying((1, 0)));
    }

    [Fact]
    public void Values_belong_to_an_interval_nearest_the_noise_and_to_an_evaluation_in_it()
    {
        // A field that looks at the time alone: RF-Solver's second evaluation stands in the middle of an interval on both ways, so that
        // values put back there are the network's own; its first stands at the other end, where they are not.
        using var sharing = new FeatureSharing(Network.Transformer, intervals: 2);
        var (labels, fixedImages) = (torch.zeros(6, dtype: ScalarType.Int64), Images);
        bool Exchanged() => Network.Transformer.Attentions[^1].Exchange is not null;
        var kept = new List<double>();
        sharing.Invert(
            VelocityField.From((x, t) =>
            {
                if (Exchanged())
                    kept.Add(Math.Round(12 * t.item<float>(), 3));
                return Network.call(fixedImages, t, labels);
            }),
            Images, Solver.RfSolver, Falling());
        Assert.Equal([4, 3, 2, 1], kept);

        var differences = new List<(double Time, double Difference)>();
        sharing.Edit(VelocityField.From((x, t) =>
        {
            Assert.Null(Network.Transformer.Attentions[1].Exchange);
            var output = Network.call(fixedImages, t, labels);
            if (!Exchanged())
                return output;
            var exchange = Network.Transformer.Attentions.Select(layer => layer.Exchange).ToList();
            foreach (var layer in Network.Transformer.Attentions)
                layer.Exchange = null;
            var own = Network.call(fixedImages, t, labels);
            foreach (var (layer, former) in Network.Transformer.Attentions.Zip(exchange))
                layer.Exchange = former;
            differences.Add((Math.Round(12 * t.item<float>(), 3), (output - own).abs().max().item<float>()));
            return output;
        }));
        Assert.Equal([0, 1, 2, 3], differences.Select(d => d.Time));
        Assert.All(differences, d => Assert.True(d.Time % 2 == 1 ? d.Difference < 1e-5 : d.Difference > 1e-4, $"{d}"));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSharing(Network.Transformer, -1));
        Assert.Equal("firstLayer", Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureSharing(Network.Transformer, 1, firstLayer: 4)).ParamName);
        using var sharing = new FeatureSharing(Network.Transformer, 3);
        Assert.Throws<InvalidOperationException>(() => sharing.Edit(Field.Given(0)));
        Assert.Equal("grid", Assert.Throws<ArgumentException>(() => sharing.Invert(Field.Given(0), Images, Solver.Euler, TimeGrid.Uniform(6))).ParamName);
        Assert.Equal("grid", Assert.Throws<ArgumentException>(() => sharing.Invert(Field.Given(0), Images, Solver.Euler, Falling(2))).ParamName);
        Assert.Contains("dopri5", Assert.Throws<ArgumentException>(() => sharing.Invert(Field.Given(0), Images, Solver.DormandPrince, Falling())).Message);
        Assert.Contains("without guidance", Assert.Throws<InvalidOperationException>(
            () => sharing.Invert(Field.Guided(0, 2), Images, Solver.Euler, Falling())).Message);
        // After an error the network is itself again.
        Assert.All(Network.Transformer.Attentions, layer => Assert.Null(layer.Exchange));
    }
}
