using TorchSharp;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Tests.Models;

public class NormalisedCrossEntropyTests
{
    [Fact]
    public void Loss_is_that_of_the_share_by_hand()
    {
        var scores = torch.tensor(new[] { 0, 0.5, 2, 3, 1, 0 }).reshape(2, 3);
        Assert.Equal((-Math.Log(0.8) - Math.Log(0.25)) / 2, NormalisedCrossEntropy.Loss(scores, torch.tensor(new[] { 2L, 1 })).item<double>(), 12);
    }

    [Fact]
    public void Gradient_is_that_of_the_quotient_and_none_where_the_share_is_0()
    {
        var scores = torch.tensor(new[] { 0, 0.5, 2, 0.0, 1, 3, 0, 0, 0 }).reshape(3, 3).requires_grad_();
        // The last two have nothing at their class; the last one has nothing at all.
        NormalisedCrossEntropy.Loss(scores, torch.tensor(new[] { 2L, 0, 1 })).backward();
        // d(-ln o_y/Σ)/do_j = 1/Σ - 1{j = y}/o_y, over a batch of 3.
        var expected = new[] { 0.4, 0.4, -0.1, 0, 0, 0, 0, 0, 0 };
        Assert.Equal(expected.Select(g => Math.Round(g / 3, 12)), scores.grad!.data<double>().ToArray().Select(g => Math.Round(g, 12)));
        Assert.Equal(-Math.Log(1e-7), NormalisedCrossEntropy.Loss(scores[2].unsqueeze(0), torch.tensor(new[] { 1L })).item<double>(), 9);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_said()
    {
        Assert.Throws<ArgumentException>(() => NormalisedCrossEntropy.Loss(torch.ones(2, 3), torch.tensor(new[] { 0L })));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalisedCrossEntropy.Loss(torch.ones(1, 3), torch.tensor(new[] { 0L }), 0.5));
    }
}
