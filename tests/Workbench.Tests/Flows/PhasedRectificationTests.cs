using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class PhasedRectificationTests
{
    private static readonly double[] Shift = [1, -2];

    private static Tensor Random(int seed, params long[] shape) => torch.randn(shape, dtype: ScalarType.Float64, generator: new Generator((ulong)seed));

    // The straight flow of the affine pairs Z_1 = m + s·Z_0: v = m + (s-1)·(x - t·m)/(1-t+t·s).
    private static VelocityField Straight(double s) => VelocityField.From((x, t) =>
    {
        var (m, time) = (torch.tensor(Shift, dtype: x.dtype), t.reshape(-1, 1));
        return m + (s - 1) * (x - time * m) / (1 - time + time * s);
    });

    [Theory]
    [InlineData("linear")]
    [InlineData("trigonometric")]
    [InlineData("variance-preserving")]
    public void The_path_through_two_points_of_a_pair_is_the_pair(string name)
    {
        var interpolant = Interpolant.ByName(name);
        var (noise, data) = (Random(0, 5, 1, 2, 3), Random(1, 5, 1, 2, 3));
        foreach (var (a, b) in new[] { (0.0, 1.0), (0.0, 0.25), (0.5, 0.75), (0.9, 1.0) })
        {
            Tensor At(double t) => interpolant.At(noise, data, torch.tensor(t)).Xt;
            var ends = PhasedRectification.Through(At(a), At(b), a, b, interpolant);
            Assert.True((ends.X0 - noise).abs().max().item<double>() < 1e-10);
            Assert.True((ends.X1 - data).abs().max().item<double>() < 1e-10);
        }

        Assert.Contains("does not move", Assert.Throws<ArgumentException>(() => PhasedRectification.Through(noise, data, 0.5, 0.5, interpolant)).Message);
    }

    [Fact]
    public void The_effective_noise_is_that_of_the_paper()
    {
        // Its formula in α and σ of both ends, which needs both α positive.
        var (xa, xb) = (Random(0, 4, 2), Random(1, 4, 2));
        var (alphaA, alphaB, sigmaA, sigmaB) = (Math.Sin(0.3 * Math.PI / 2), Math.Sin(0.6 * Math.PI / 2), Math.Cos(0.3 * Math.PI / 2), Math.Cos(0.6 * Math.PI / 2));
        var expected = (xb / alphaB - xa / alphaA) / (sigmaB / alphaB - sigmaA / alphaA);
        Assert.True((PhasedRectification.Through(xa, xb, 0.3, 0.6, new Trigonometric()).X0 - expected).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void One_segment_of_the_straight_path_is_reflow()
    {
        var flow = GaussianFlow.Isotropic([0, 0], 1, Shift, 0.5);
        var noise = new StandardNormal(2);
        var reflow = Reflow.Pairs(flow, noise, 100, Solver.Heun, 8, seed: 5);
        var phased = PhasedRectification.Pairs(flow, noise, noise, new TimeGrid([0, 1]), 100, Solver.Heun, 8, seed: 5);
        Assert.True((reflow.X0 - phased.X0).abs().max().item<float>() < 1e-5);
        Assert.True((reflow.X1 - phased.X1).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Segments_of_a_straight_flow_point_to_its_own_ends()
    {
        var knots = new TimeGrid([0, 0.3, 0.7, 1]);
        var flow = Straight(0.5);
        var pairs = PhasedRectification.Pairs(flow, new StandardNormal(2), new StandardNormal(2), knots, 100, Solver.Euler, 3, seed: 0);
        Assert.Equal([100L, 2], pairs.Intervals.shape);
        // 34, 33 and 33 pairs of the segments in their order; the midpoint of each lies on the flow, whose own ends are the pair.
        var middle = pairs.Intervals.mean([1L]);
        var xt = Interpolant.Linear.At(pairs.X0, pairs.X1, middle).Xt;
        Assert.True((flow.Velocity(xt, middle) - (pairs.X1 - pairs.X0)).abs().max().item<float>() < 1e-4);
        Assert.Equal(34, (middle < 0.2).sum().item<long>());
        Assert.Equal(33, (middle > 0.8).sum().item<long>());
    }

    [Fact]
    public void Times_are_drawn_in_each_pairs_segment()
    {
        var intervals = torch.tensor(new[,] { { 0.0, 0.25 }, { 0.25, 0.5 }, { 0.5, 1.0 } });
        var pairs = new Pairs(Random(0, 3, 2), Random(1, 3, 2)) { Interval = intervals };
        for (var seed = 0; seed < 20; seed++)
        {
            new VelocityMatching().Of(new FunctionNetwork((x, t) =>
            {
                Assert.True(((t >= intervals.select(1, 0)) & (t <= intervals.select(1, 1))).all().item<bool>());
                Assert.True(t.unique().output.shape[0] == 3);
                return x;
            }), pairs, new Generator((ulong)seed));
        }
    }

    [Fact]
    public void The_first_order_loss_compares_where_the_path_arrives()
    {
        var vp = new Trigonometric(0.068);
        var (noise, data, error) = (Random(0, 6, 2), Random(1, 6, 2), Random(2, 6, 2) * 0.1);
        var t = torch.linspace(0.05, 0.55, 6, dtype: ScalarType.Float64);
        var sample = vp.At(noise, data, t);
        var (alpha, beta) = (vp.Alpha(t).unsqueeze(1), vp.Beta(t).unsqueeze(1));
        var squared = new FirstOrderLoss(FlowLoss.Squared);

        // Without a segment: x̂_1 = (x_t - β·ε̂)/α, hence an error of the noise counts β/α times.
        var whole = squared.PerSample(noise + error, sample, Prediction.Noise, vp);
        Assert.True((whole - (error * beta / alpha).square().sum(1)).abs().max().item<double>() < 1e-9);

        // With one: the DDIM step from t to b = 0.8 with the wrong noise against the path's own point there.
        var b = torch.full([6], 0.8, dtype: ScalarType.Float64);
        var predicted = (sample.Xt - beta * (noise + error)) / alpha;
        var arrived = vp.Alpha(b).unsqueeze(1) * predicted + vp.Beta(b).unsqueeze(1) * (noise + error);
        var expected = (arrived - vp.At(noise, data, b).Xt).square().sum(1);
        var phased = squared.PerSample(noise + error, sample with { End = b }, Prediction.Noise, vp);
        Assert.True((phased - expected).abs().max().item<double>() < 1e-9);

        Assert.Equal(new ElementwiseHuberLoss().PerSample(data + error, data), new FirstOrderLoss().PerSample(data + error, sample, Prediction.Data, vp));
    }

    [Fact]
    public void Times_between_two_bounds_have_their_density()
    {
        var times = new TimesBetween(0.2, 0.8);
        var drawn = times.Sample(4000, new Generator(0));
        Assert.InRange(drawn.min().item<float>(), 0.2f, 0.21f);
        Assert.InRange(drawn.max().item<float>(), 0.79f, 0.8f);
        Assert.Equal([0, 1.666667, 0], times.Density(torch.tensor(new[] { 0.1, 0.5, 0.9 })).data<double>().ToArray().Select(d => Math.Round(d, 6)));
        Assert.Throws<ArgumentException>(() => new TimesBetween(0.5, 0.5));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var noise = new StandardNormal(2);
        var flow = Straight(1);
        Assert.Throws<ArgumentException>(() => PhasedRectification.Pairs(flow, noise, noise, new TimeGrid([1, 0]), 10, Solver.Euler, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhasedRectification.Pairs(flow, noise, noise, TimeGrid.Uniform(4), 3, Solver.Euler, 2, 0));
        var phased = new PhasedCoupling(torch.zeros(3, 2), torch.zeros(3, 2), torch.zeros(3, 2));
        Assert.Throws<InvalidOperationException>(() => new ShuffledCoupling(phased).Draw(2, new Generator(0)));
        Assert.Equal([4L, 2], phased.Weighted(1).Draw(4, new Generator(0)).Interval!.shape);
        Assert.Throws<ArgumentException>(() => new PhasedCoupling(torch.zeros(3, 2), torch.zeros(3, 2), torch.zeros(2, 2)));
    }

    [Fact]
    public void Trained_at_once_the_seeds_are_those_trained_alone()
    {
        var noise = new StandardNormal(2);
        var vp = new Trigonometric(0.068);
        var pairs = PhasedRectification.Pairs(
            new MixtureFlow(Toys.EightGaussians(), interpolant: vp), noise, Toys.EightGaussians(), TimeGrid.Uniform(2), 200, new Ddim(vp), 4, seed: 0, interpolant: vp);
        var training = new FlowTraining
        {
            Seed = 7,
            Steps = 12,
            BatchSize = 32,
            Objective = new VelocityMatching { Interpolant = vp, Prediction = Prediction.Noise, Loss = new FirstOrderLoss() },
        };
        var alone = RectifiedFlow.Train(new VelocityMlp(2, 1, width: 16), new ReflectedCoupling(pairs, ReflectedCoupling.Negate(0)), training);
        var together = RectifiedFlow.TrainBatched(
            [new VelocityMlp(2, 0, width: 16), new VelocityMlp(2, 1, width: 16)], new ReflectedCoupling(pairs, ReflectedCoupling.Negate(0)), training, [6, 7]);
        Assert.All(alone.Curve.Losses.Zip(together[1].Flow.Curve.Losses), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-3));
        Assert.NotEqual(alone.Curve.Losses[0], together[0].Flow.Curve.Losses[0], 1e-4);

        var annealed = new AnnealedCoupling(Reflow.Pairs(Straight(0.5), noise, 200, Solver.Euler, 2, seed: 0), AnnealingSchedule.Linear(6));
        var plain = training with { Objective = new VelocityMatching() };
        var one = RectifiedFlow.Train(new VelocityMlp(2, 1, width: 16), annealed, plain);
        var two = RectifiedFlow.TrainBatched([new VelocityMlp(2, 1, width: 16)], annealed, plain, [7]);
        Assert.All(one.Curve.Losses.Zip(two[0].Flow.Curve.Losses), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-3));
    }
}
