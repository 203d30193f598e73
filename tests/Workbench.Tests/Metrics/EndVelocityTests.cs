using TorchSharp;
using Workbench.Flows;
using Workbench.Metrics;
using Xunit;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class EndVelocityTests
{
    private static readonly Tensor Noise = torch.randn([500, 3], dtype: ScalarType.Float64, generator: new Generator(0));

    [Fact]
    public void Of_a_centred_Gaussian_the_gap_is_the_same_for_every_point()
    {
        // Z_t = √g·Z_0 and v = ((t·s² - (1-t))/√g)·Z_0, so that v/Z_1 is one number.
        const double s = 0.4;
        var profile = EndVelocity.Along(GaussianFlow.Isotropic([0, 0, 0], 1, [0, 0, 0], s), Noise, TimeGrid.Uniform(100));
        foreach (var t in new[] { 0.0, 0.5, 0.9, 0.99, 1.0 })
        {
            var ratio = (t * s * s - (1 - t)) / Math.Sqrt((1 - t) * (1 - t) + t * t * s * s) / s;
            Assert.Equal(Math.Abs(ratio - 1), profile.RelativeAt(t), 5);
            Assert.Equal(Math.Sign(ratio), profile.CosineAt(t), 6);
        }
    }

    [Fact]
    public void Of_a_point_mass_the_gap_is_the_noise()
    {
        var profile = EndVelocity.Along(GaussianFlow.Isotropic([0, 0, 0], 1, [3, 0, 4], 0), Noise, new TimeGrid([0, 0.5, 0.9, 0.99, 1]), Solver.Euler);
        var expected = (Noise.square().sum(1).sqrt() / 5).mean().item<double>();
        foreach (var t in new[] { 0.0, 0.5, 0.99 })
            Assert.Equal(expected, profile.RelativeAt(t), 9);
        Assert.Throws<ArgumentException>(() => EndVelocity.Along(GaussianFlow.Isotropic([0], 1, [0], 1), Noise, TimeGrid.Uniform(4, 0, 0.9)));
    }
}
