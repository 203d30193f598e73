using TorchSharp;
using Workbench.Models;
using Workbench.Pruning;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

public class ScheduleTests
{
    [Fact]
    public void Schedules_are_those_by_hand()
    {
        // Cubic from 0.2 to 0.8 after one of four: 0.8 − 0.6 · 0.75³.
        Assert.Equal(0.546875, new Cubic(0.8, initial: 0.2).After(1, 4), 1e-15);
        Assert.Equal(0.7 * 7 / 8, new Cubic(0.7).After(5, 10), 1e-15);
        Assert.Equal(0.488, new Iterative(0.738).After(1, 2), 1e-3);
        Assert.Equal(0.36, new Iterative(1 - Math.Pow(0.8, 5)).After(2, 5), 1e-12);
        Assert.Equal(0.9, new OneShot(0.9).After(1, 5));
        Assert.Equal(0.3, new Gradual(0.9).After(1, 3), 1e-15);
    }

    [Fact]
    public void Every_schedule_starts_at_zero_never_falls_and_ends_at_its_sparsity()
    {
        foreach (var schedule in SparsitySchedule.All)
        {
            var values = Enumerable.Range(0, 11).Select(pruning => schedule.After(pruning, 10)).ToArray();
            Assert.Equal(0, values[0]);
            Assert.Equal(0.9, values[10], 1e-15);
            Assert.Equal(values.Order(), values);
        }
    }

    [Fact]
    public void Sparsities_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cubic(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Iterative(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneShot(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cubic(0.5, initial: 0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gradual(0.5).After(6, 5));
    }

    [Fact]
    public void Iterative_pruning_follows_a_schedule()
    {
        foreach (var schedule in SparsitySchedule.All)
        {
            using var model = new FashionMlp(4, inputs: 30, hidden1: 40, hidden2: 20, classes: 5);
            var cycles = IterativePruning.Run(
                model, new IterativePruningOptions { Cycles = 5, Schedule = schedule, Activation = new ActivationPruning() }, (_, _) => { }, (cycle, _) => cycle);
            foreach (var cycle in cycles)
                Assert.InRange(cycle.Alive - (cycle.Total * (1 - schedule.After(cycle.Cycle, 4))), -1 - cycle.Cycle, 1 + cycle.Cycle);
        }
    }

    [Fact]
    public void Gradual_pruning_prunes_after_the_steps_of_its_schedule()
    {
        using var model = new FashionMlp(4, inputs: 30, hidden1: 40, hidden2: 20, classes: 5);
        using var masks = new PruningMasks(model);
        using var start = new WeightSnapshot(model);
        var schedule = new Cubic(0.8);
        var pruning = new GradualPruning(
            new PruningState(model, masks, start), new GradualPruningOptions { Schedule = schedule, Begin = 3, Every = 2, Prunings = 4 });
        var seen = new List<double>();
        for (var step = 0; step < 14; step++)
        {
            using (torch.no_grad()) foreach (var parameter in model.parameters()) parameter.add_(0.01);
            pruning.AfterStep(step);
            seen.Add(1 - masks.Density);
            Assert.Equal(masks.Alive, masks.Names.Sum(name => masks.Weight(name).count_nonzero().item<long>()));
        }

        double[] expected = [0, 0, 0, schedule.After(1, 4), schedule.After(1, 4), schedule.After(2, 4), schedule.After(2, 4), schedule.After(3, 4), schedule.After(3, 4), .. Enumerable.Repeat(0.8, 5)];
        Assert.All(expected.Zip(seen), pair => Assert.Equal(pair.First, pair.Second, 0.002));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradualPruning(new PruningState(model, masks, start), new GradualPruningOptions { Every = 0 }));
    }
}
