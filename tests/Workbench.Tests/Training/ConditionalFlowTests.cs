using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class ConditionalFlowTests
{
    private static readonly FlowTraining Short = new() { Seed = 0, Steps = 300, BatchSize = 256 };
    private static readonly StandardNormal Noise = new(2);

    // Two classes far apart: (-3, 0) and (3, 0), deviation 0.3.
    private static LabelledCoupling TwoClasses()
    {
        var labels = torch.arange(2000) % 2;
        var points = torch.randn([2000, 2], generator: new Generator(5)) * 0.3;
        points.select(1, 0).add_(labels * 6 - 3);
        return new LabelledCoupling(Noise, points, labels);
    }

    private static ConditionalVelocityMlp Network(int seed = 0) => new(2, seed, Conditions.Labels(2), width: 48, depth: 2);

    private static readonly Lazy<ConditionalFlow> Trained = new(() => ConditionalFlow.Train(Network(), TwoClasses(), Short));

    private static double Left(VelocityField field)
    {
        var end = Solver.Heun.Solve(field, Noise.Sample(500, new Generator(2)), 8).Final;
        return end.select(1, 0).lt(0).to_type(ScalarType.Float64).mean().item<double>();
    }

    [Fact]
    public void Goes_to_the_class_it_is_given_and_to_both_without_one()
    {
        Assert.True(Left(Trained.Value.Given(0)) > 0.97);
        Assert.True(Left(Trained.Value.Given(1)) < 0.03);
        Assert.InRange(Left(Trained.Value.Unconditional), 0.3, 0.7);

        // Each point its own.
        var labels = torch.arange(500) % 2;
        var end = Solver.Heun.Solve(Trained.Value.Given(labels), Noise.Sample(500, new Generator(2)), 8).Final;
        Assert.True(end.select(1, 0).gt(0).eq(labels.to_type(ScalarType.Bool)).to_type(ScalarType.Float64).mean().item<double>() > 0.97);
    }

    [Fact]
    public void Guidance_is_linear_in_its_scale()
    {
        var (flow, x) = (Trained.Value, Noise.Sample(20, new Generator(3)));
        using var noGrad = torch.no_grad();
        Tensor At(VelocityField field) => field.Velocity(x, 0.4);
        var (with, without) = (At(flow.Given(1)), At(flow.Unconditional));
        Assert.Equal(with, At(flow.Guided(1, 1)));
        Assert.Equal(without, At(flow.Guided(1, 0)));
        Assert.True((At(flow.Guided(1, 3)) - with - 2 * (with - without)).abs().max().item<float>() < 1e-4);
        Assert.Equal(At(flow.Guided(1, 3)), At(flow.Guided(torch.ones(20, dtype: ScalarType.Int64), 3)));
        Assert.True((with - without).abs().max().item<float>() > 0.1);
    }

    [Fact]
    public void The_null_label_is_the_flow_without_a_condition()
    {
        var (flow, x) = (Trained.Value, Noise.Sample(20, new Generator(3)));
        using var noGrad = torch.no_grad();
        Assert.Equal(flow.Unconditional.Velocity(x, 0.4), flow.Given(2).Velocity(x, 0.4));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_no_dropout_draws_as_an_unconditional_training_does()
    {
        var few = Short with { Steps = 10 };
        var first = ConditionalFlow.Train(Network(), TwoClasses(), few);
        Assert.Equal(first.Curve.Losses, ConditionalFlow.Train(Network(), TwoClasses(), few).Curve.Losses);
        Assert.NotEqual(first.Curve.Losses, ConditionalFlow.Train(Network(), TwoClasses(), few with { Seed = 1 }).Curve.Losses);

        // A network that does not look at the label sees the pairs and times of an unconditional training.
        var blind = ConditionalFlow.Train(new Blind(new VelocityMlp(2, seed: 0, width: 16)), TwoClasses(), few, labelDropout: 0);
        var plain = RectifiedFlow.Train(new VelocityMlp(2, seed: 0, width: 16), TwoClasses(), few);
        Assert.Equal(plain.Curve.Losses, blind.Curve.Losses);
    }

    [Fact]
    public void Without_dropout_the_null_label_is_never_seen_and_with_all_of_it_nothing_else()
    {
        float Moved(double dropout, long row)
        {
            var network = Network();
            Tensor Table() => network.named_parameters().Single(pair => pair.name == "_condition._table.weight").parameter;
            var before = Table().detach().clone();
            ConditionalFlow.Train(network, TwoClasses(), Short with { Steps = 3 }, dropout);
            return (Table().detach() - before)[row].abs().max().item<float>();
        }

        Assert.Equal(0, Moved(0, 2));
        Assert.True(Moved(0, 1) > 0);
        Assert.Equal(0, Moved(1, 1));
        Assert.True(Moved(1, 2) > 0);
    }

    [Fact]
    public void Reflow_keeps_the_label_of_every_pair_and_carries_along_its_flow()
    {
        var flow = Trained.Value;
        var labels = torch.arange(300) % 2;
        var pairs = Reflow.Pairs(flow, Noise, labels, Solver.Heun, 8, seed: 4, guidance: 2, batchSize: 128);
        Assert.Equal(300, pairs.Count);
        Assert.Equal(labels, pairs.Labels);
        Assert.Equal(Noise.Sample(128, new Generator(4)), pairs.X0.narrow(0, 0, 128));
        var direct = Solver.Heun.Solve(flow.Guided(labels, 2), pairs.X0, 8).Final;
        Assert.True((direct - pairs.X1).abs().max().item<float>() < 1e-4);

        // Drawn pairs keep label and end together: the ends of class 1 lie at the right.
        var drawn = pairs.Draw(400, new Generator(6));
        Assert.True(drawn.X1.select(1, 0).gt(0).eq(drawn.Labels!.to_type(ScalarType.Bool)).to_type(ScalarType.Float64).mean().item<double>() > 0.97);
        ConditionalFlow.Train(Network(1), pairs, Short with { Steps = 2 });
    }

    [Fact]
    public void Reflow_to_files_stores_the_same_pairs_with_their_labels()
    {
        var folder = Directory.CreateTempSubdirectory("pairs-");
        try
        {
            var labels = torch.arange(300) % 2;
            var inMemory = Reflow.Pairs(Trained.Value, Noise, labels, Solver.Heun, 4, seed: 4, guidance: 2, batchSize: 128);
            using var stored = Reflow.PairsToFiles(folder.FullName, Trained.Value, Noise, labels, Solver.Heun, 4, seed: 4, guidance: 2, batchSize: 128);
            Assert.Equal(300, stored.Count);
            var (first, second) = (inMemory.Draw(50, new Generator(6)), stored.Draw(50, new Generator(6)));
            Assert.Equal(first.X0, second.X0);
            Assert.Equal(first.X1, second.X1);
            Assert.Equal(first.Labels, second.Labels);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var unlabelled = Coupling.Independent(Noise, Toys.EightGaussians());
        Assert.Contains("LabelledCoupling", Assert.Throws<ArgumentException>(() => ConditionalFlow.Train(Network(), unlabelled, Short)).Message);
        Assert.Equal("labelDropout", Assert.Throws<ArgumentOutOfRangeException>(() => ConditionalFlow.Train(Network(), TwoClasses(), Short, -0.1)).ParamName);
        var three = Coupling.Paired(torch.zeros(4, 2), torch.zeros(4, 2), torch.full([4], 3L));
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentOutOfRangeException>(() => ConditionalFlow.Train(Network(), three, Short)).Message);
        Assert.Contains("IConditionalNetwork", Assert.Throws<ArgumentException>(() => new NetworkConditionalField(new Mute())).Message);
        var field = new NetworkConditionalField(Network());
        Assert.Throws<ArgumentOutOfRangeException>(() => field.Given(3));
        Assert.Contains("5 for 2", Assert.Throws<ArgumentException>(() => field.Given(torch.zeros(5, dtype: ScalarType.Int64)).Velocity(torch.zeros(2, 2), 0.5)).Message);
        Assert.Throws<InvalidOperationException>(() => new NetworkConditionalField(new ConditionalVelocityMlp(2, 0, Conditions.Vectors(3))).Given(1));
        Assert.Throws<ArgumentException>(() => Coupling.Paired(torch.zeros(4, 2), torch.zeros(4, 2), torch.zeros(3)));
    }

    private sealed class Blind : nn.Module<Tensor, Tensor, Tensor, Tensor>, IConditionalNetwork
    {
        private readonly VelocityMlp _network;

        public Blind(VelocityMlp network)
            : base(nameof(Blind))
        {
            _network = network;
            RegisterComponents();
        }

        public Conditions Conditions { get; } = Conditions.Labels(2);

        public override Tensor forward(Tensor x, Tensor t, Tensor condition) => _network.call(x, t);
    }

    private sealed class Mute() : nn.Module<Tensor, Tensor, Tensor, Tensor>(nameof(Mute))
    {
        public override Tensor forward(Tensor x, Tensor t, Tensor condition) => x;
    }
}
