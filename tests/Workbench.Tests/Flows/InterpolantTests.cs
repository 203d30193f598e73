using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class InterpolantTests
{
    public static TheoryData<Interpolant> Everyone => [.. Interpolant.All, new VariancePreserving(floor: 0.3), new Trigonometric(0.068)];

    private static Tensor Times => torch.linspace(0.02, 0.98, 25, dtype: ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Everyone))]
    public void The_derivatives_are_those_of_the_schedules(Interpolant interpolant)
    {
        const double h = 1e-6;
        var alphaDot = (interpolant.Alpha(Times + h) - interpolant.Alpha(Times - h)) / (2 * h);
        var betaDot = (interpolant.Beta(Times + h) - interpolant.Beta(Times - h)) / (2 * h);

        // A central difference of a float64 function is good to h² + 1e-16/h.
        // It is relative, because an exploding variance has derivatives in the hundreds.
        Assert.True((alphaDot - interpolant.AlphaDot(Times)).abs().max().item<double>() < 1e-7);
        Assert.True(((betaDot - interpolant.BetaDot(Times)) / (1 + betaDot.abs())).abs().max().item<double>() < 1e-7);
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void The_weight_of_the_data_rises_to_one_and_that_of_the_source_falls_to_zero(Interpolant interpolant)
    {
        var t = torch.linspace(0, 1, 51, dtype: ScalarType.Float64);
        // Variance-exploding paths keep the data's weight.
        Assert.True(interpolant.AlphaDot(Times).min().item<double>() > (interpolant is VarianceExploding ? -1e-300 : 0));
        Assert.True(interpolant.BetaDot(Times).max().item<double>() < 0);
        Assert.Equal(1, interpolant.Alpha(t)[50].item<double>(), 12);
        Assert.Equal(0, interpolant.Beta(t)[50].item<double>(), 7);
    }

    [Fact]
    public void Linear_gives_both_ends_exactly_and_a_constant_velocity()
    {
        var (x0, x1) = (torch.tensor(new[,] { { 0.1f, -0.7f } }), torch.tensor(new[,] { { 3.3f, 0.9f } }));
        Assert.Equal(x0, Interpolant.Linear.At(x0, x1, torch.tensor(0f)).Xt);
        Assert.Equal(x1, Interpolant.Linear.At(x0, x1, torch.tensor(1f)).Xt);
        Assert.Equal(x1 - x0, Interpolant.Linear.At(x0, x1, torch.tensor(0.3f)).Velocity);
    }

    [Theory]
    [InlineData(0.0066)]
    [InlineData(0.068)]
    [InlineData(0.5)]
    public void A_floor_is_where_the_schedule_starts(double floor)
    {
        // 0.0066 lies above the untruncated start exp(-19.9/4 - 0.05) = 0.00657.
        foreach (Interpolant interpolant in new Interpolant[] { new VariancePreserving(floor: floor), new Trigonometric(floor) })
        {
            var alpha = interpolant.Alpha(torch.zeros(1, ScalarType.Float64)).item<double>();
            var beta = interpolant.Beta(torch.zeros(1, ScalarType.Float64)).item<double>();
            Assert.Equal(floor, alpha, 12);
            Assert.Equal(1, alpha * alpha + beta * beta, 12);
        }
    }

    [Fact]
    public void Schedules_have_the_values_worked_out_by_hand()
    {
        var half = torch.tensor(0.5, dtype: ScalarType.Float64);
        var vp = new VariancePreserving().Alpha(half).item<double>();
        Assert.Equal(1 - vp * vp, new SubVariancePreserving().Beta(half).item<double>(), 12);
        // √(0.01²·(5000 - 1)), and σ_max·√(1 - 1/r²) at the start.
        Assert.Equal(0.01 * Math.Sqrt(4999), new VarianceExploding().Beta(half).item<double>(), 12);
        Assert.Equal(50 * Math.Sqrt(1 - 1 / 25e6), new VarianceExploding().Beta(torch.tensor(0.0)).item<double>(), 10);
        Assert.Equal(Math.Cos(Math.PI / 2 * 0.508 / 1.008) / Math.Cos(Math.PI / 2 * 0.008 / 1.008), new CosineInterpolant().Alpha(half).item<double>(), 12);
        // 1.5·½ - 0.5·¼.
        Assert.Equal(0.625, new ConstantAcceleration(1.5).Alpha(half).item<double>(), 12);
        Assert.Same(Interpolant.ByName("trigonometric"), Interpolant.ByName("GVP"));
    }

    [Fact]
    public void Constant_acceleration_starts_with_its_speed_and_keeps_its_acceleration()
    {
        var t = torch.linspace(0, 1, 11, dtype: ScalarType.Float64);
        var sample = new ConstantAcceleration(1.5).At(torch.zeros(11, 1, dtype: ScalarType.Float64), torch.full([11L, 1L], 2.0, dtype: ScalarType.Float64), t);
        var velocity = sample.Velocity.flatten();
        Assert.Equal(3, velocity[0].item<double>(), 12);
        Assert.True((velocity.diff() / 0.1 + 2).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void The_original_schedule_keeps_the_papers_values()
    {
        // exp(-19.9·0.25/4 - 0.1·0.5/2) at t = 1/2, by hand: exp(-1.26875).
        var lowest = Math.Exp(-19.9 / 4 - 0.05);
        var whole = new VariancePreserving(floor: lowest);
        Assert.Equal(Math.Exp(-1.26875), whole.Alpha(torch.tensor(0.5)).item<double>(), 10);
    }

    [Fact]
    public void Times_are_one_a_sample_and_images_keep_their_shape()
    {
        var (x0, x1) = (torch.zeros(3, 1, 4, 4), torch.ones(3, 1, 4, 4));
        var sample = Interpolant.Linear.At(x0, x1, torch.tensor(new[] { 0f, 0.25f, 1f }));
        Assert.Equal([3, 1, 4, 4], sample.Xt.shape);
        Assert.Equal([0f, 0.25f, 1f], sample.Xt.flatten(1).mean([1L]).data<float>().ToArray());
        Assert.Equal([3, 1, 4, 4], sample.Velocity.shape);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var x = torch.zeros(3, 2);
        Assert.Contains("[3, 2]", Assert.Throws<ArgumentException>(() => Interpolant.Linear.At(x, torch.zeros(4, 2), torch.tensor(0f))).Message);
        Assert.Contains("1.5", Assert.Throws<ArgumentOutOfRangeException>(() => Interpolant.Linear.At(x, x, torch.tensor(1.5f))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Interpolant.Linear.At(x, x, torch.tensor(float.NaN)));
        Assert.Throws<ArgumentException>(() => Interpolant.Linear.At(x, x, torch.zeros(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VariancePreserving(floor: 0.001));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trigonometric(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineInterpolant(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceExploding(1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantAcceleration(2.5));
        Assert.Contains("'linear'", Assert.Throws<ArgumentException>(() => Interpolant.ByName("liner")).Message);
    }
}
