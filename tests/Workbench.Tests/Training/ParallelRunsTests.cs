using TorchSharp;
using Workbench.Data;
using Workbench.Models;
using Workbench.Tests.Pruning;
using Workbench.Training;
using static TorchSharp.torch;

namespace Workbench.Tests.Training;

public class ParallelRunsTests
{
    [Fact]
    public void Results_come_in_the_order_of_the_items()
    {
        var results = ParallelRuns.Map(Enumerable.Range(0, 20), i =>
        {
            Thread.Sleep(20 - i);
            return i * i;
        });

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * i), results);
    }

    [Fact]
    public void Runs_side_by_side_give_the_bits_of_runs_alone()
    {
        using var data = PrunedClassifierData.Stripes(100);
        var together = ParallelRuns.Map(Enumerable.Range(0, 4), Train);
        var alone = Enumerable.Range(0, 4).Select(seed => ParallelRuns.Map([seed], Train)[0]);

        Assert.Equal(alone, together);

        string Train(int seed)
        {
            using var model = new FashionMlp(seed, inputs: 16, hidden1: 12, hidden2: 8, classes: 2);
            return string.Join(" ", Classifier.Train(model, data, new ClassifierOptions { Seed = seed, Epochs = 3, BatchSize = 16 }).Losses);
        }
    }

    [Fact]
    public void A_failing_run_fails_the_whole_with_its_own_error_and_the_threads_are_given_back()
    {
        var threads = torch.get_num_threads();
        var error = Assert.Throws<InvalidOperationException>(() => ParallelRuns.Map(
            Enumerable.Range(0, 5), i => i == 1 ? throw new InvalidOperationException("run 1") : i));

        Assert.Equal("run 1", error.Message);
        Assert.Equal(threads, torch.get_num_threads());
    }

    [Fact]
    public void The_callers_gradient_mode_and_scopes_do_not_leak_into_runs()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var tensors = ParallelRuns.Map([1, 2], i => torch.ones(i, requires_grad: true) * 2);

        Assert.All(tensors, tensor => Assert.True(tensor.requires_grad));
        foreach (var tensor in tensors) tensor.Dispose();
    }
}
