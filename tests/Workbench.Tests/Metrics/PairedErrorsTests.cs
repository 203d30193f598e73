using TorchSharp;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class PairedErrorsTests
{
    [Fact]
    public void Every_point_has_the_mean_square_of_its_coordinates()
    {
        var x = torch.tensor(new double[,] { { 0, 0 }, { 1, 1 }, { 2, 0 } });
        var y = torch.tensor(new double[,] { { 3, 4 }, { 1, 1 }, { 2, 2 } });
        var errors = PairedErrors.Of(x, y);
        Assert.Equal([12.5, 0, 2], errors.Squared);
        Assert.Equal(14.5 / 3, errors.Mean, 1e-15);
        Assert.Equal(2, errors.Median);
    }

    [Fact]
    public void Images_are_taken_pixel_by_pixel()
    {
        var errors = PairedErrors.Of(torch.zeros(2, 1, 4, 4), torch.full([2, 1, 4, 4], 0.5f));
        Assert.Equal([0.25, 0.25], errors.Squared);
    }

    [Fact]
    public void Other_shapes_are_refused() => Assert.Throws<ArgumentException>(() => PairedErrors.Of(torch.zeros(2, 2), torch.zeros(3, 2)));
}
