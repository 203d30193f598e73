using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Tests.Flows;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class OneStepTranslationTests
{
    private static readonly TranslationTraining Short = new() { Seed = 0, Steps = 150, BatchSize = 64 };

    private static ISampler Around(double mean) => new GaussianMixture([1], new double[,] { { mean, 0 } }, [0.3]);

    private static nn.Module<Tensor, Tensor, Tensor> Of(VelocityField field) => new FunctionNetwork((x, t) => field.Velocity(x, t));

    private static Tensor Random(int seed, long count) => torch.randn([count, 2], dtype: ScalarType.Float64, generator: new Generator((ulong)seed));

    // From v = x, whose output near t = 1 is the identity.
    private static LinearNetwork Identity()
    {
        var network = new LinearNetwork(2);
        using var noGrad = torch.no_grad();
        network.Weight.copy_(torch.eye(2));
        return network;
    }

    private static TranslationNetworks Networks(int seed = 0) => new(
        Identity(), Identity(), new VectorDiscriminator(2, 2 * seed, width: 32, depth: 2), new VectorDiscriminator(2, 2 * seed + 1, width: 32, depth: 2));

    public class ClosedForm
    {
        [Fact]
        public void The_gap_between_velocity_and_clean_point_of_a_Gaussian_is_linear_in_the_remaining_time()
        {
            const double s = 0.4;
            var flow = GaussianFlow.Isotropic([0, 0], 1, [1, -2], s);
            var (m, z0) = (torch.tensor(new[] { 1.0, -2 }), Random(0, 20));
            foreach (var t in new[] { 0.0, 0.5, 0.9, 0.999 })
            {
                var g = (1 - t) * (1 - t) + t * t * s * s;
                var gap = flow.Velocity(t * m + Math.Sqrt(g) * z0, t) - (m + s * z0);
                Assert.True((gap - ((t * s * s - (1 - t)) / Math.Sqrt(g) - s) * z0).abs().max().item<double>() < 1e-6);
                // To first order in d = 1-t it is -(d/s)·Z_0.
                if (t == 0.999)
                    Assert.True((gap + (1 - t) / s * z0).abs().max().item<double>() < 0.01 * (1 - t) / s * z0.abs().max().item<double>());
            }
        }

        [Fact]
        public void At_the_clean_end_the_velocity_is_the_point_and_its_gradient_the_identity()
        {
            var network = Of(new MixtureFlow(Toys.EightGaussians()));
            var x = (3 * Random(0, 30)).requires_grad_();
            var y = TranslationOutput.Velocity(1).Of(network, x);
            Assert.True((y - x).abs().max().item<double>() < 1e-12);
            for (var i = 0; i < 2; i++)
            {
                var row = torch.autograd.grad([y[TensorIndex.Colon, i].sum()], [x], retain_graph: true)[0];
                var expected = torch.zeros(30, 2, dtype: ScalarType.Float64);
                expected[TensorIndex.Colon, i] = torch.ones(30, dtype: ScalarType.Float64);
                Assert.True((row - expected).abs().max().item<double>() < 1e-10);
            }
        }

        [Fact]
        public void Of_a_point_mass_the_velocity_keeps_the_noise()
        {
            // The negative control: v = X_1 - X_0 all the way.
            var flow = GaussianFlow.Isotropic([0, 0], 1, [1, -2], 0);
            var (m, z0) = (torch.tensor(new[] { 1.0, -2 }), Random(0, 20));
            foreach (var t in new[] { 0.0, 0.9, 0.999 })
                Assert.True((flow.Velocity(t * m + (1 - t) * z0, t) - (m - z0)).abs().max().item<double>() < 1e-9);
        }

        [Fact]
        public void Taken_for_noise_every_point_goes_to_the_mean_of_the_data()
        {
            var mixture = new GaussianMixture([1, 3], new double[,] { { 2, 0 }, { -1, 1 } }, [0.2, 0.1]);
            var y = TranslationOutput.DataFromNoise().Of(Of(new MixtureFlow(mixture)), 3 * Random(0, 30));
            Assert.True((y - torch.tensor(new[] { -0.25, 0.75 })).abs().max().item<double>() < 1e-12);
        }

        [Fact]
        public void The_data_predicted_near_the_end_is_the_posterior_mean()
        {
            var flow = new MixtureFlow(Toys.EightGaussians());
            var x = Random(0, 30);
            var y = TranslationOutput.DataFromEnd(0.9).Of(Of(flow), x);
            var expected = Posterior.Of(flow.Velocity(x, 0.9), x, torch.tensor(0.9), Interpolant.Linear).X1;
            Assert.True((y - expected).abs().max().item<double>() < 1e-12);
            Assert.Throws<ArgumentOutOfRangeException>(() => TranslationOutput.Velocity(1.01));
        }
    }

    [Fact]
    public void Losses_of_known_maps_have_their_values()
    {
        // To B: x + 2, to A: x - 1.5; the circle misses by 1/2, the identities by 2 and 1.5.
        var networks = new TranslationNetworks(
            new FunctionNetwork((x, t) => x - 1.5), new FunctionNetwork((x, t) => x + 2), new VectorDiscriminator(2, 0), new VectorDiscriminator(2, 1));
        var (a, b) = (torch.randn([8, 2], generator: new Generator(0)), torch.randn([8, 2], generator: new Generator(1)));
        var losses = OneStepTranslation.Losses(networks, a, b, Short);
        Assert.Equal(1, losses.Cycle!.item<float>(), 1e-5);
        Assert.Equal(3.5, losses.Identity!.item<float>(), 1e-5);
        Assert.True((losses.FakeB - (a + 2)).abs().max().item<float>() < 1e-6);
        Assert.True((losses.FakeA - (b - 1.5)).abs().max().item<float>() < 1e-6);
        var expected = 0.5 * ((networks.DiscriminatorA.call(b - 1.5) - 1).square().mean() + (networks.DiscriminatorB.call(a + 2) - 1).square().mean());
        Assert.Equal(expected.item<float>(), losses.Adversarial.item<float>(), 1e-5);

        var bare = OneStepTranslation.Losses(networks, a, b, Short with { CycleWeight = 0, IdentityWeight = 0 });
        Assert.Null(bare.Cycle);
        Assert.Null(bare.Identity);
    }

    [Theory]
    [InlineData("least-squares")]
    [InlineData("hinge")]
    public void Two_shifted_Gaussians_are_translated_into_each_other(string loss)
    {
        var translator = OneStepTranslation.Train(Networks(), Around(-1), Around(1), Short with
        {
            Steps = 300,
            R1 = 0.1,
            Adversarial = AdversarialLoss.ByName(loss),
            Optimizer = parameters => optim.Adam(parameters, 1e-2, 0.5, 0.999),
            DiscriminatorOptimizer = parameters => optim.Adam(parameters, 5e-3, 0.5, 0.999),
            CycleWeight = 0.2,
            IdentityWeight = 0.02,
        });
        using var generator = new Generator(9);
        var (a, b) = (Around(-1).Sample(500, generator), Around(1).Sample(500, generator));
        var (toB, toA) = (translator.ToB(a).mean([0L]).data<float>().ToArray(), translator.ToA(b).mean([0L]).data<float>().ToArray());
        // From two apart; along the shift the means of five seeds end within 0.06 of their aims with either loss.
        Assert.InRange(toB[0], 0.7, 1.3);
        Assert.InRange(toA[0], -1.3, -0.7);
        Assert.InRange(toB[1], -0.5, 0.5);
        Assert.Equal(300, translator.DiscriminatorLosses.Count);
        Assert.Equal(300, translator.Curve.Metrics.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        OneStepTranslator TrainOne(int seed, int weights = 0) =>
            OneStepTranslation.Train(Networks(weights), Around(-1), Around(1), Short with { Seed = seed, Steps = 10 });
        var one = TrainOne(3);
        Assert.Equal(one.Curve.Losses, TrainOne(3).Curve.Losses);
        Assert.Equal(one.DiscriminatorLosses, TrainOne(3).DiscriminatorLosses);
        Assert.NotEqual(one.Curve.Losses, TrainOne(4).Curve.Losses);
        Assert.NotEqual(one.Curve.Losses, TrainOne(3, weights: 1).Curve.Losses);
    }

    [Fact]
    public void Each_optimiser_moves_its_own_networks_only()
    {
        static float Change(nn.Module module, Dictionary<string, Tensor> before) =>
            module.state_dict().Max(entry => (entry.Value - before[entry.Key]).abs().max().item<float>());
        static Dictionary<string, Tensor> Copy(nn.Module module) => module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        var still = Short with { Steps = 5 };

        var networks = Networks();
        var (to, score) = (Copy(networks.ToB), Copy(networks.DiscriminatorB));
        OneStepTranslation.Train(networks, Around(-1), Around(1), still with { DiscriminatorOptimizer = parameters => optim.SGD(parameters, 0) });
        Assert.Equal(0, Change(networks.DiscriminatorB, score));
        Assert.True(Change(networks.ToB, to) > 1e-4);

        networks = Networks();
        OneStepTranslation.Train(networks, Around(-1), Around(1), still with { Optimizer = parameters => optim.SGD(parameters, 0) });
        Assert.Equal(0, Change(networks.ToB, to));
        Assert.True(Change(networks.DiscriminatorB, score) > 1e-4);
    }

    [Fact]
    public void The_discriminators_gradient_is_theirs_alone()
    {
        // One SGD step of rate 1 from a known start: the step is the gradient of the discriminators' loss at the start, nothing of the translator's.
        var networks = Networks();
        var weight = networks.DiscriminatorB.parameters().First();
        var before = weight.detach().clone();
        var training = Short with { Steps = 1, R1 = 2, Optimizer = parameters => optim.SGD(parameters, 0), DiscriminatorOptimizer = parameters => optim.SGD(parameters, 1) };
        OneStepTranslation.Train(networks, Around(-1), Around(1), training);
        var step = (before - weight).detach().clone();

        var fresh = Networks();
        using var generator = new Generator(0);
        var (a, b) = (Around(-1).Sample(64, generator), Around(1).Sample(64, generator));
        // v = x: the translations are the points themselves.
        var real = fresh.DiscriminatorB.call(b);
        var fake = fresh.DiscriminatorB.call(a);
        (0.5 * ((real - 1).square().mean() + fake.square().mean()) + GradientPenalty.R1(fresh.DiscriminatorB, b, gamma: 2)).backward();
        Assert.True((fresh.DiscriminatorB.parameters().First().grad! - step).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void A_shared_network_is_trained_once_under_both_conditions()
    {
        var shared = new Conditional();
        var networks = new TranslationNetworks(new FixedCondition(shared, 0), new FixedCondition(shared, 1), new VectorDiscriminator(2, 0), new VectorDiscriminator(2, 1));
        var before = shared.Shift.detach().clone();
        // One SGD step: were the shared weights given twice, they would move twice as far.
        OneStepTranslation.Train(networks, Around(-1), Around(1), Short with
        {
            Steps = 1,
            Optimizer = parameters =>
            {
                Assert.Single(parameters);
                return optim.SGD(parameters, 0.1);
            },
        });
        Assert.True(((shared.Shift - before).abs().sum([1L]) > 0).all().item<bool>());
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OneStepTranslation.Train(Networks(), Around(0), Around(1), Short with { Steps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => OneStepTranslation.Train(Networks(), Around(0), Around(1), Short with { CycleWeight = -1 }));
        Assert.Throws<ArgumentException>(() => OneStepTranslation.Train(Networks(), Around(0), new StandardNormal(3), Short));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedCondition(new Conditional(), -1));
        Assert.Throws<DivergedException>(() => OneStepTranslation.Train(Networks(), Around(0), new TensorSampler(torch.full([3, 2], float.NaN)), Short with { Steps = 2 }));
    }

    /// <summary>v = x + shift of the class.</summary>
    private sealed class Conditional : nn.Module<Tensor, Tensor, Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter shift = nn.Parameter(torch.zeros(2, 2));

        public Conditional()
            : base(nameof(Conditional)) => RegisterComponents();

        public Tensor Shift => shift;

        public override Tensor forward(Tensor x, Tensor t, Tensor labels) => x + shift.index_select(0, labels);
    }
}
