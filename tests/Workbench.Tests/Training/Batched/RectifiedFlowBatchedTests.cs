using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training.Batched;

public class RectifiedFlowBatchedTests
{
    private static readonly int[] Seeds = [3, 4, 5];
    private static readonly FlowTraining Short = new() { Seed = -1, Steps = 40, BatchSize = 64 };

    private static Coupling NoiseToEight => Coupling.Independent(new StandardNormal(2), Toys.EightGaussians());

    [Fact]
    public void Flows_trained_together_are_those_trained_one_by_one()
    {
        var together = RectifiedFlow.TrainBatched([.. Seeds.Select(seed => new VelocityMlp(2, seed, width: 32))], NoiseToEight, Short, Seeds);
        Assert.Equal(Seeds, together.Select(flow => flow.Seed));
        for (var k = 0; k < Seeds.Length; k++)
        {
            var alone = RectifiedFlow.Train(new VelocityMlp(2, Seeds[k], width: 32), NoiseToEight, Short with { Seed = Seeds[k] });
            // The draws are the same bits; float32 products round at 1e-7 and Adam's first steps, g/|g|, make differences of a rate
            // where a gradient is near 0: forty steps of 2e-3 stay well within 1e-3.
            Assert.Equal(alone.Curve.Losses.Count, together[k].Flow.Curve.Losses.Count);
            Assert.Equal(alone.Curve.Losses[0], together[k].Flow.Curve.Losses[0], 1e-5 * alone.Curve.Losses[0]);
            foreach (var (one, other) in alone.Curve.Losses.Zip(together[k].Flow.Curve.Losses)) Assert.Equal(one, other, 1e-3 * one);
            var x = new StandardNormal(2).Sample(50, new Generator(1));
            using var noGrad = torch.no_grad();
            Assert.True(alone.Velocity(x, 0.4).allclose(together[k].Flow.Velocity(x, 0.4), rtol: 1e-3, atol: 1e-3));
            Assert.False(together[k].Flow.Network.training);
        }
    }

    [Fact]
    public void In_float64_forty_steps_agree_to_nine_digits()
    {
        var couplings = Seeds.Select(seed => (Coupling)Coupling.Paired(Pairs(seed), Pairs(seed + 10) + 1)).ToList();
        VelocityMlp Network(int seed) => (VelocityMlp)new VelocityMlp(2, seed, width: 32).to(ScalarType.Float64);
        var together = RectifiedFlow.TrainBatched([.. Seeds.Select(Network)], couplings, Short, Seeds);
        for (var k = 0; k < Seeds.Length; k++)
        {
            var alone = RectifiedFlow.Train(Network(Seeds[k]), couplings[k], Short with { Seed = Seeds[k] });
            foreach (var (one, other) in alone.Curve.Losses.Zip(together[k].Flow.Curve.Losses)) Assert.Equal(one, other, 1e-9 * one);
            foreach (var (one, other) in alone.Network.parameters().Zip(together[k].Flow.Network.parameters()))
                Assert.True((one - other).abs().max().item<double>() <= 1e-9);
        }

        static Tensor Pairs(int seed) => torch.randn([200, 2], dtype: ScalarType.Float64, generator: new Generator((ulong)seed));
    }

    [Fact]
    public void A_seed_that_diverges_is_told_and_leaves_the_others()
    {
        IReadOnlyList<BatchedFlow> Train(double factor) => RectifiedFlow.TrainBatched(
            [.. Seeds.Select(seed => new VelocityMlp(2, seed, width: 16))], [NoiseToEight, NoiseToEight, NoiseToEight],
            Short with { Optimizer = p => optim.SGD(p, 1e-2), LearningRate = null }, Seeds, [1, factor, 1]);
        var (healthy, ill) = (Train(1), Train(1e12));
        Assert.NotNull(ill[1].Diverged);
        Assert.Same(ill[1].Diverged, Assert.Throws<DivergedException>(() => ill[1].Flow));
        foreach (var k in new[] { 0, 2 }) Assert.Equal(healthy[k].Flow.Curve.Losses, ill[k].Flow.Curve.Losses);
    }

    [Fact]
    public void Counts_must_match()
    {
        var error = Assert.Throws<ArgumentException>(() => RectifiedFlow.TrainBatched([new VelocityMlp(2, 0)], NoiseToEight, Short, Seeds));
        Assert.Contains("each of 1 networks; got 1 and 3", error.Message);
    }
}
