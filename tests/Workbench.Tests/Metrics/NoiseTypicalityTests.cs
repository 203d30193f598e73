using TorchSharp;
using Workbench.Metrics;
using static TorchSharp.torch;

namespace Workbench.Tests.Metrics;

public class NoiseTypicalityTests
{
    private static Tensor Noise(int seed, params long[] shape) => torch.randn(shape, generator: new Generator((ulong)seed));

    [Fact]
    public void Noise_is_typical_in_any_dimension()
    {
        foreach (var dimension in new long[] { 2, 49, 784 })
        {
            var typicality = NoiseTypicality.Of(Noise(1, 20_000, dimension));
            Assert.Equal(0.01, typicality.OutsideShare, 0.003);        // four standard errors
            Assert.Equal(1, typicality.NormRatio, 0.01);
            Assert.Equal(0, typicality.Autocorrelation, 0.03);
        }
    }

    [Fact]
    public void In_the_plane_the_shell_is_that_of_the_Rayleigh_law()
    {
        // P(‖x‖ ≤ r) = 1 - exp(-r²/2), and its mean is √(π/2).
        var (low, high) = (Math.Sqrt(-2 * Math.Log(0.9)), Math.Sqrt(-2 * Math.Log(0.1)));
        var points = torch.tensor(new[,] { { 0.99 * low, 0 }, { 0, 1.01 * low }, { 0.99 * high, 0 }, { 0, 1.01 * high } });
        var typicality = NoiseTypicality.Of(points, coverage: 0.8);
        Assert.Equal(0.5, typicality.OutsideShare);
        Assert.Equal((low + high) / 2 / Math.Sqrt(Math.PI / 2), typicality.NormRatio, 1e-12);
    }

    [Fact]
    public void Larger_noise_is_outside_in_high_dimension_and_often_inside_in_low()
    {
        Assert.Equal(1, NoiseTypicality.Of(1.3f * Noise(2, 500, 784)).OutsideShare, 0.001);
        // P(1.69·χ² > -2 ln 0.005) + P(1.69·χ² < -2 ln 0.995) for two degrees of freedom.
        var expected = Math.Pow(0.005, 1 / 1.69) + 1 - Math.Pow(0.995, 1 / 1.69);
        Assert.Equal(expected, NoiseTypicality.Of(1.3f * Noise(2, 20_000, 2)).OutsideShare, 0.006);
    }

    [Fact]
    public void Neighbours_in_a_row_of_an_image_correlate_and_rows_do_not()
    {
        var fresh = Noise(3, 200, 1, 20, 21);
        var moving = fresh.narrow(3, 0, 20) + fresh.narrow(3, 1, 20);      // correlation 1/2 at lag 1
        Assert.Equal(0.5, NoiseTypicality.Of(moving).Autocorrelation, 0.02);
        Assert.Equal(0, NoiseTypicality.Of(moving.transpose(2, 3)).Autocorrelation, 0.02);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("[5, 1]", Assert.Throws<ArgumentException>(() => NoiseTypicality.Of(torch.zeros(5, 1))).Message);
        Assert.Throws<ArgumentException>(() => NoiseTypicality.Of(torch.zeros(0, 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseTypicality.Of(torch.zeros(3, 3), coverage: 1));
    }
}
