using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training.Batched;

public class SeedGroupsTests
{
    private static readonly FlowTraining Short = new() { Seed = -1, Steps = 10, BatchSize = 16 };

    private static Coupling NoiseToEight => Coupling.Independent(new StandardNormal(2), Toys.EightGaussians());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Seeds_shared_out_among_threads_come_back_in_their_order(int threads)
    {
        int[] seeds = [3, 4, 5];
        var before = torch.get_num_threads();
        torch.set_num_threads(threads);
        try
        {
            var flows = RectifiedFlow.TrainBatched([.. seeds.Select(seed => new VelocityMlp(2, seed, width: 8))], [.. seeds.Select(_ => NoiseToEight)], Short, seeds, [1, 2, 3]);
            Assert.Equal(seeds, flows.Select(flow => flow.Seed));
            for (var k = 0; k < seeds.Length; k++)
            {
                var alone = RectifiedFlow.Train(new VelocityMlp(2, seeds[k], width: 8), NoiseToEight, Short with { Seed = seeds[k], LearningRate = (step, total) => (k + 1) * Short.LearningRate!(step, total) });
                Assert.All(alone.Curve.Losses.Zip(flows[k].Flow.Curve.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * pair.First));
            }

            Assert.Equal(threads, torch.get_num_threads());
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    [Fact]
    public void Seeds_stay_together_where_threads_would_share_what_is_not_theirs()
    {
        var before = torch.get_num_threads();
        torch.set_num_threads(2);
        try
        {
            IReadOnlyList<nn.Module<Tensor, Tensor, Tensor>> networks = [new VelocityMlp(2, 0, width: 4), new VelocityMlp(2, 1, width: 4), new VelocityMlp(2, 2, width: 4)];
            IReadOnlyList<Coupling> couplings = [NoiseToEight, NoiseToEight, NoiseToEight];
            Assert.Equal(2, SeedGroups.CountOf(networks, couplings, Short));
            Assert.Equal(1, SeedGroups.CountOf(networks, couplings, Short with { AfterStep = _ => { } }));
            Assert.Equal(1, SeedGroups.CountOf(networks, [NoiseToEight, NoiseToEight, NoiseToEight.ByOptimalTransport()], Short));
            Assert.Equal(1, SeedGroups.CountOf([new Dropped()], [NoiseToEight], Short));
            Assert.Equal(1, SeedGroups.CountOf([networks[0]], [NoiseToEight], Short));
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    private sealed class Dropped : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> layers = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5));

        public Dropped() : base(nameof(Dropped)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor t) => layers.call(x);
    }
}
