using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class AddingProblemTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(50)]
    public void One_mark_in_each_half_and_the_target_is_their_sum(int length)
    {
        var (inputs, targets) = AddingProblem.Draw(300, length, new Generator(3));
        Assert.Equal([300, length, 2], inputs.shape);
        var values = inputs.data<float>().ToArray();
        var sums = targets.data<float>().ToArray();
        for (var i = 0; i < 300; i++)
        {
            var row = Enumerable.Range(0, length).Select(t => (Number: values[2 * ((i * length) + t)], Mark: values[(2 * ((i * length) + t)) + 1])).ToArray();
            Assert.Equal(1, row.Take(length / 2).Sum(p => p.Mark));
            Assert.Equal(1, row.Skip(length / 2).Sum(p => p.Mark));
            Assert.All(row, p => Assert.True(p is { Number: >= 0 and < 1, Mark: 0 or 1 }));
            Assert.Equal(row.Where(p => p.Mark == 1).Sum(p => p.Number), sums[i], 6);
        }
    }

    [Fact]
    public void The_mean_errs_by_a_sixth_and_seeds_repeat()
    {
        var (inputs, targets) = AddingProblem.Draw(40_000, 6, new Generator(4));
        // The fourth moment makes a standard error of 0.001 of the variance.
        Assert.InRange(targets.var().item<float>(), AddingProblem.TargetVariance - 0.004, AddingProblem.TargetVariance + 0.004);
        Assert.InRange(targets.mean().item<float>(), 0.99, 1.01);
        Assert.True(AddingProblem.Draw(40_000, 6, new Generator(4)).Inputs.eq(inputs).all().item<bool>());
        // Every place of a half is marked equally often: 40,000 / 3, by at most five standard deviations.
        Assert.All(inputs.select(2, 1).sum(0).data<float>().ToArray(), n => Assert.InRange(n, 13_333 - 475, 13_333 + 475));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>("length", () => AddingProblem.Draw(1, 1, new Generator(0)));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => AddingProblem.Draw(0, 5, new Generator(0)));
    }
}
