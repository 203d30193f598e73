using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class CouplingVariantsTests
{
    private static Tensor Normal(long count, int seed) => torch.randn([count, 2], generator: new Generator((ulong)seed));

    public class Annealed
    {
        [Theory]
        [InlineData(0.3)]
        [InlineData(0.8)]
        [InlineData(1.0)]
        public void The_mixed_noise_is_standard_normal_and_correlated_as_stated(double beta)
        {
            // The partner of every noise is itself, so that the drawn pair holds X_0^β beside X_0.
            var noise = Normal(100_000, 0);
            var pairs = new AnnealedCoupling(Coupling.Paired(noise, noise), AnnealingSchedule.Constant(beta)).Draw(100_000, new Generator(1));

            // Card 05 asks for ±0.01 from 100,000 draws: three standard errors of a mean.
            foreach (var moment in pairs.X0.mean([0L]).data<float>().ToArray())
                Assert.Equal(0, moment, 0.012);
            foreach (var moment in pairs.X0.var([0L]).data<float>().ToArray())
                Assert.Equal(1, moment, 0.015);
            Assert.Equal(Math.Sqrt(1 - beta * beta), (pairs.X0 * pairs.X1).mean().item<float>(), 0.012);
        }

        [Fact]
        public void At_zero_the_pairs_are_those_of_reflow_and_nothing_else_is_drawn()
        {
            var stored = Coupling.Paired(Normal(50, 0), Normal(50, 1));
            using var one = new Generator(3);
            using var other = new Generator(3);
            var plain = stored.Draw(20, one);
            var annealed = new AnnealedCoupling(stored, AnnealingSchedule.Linear(10)).DrawAt(10, 20, other);
            Assert.Equal(plain.X0, annealed.X0);
            Assert.Equal(plain.X1, annealed.X1);
            Assert.Equal(torch.rand([3], generator: one), torch.rand([3], generator: other));
        }

        [Fact]
        public void At_one_the_noise_is_fresh_and_independent_of_the_partner()
        {
            var stored = Coupling.Paired(Normal(50, 0), Normal(50, 1));
            using var one = new Generator(3);
            using var other = new Generator(3);
            var plain = stored.Draw(20, one);
            var annealed = new AnnealedCoupling(stored, AnnealingSchedule.Cosine(10)).DrawAt(0, 20, other);
            Assert.Equal(plain.X1, annealed.X1);
            Assert.Equal(torch.randn([20, 2], generator: one), annealed.X0);
        }

        [Fact]
        public void The_noise_differs_at_every_draw_of_the_same_pair()
        {
            var annealed = new AnnealedCoupling(Coupling.Paired(torch.zeros(1, 2), torch.ones(1, 2)), AnnealingSchedule.Constant(0.5));
            using var generator = new Generator(0);
            Assert.NotEqual(annealed.Draw(4, generator).X0, annealed.Draw(4, generator).X0);
        }

        [Fact]
        public void Schedules_have_the_values_of_their_formulas()
        {
            Assert.Equal([1, 0.75, 0, 0], new[] { 0, 2, 8, 20 }.Select(AnnealingSchedule.Linear(8).At));
            Assert.Equal([1, 0.5, 0, 0], new[] { 0, 4, 8, 20 }.Select(k => Math.Round(AnnealingSchedule.Cosine(8).At(k), 12)));
            Assert.Equal(Math.Exp(-2.5), AnnealingSchedule.Exponential(8).At(20), 1e-12);
            Assert.Equal(0.3, AnnealingSchedule.Constant(0.3).At(9));
            Assert.Throws<ArgumentOutOfRangeException>(() => AnnealingSchedule.Constant(1.5));
            Assert.Throws<ArgumentOutOfRangeException>(() => AnnealingSchedule.Linear(0));
            Assert.Throws<ArgumentOutOfRangeException>(() => AnnealingSchedule.Exponential(0));
            Assert.Throws<ArgumentOutOfRangeException>(() => AnnealingSchedule.Linear(3).At(-1));
        }

        [Fact]
        public void A_changing_coupling_is_not_drawn_from_without_a_step()
        {
            var annealed = new AnnealedCoupling(Coupling.Paired(torch.zeros(1, 2), torch.ones(1, 2)), AnnealingSchedule.Linear(5));
            Assert.Contains("DrawAt", Assert.Throws<InvalidOperationException>(() => annealed.Draw(1, new Generator(0))).Message);
            // Nor through a wrapper that knows nothing of steps.
            Assert.Throws<InvalidOperationException>(() => annealed.ByOptimalTransport().DrawAt(3, 4, new Generator(0)));
            Assert.Equal([4L, 2], new ReflectedCoupling(annealed, ReflectedCoupling.Negate(0)).DrawAt(3, 4, new Generator(0)).X0.shape);
        }
    }

    public class Reflected
    {
        [Fact]
        public void Both_members_are_reflected_or_none()
        {
            var noise = Normal(1000, 0) + 5;
            var pairs = new ReflectedCoupling(Coupling.Paired(noise, 2 * noise), ReflectedCoupling.Negate(1)).Draw(1000, new Generator(1));
            Assert.Equal(2 * pairs.X0, pairs.X1);
            Assert.True((pairs.X0[TensorIndex.Colon, 0] > 0).all().item<bool>());
            // Half of them: four standard deviations of 1000 coins.
            Assert.InRange((pairs.X0[TensorIndex.Colon, 1] < 0).sum().item<long>(), 437, 563);
        }

        [Fact]
        public void Images_are_flipped_left_and_right()
        {
            var image = torch.arange(6.0f).reshape(1, 1, 2, 3);
            var pairs = new ReflectedCoupling(Coupling.Paired(image, image), ReflectedCoupling.Flip(-1)).Draw(40, new Generator(0));
            var seen = pairs.X0.flatten(1).data<float>().ToArray().Chunk(6).Select(row => string.Join(",", row)).Distinct().Order().ToArray();
            Assert.Equal(["0,1,2,3,4,5", "2,1,0,5,4,3"], seen);
            Assert.Equal(pairs.X0, pairs.X1);
        }

        [Fact]
        public void The_flow_to_eight_Gaussians_has_the_symmetry()
        {
            var flow = new MixtureFlow(Toys.EightGaussians());
            var x = torch.randn([200, 2], dtype: ScalarType.Float64, generator: new Generator(0)) * 2;
            var reflect = ReflectedCoupling.Negate(1);
            foreach (var t in new[] { 0, 0.3, 0.9, 1 })
                Assert.True((flow.Velocity(reflect(x), t) - reflect(flow.Velocity(x, t))).abs().max().item<double>() < 1e-12);
        }

        [Fact]
        public void What_is_no_reflection_is_refused()
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ReflectedCoupling.Flip(0));
            Assert.Throws<ArgumentOutOfRangeException>(() => ReflectedCoupling.Negate(-1));
            var pairs = new ReflectedCoupling(Coupling.Paired(torch.zeros(3, 2), torch.ones(3, 2)), x => x.narrow(1, 0, 1));
            Assert.Throws<ArgumentException>(() => pairs.Draw(2, new Generator(0)));
        }
    }

    public class Shuffled
    {
        [Fact]
        public void Marginals_and_labels_stay_and_the_pairing_goes()
        {
            var noise = torch.arange(100.0f).reshape(100, 1);
            var labelled = new LabelledCoupling(new StandardNormal(1), noise, torch.arange(100));
            using var generator = new Generator(2);
            var pairs = new ShuffledCoupling(labelled).Draw(100, generator);
            Assert.Equal(pairs.X1.flatten().to_type(ScalarType.Int64), pairs.Labels!);

            var shuffled = new ShuffledCoupling(new Whole(noise, noise)).Draw(100, generator);
            Assert.Equal(noise, shuffled.X0);
            Assert.Equal(noise.flatten(), shuffled.X1.flatten().sort().Values);
            // A random permutation has one fixed point in the mean.
            Assert.InRange((shuffled.X0 == shuffled.X1).sum().item<long>(), 0, 6);
        }

        [Fact]
        public void Exchanged_once_the_wrong_partners_stay()
        {
            var noise = torch.arange(100.0f).reshape(100, 1);
            var once = ShuffledCoupling.Once(Coupling.Paired(noise, noise), seed: 4);
            Assert.Equal(once.X1, ShuffledCoupling.Once(Coupling.Paired(noise, noise), seed: 4).X1);
            Assert.Equal(noise.flatten(), once.X1.flatten().sort().Values);
            Assert.InRange((once.X0 == once.X1).sum().item<long>(), 0, 6);
        }
    }

    [Fact]
    public void A_flow_solved_for_every_draw_gives_its_own_map()
    {
        var flow = GaussianFlow.Isotropic([0, 0], 1, [1, -2], 0.5);
        using var generator = new Generator(0);
        var coupling = new FlowCoupling(flow, new StandardNormal(2), Solver.RungeKutta4, 40);
        var pairs = coupling.Draw(50, generator);
        Assert.True((flow.Map(pairs.X0) - pairs.X1).abs().max().item<float>() < 1e-4);
        Assert.NotEqual(pairs.X0, coupling.Draw(50, generator).X0);
    }

    /// <summary>All stored pairs in their order, whatever is asked for.</summary>
    private sealed class Whole(Tensor x0, Tensor x1) : Coupling
    {
        public override Pairs Draw(long count, Generator generator) => new(x0, x1);
    }
}
