using TorchSharp;
using Workbench.Activations;

namespace Workbench.Tests.Activations;

/// <summary>A bound from above, whose slope at the bound is 1 with every libtorch.</summary>
public class LimitsTests
{
    [Fact]
    public void The_smaller_of_an_entry_and_the_limit_with_slope_one_up_to_it()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor([double.NegativeInfinity, -1, 0.5, 0.75, double.PositiveInfinity, double.NaN], requires_grad: true);
        var y = x.NotAbove(0.5);
        Assert.Equal([double.NegativeInfinity, -1, 0.5, 0.5, 0.5, double.NaN], y.data<double>().ToArray());
        var slope = torch.autograd.grad([y.sum()], [x])[0];
        Assert.Equal([1, 1, 1, 0, 0, 1], slope.data<double>().ToArray());
    }

    [Theory]
    [InlineData("elu", 0.0, 1.0)]
    [InlineData("celu", 0.0, 1.0)]
    [InlineData("smelu", 1.0, 1.0)]
    [InlineData("react", 1.0, 1.0)]
    public void Slopes_at_joints_are_those_from_the_left(string name, double at, double expected)
    {
        using var scope = torch.NewDisposeScope();
        var (_, slope) = ActivationMeasurement.ValueAndSlope(Workbench.Activations.Activations.ByName(name), torch.tensor([at]));
        Assert.Equal(expected, slope.item<double>(), 12);
    }
}
