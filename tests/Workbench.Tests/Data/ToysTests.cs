using TorchSharp;
using Workbench.Data;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Data;

public class ToysTests
{
    [Fact]
    public void Every_toy_is_found_by_name_and_draws_centred_float_points_from_its_seed()
    {
        Assert.Equal(Toys.All.Count, Toys.All.Select(t => t.Name).Distinct().Count());
        foreach (var (name, law) in Toys.All)
        {
            Assert.Same(law, Toys.ByName(name.ToUpperInvariant()));
            var x = law.Sample(20_000, new Generator(0));
            Assert.Equal([20_000, 2], x.shape);
            Assert.Equal(ScalarType.Float32, x.dtype);
            Assert.Equal(x, law.Sample(20_000, new Generator(0)));
            Assert.NotEqual(x, law.Sample(20_000, new Generator(1)));
            // Deviations of at most 1.5 a coordinate: five standard errors of the mean are 0.053.
            Assert.True(x.mean([0L]).abs().max().item<float>() < 0.053, name);
            Assert.InRange(x.abs().max().item<float>(), 1, 4);
        }
    }

    [Fact]
    public void Eight_Gaussians_lie_on_their_circle_with_their_spread()
    {
        var x = Toys.EightGaussians().Sample(40_000, new Generator(0));
        // E‖x‖² = 2² + 2·0.15² = 4.045 and E‖x‖⁴ fixes the spread along the radius.
        Assert.InRange(x.square().sum(1).mean().item<float>(), 4.045 * 0.99, 4.045 * 1.01);
        var angle = torch.atan2(x.select(1, 1), x.select(1, 0));
        Assert.InRange((angle * 8).cos().mean().item<float>(), Math.Exp(-0.5 * 0.36) - 0.03, Math.Exp(-0.5 * 0.36) + 0.03);
    }

    [Fact]
    public void The_checkerboard_fills_its_dark_squares_and_no_other()
    {
        var x = Toys.Checkerboard().Sample(20_000, new Generator(0));
        var cell = (x + 2).floor();
        var parity = (cell.select(1, 0) + cell.select(1, 1)).to_type(ScalarType.Int64) % 2;
        Assert.Equal(0, parity.sum().item<long>());
        Assert.Equal(8, (cell.select(1, 0) * 4 + cell.select(1, 1)).data<float>().ToArray().Distinct().Count());
    }

    [Fact]
    public void The_moons_are_half_circles_turned_into_each_other()
    {
        var x = Toys.TwoMoons(std: 0).Sample(5000, new Generator(0)) / 1.5f;
        var upper = (x + torch.tensor(new[] { 0.5f, 0.25f })).square().sum(1);
        var lower = (x - torch.tensor(new[] { 0.5f, 0.25f })).square().sum(1);
        Assert.True(torch.minimum((upper - 1).abs(), (lower - 1).abs()).max().item<float>() < 1e-5);
        Assert.InRange(((upper - 1).abs() < 1e-4).to_type(ScalarType.Float32).mean().item<float>(), 0.46, 0.54);
    }

    [Fact]
    public void The_spirals_turn_as_far_as_they_are_told()
    {
        var x = Toys.Spirals(turns: 2, std: 0).Sample(5000, new Generator(0));
        var radius = x.square().sum(1).sqrt() / 2;
        // Turning every point back by its radius leaves two opposite rays.
        var angle = torch.atan2(x.select(1, 1), x.select(1, 0)) - radius * (4 * Math.PI);
        Assert.True((angle.sin().abs().max()).item<float>() < 1e-4);
        Assert.InRange(angle.cos().mean().item<float>(), -0.08, 0.08);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("'two-moons'", Assert.Throws<ArgumentException>(() => Toys.ByName("two_moons")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Toys.EightGaussians(std: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Toys.EightGaussians(radius: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Toys.Checkerboard(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Toys.Spirals(turns: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Toys.TwoMoons(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Toys.TwoMoons().Sample(0, new Generator(0)));
    }
}
