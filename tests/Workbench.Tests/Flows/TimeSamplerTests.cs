using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class TimeSamplerTests
{
    /// <summary>The sampler, its mass in (1/4, 3/4), its density at 1/2 and at 0, all by hand.</summary>
    public static TheoryData<TimeSampler, double, double, double> ClosedForms => new()
    {
        { TimeSampler.Uniform, 0.5, 1, 1 },
        { new LogitNormalTimes(), 0.72811, 4 / Math.Sqrt(2 * Math.PI), 0 },
        { new CosMapTimes(), 2 / Math.PI * (Math.Atan(3) - Math.Atan(1.0 / 3)), 4 / Math.PI, 2 / Math.PI },
        { new ModeTimes(1.29), 0.7327, 3.793, 1 / 2.29 },
        { new ModeTimes(1.75), 0.7808, 1 / (1 - 1.75 * (Math.PI / 2 - 1)), 1 / 2.75 },
        { new UShapedTimes(4), (Math.Exp(3) - Math.Exp(1)) / (Math.Exp(4) - 1), 0.5514, 2.0746 },
        { new BetaTimes(2, 2), 0.6875, 1.5, 0 },
    };

    [Theory]
    [MemberData(nameof(ClosedForms))]
    public void Draws_and_densities_are_those_of_the_law(TimeSampler times, double middle, double atHalf, double atEnd)
    {
        using var generator = new Generator(3);
        var t = times.Sample(1_000_000, generator);
        Assert.Equal(middle, (t > 0.25).logical_and(t < 0.75).to_type(ScalarType.Float64).mean().item<double>(), 0.002);
        Assert.True(t.min().item<float>() >= 0 && t.max().item<float>() <= 1);
        Assert.Equal(0.5, t.to_type(ScalarType.Float64).mean().item<double>(), 0.0015);
        Assert.Equal(atHalf, times.Density(torch.tensor(0.5)).item<double>(), 6e-4);
        Assert.Equal(atEnd, times.Density(torch.tensor(0.0)).item<double>(), 6e-5);
        Assert.Equal(atEnd, times.Density(torch.tensor(1.0)).item<double>(), 6e-5);
    }

    [Theory]
    [MemberData(nameof(SamplingTests.TimeSamplers), MemberType = typeof(SamplingTests))]
    public void Draws_have_the_distribution_function_of_the_quantiles(TimeSampler times)
    {
        using var generator = new Generator(4);
        var t = times.Sample(200_000, generator).to_type(ScalarType.Float64);
        foreach (var u in new[] { 0.01, 0.1, 0.3, 0.5, 0.8, 0.99 })
        {
            var share = (t < times.Quantile(torch.tensor(u))).to_type(ScalarType.Float64).mean().item<double>();
            // Five standard deviations of a share of 200,000 draws.
            Assert.Equal(u, share, 5 * Math.Sqrt(u * (1 - u) / 200_000) + 1e-6);
        }

        Assert.Equal(0, times.Quantile(torch.tensor(0.0)).item<double>(), 1e-7);
        Assert.Equal(1, times.Quantile(torch.tensor(1.0)).item<double>(), 1e-7);
    }

    [Fact]
    public void Shifts_compose_and_keep_the_ends()
    {
        Assert.Equal(0.25, ShiftedTimes.Shift(0.5, 3), 12);
        Assert.Equal(ShiftedTimes.Shift(0.3, 6), ShiftedTimes.Shift(ShiftedTimes.Shift(0.3, 2), 3), 12);
        var twice = TimeSampler.Uniform.Shifted(2).Shifted(3);
        var once = TimeSampler.Uniform.Shifted(6);
        var t = torch.linspace(0, 1, 21, dtype: ScalarType.Float64);
        Assert.True((twice.Density(t) - once.Density(t)).abs().max().item<double>() < 1e-12);
        Assert.Equal([0.0, 1.0], once.Quantile(torch.tensor(new[] { 0.0, 1.0 })).data<double>().ToArray());
    }

    [Fact]
    public void The_noise_levels_of_edm_are_log_normal()
    {
        using var generator = new Generator(5);
        var t = new EdmLogNormalTimes(-1.2, 1.2).Sample(200_000, generator).to_type(ScalarType.Float64);
        var logSigma = ((1 - t) / t).log();
        Assert.Equal(-1.2, logSigma.mean().item<double>(), 0.015);
        Assert.Equal(1.2, logSigma.std().item<double>(), 0.015);
    }

    [Fact]
    public void Bad_constants_are_named()
    {
        Assert.Equal("std", Assert.Throws<ArgumentOutOfRangeException>(() => new LogitNormalTimes(0, 0)).ParamName);
        Assert.Contains("1.7519", Assert.Throws<ArgumentOutOfRangeException>(() => new ModeTimes(1.8)).Message);
        Assert.Equal("a", Assert.Throws<ArgumentOutOfRangeException>(() => new UShapedTimes(0)).ParamName);
        Assert.Equal("b", Assert.Throws<ArgumentOutOfRangeException>(() => new BetaTimes(1, -1)).ParamName);
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => TimeSampler.Uniform.Shifted(0)).ParamName);
    }
}
