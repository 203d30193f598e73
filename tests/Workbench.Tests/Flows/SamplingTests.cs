using TorchSharp;
using Workbench.Flows;
using static TorchSharp.torch;

namespace Workbench.Tests.Flows;

public class SamplingTests
{
    private static readonly StandardNormal Noise = new(2);

    private static GaussianMixture Three => new([1, 2, 1], new double[,] { { -5, 0 }, { 0, 5 }, { 5, 0 } }, [0.1, 0.1, 0.1]);

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_does_not()
    {
        foreach (var law in new ISampler[] { Noise, Three, new TensorSampler(torch.arange(40, dtype: ScalarType.Float32).reshape(20, 2)) })
        {
            var first = law.Sample(50, new Generator(3));
            Assert.Equal(first, law.Sample(50, new Generator(3)));
            Assert.NotEqual(first, law.Sample(50, new Generator(4)));
        }
    }

    [Fact]
    public void Noise_is_standard_and_takes_the_shape_of_an_image()
    {
        var x = new StandardNormal(1, 8, 8).Sample(2000, new Generator(0));
        Assert.Equal([2000, 1, 8, 8], x.shape);
        Assert.Equal(ScalarType.Float32, x.dtype);
        // 128,000 values: five standard errors of the mean are 0.014, of the variance 0.02.
        Assert.InRange(x.mean().item<float>(), -0.014, 0.014);
        Assert.InRange(x.var().item<float>(), 0.98, 1.02);
    }

    [Fact]
    public void Equal_counts_give_every_component_its_exact_share_in_mixed_order()
    {
        var x = Three.SampleEqualCounts(400, new Generator(1));
        var left = (x.select(1, 0) < -2.5).to_type(ScalarType.Float32);
        var right = (x.select(1, 0) > 2.5).to_type(ScalarType.Float32);
        Assert.Equal((100, 100), (left.sum().item<float>(), right.sum().item<float>()));
        // Sorted by component, the first half would hold all hundred.
        Assert.InRange(left.slice(0, 0, 200, 1).sum().item<float>(), 30, 70);
    }

    [Fact]
    public void Equal_counts_hand_out_remainders()
    {
        var x = Three.SampleEqualCounts(7, new Generator(1));
        // Shares 1.75, 3.5, 1.75: the largest fractions get the remainders.
        Assert.Equal(2, (x.select(1, 0) < -2.5).to_type(ScalarType.Int64).sum().item<long>());
        Assert.Equal(2, (x.select(1, 0) > 2.5).to_type(ScalarType.Int64).sum().item<long>());
        Assert.Equal(7, x.shape[0]);
    }

    [Fact]
    public void The_independent_coupling_pairs_both_laws_without_correlation()
    {
        var pairs = Coupling.Independent(Noise, Three).Draw(20_000, new Generator(0));
        var product = (pairs.X0 * pairs.X1).mean([0L]);
        // The product of independent centred variables of deviation 1 and about 3.5: five standard errors are 0.13.
        Assert.InRange(product[0].item<float>(), -0.13, 0.13);
        Assert.Equal(pairs.X1 - pairs.X0, pairs.Displacement);
    }

    [Fact]
    public void The_paired_coupling_never_separates_a_pair()
    {
        var x0 = torch.arange(100, dtype: ScalarType.Float32).reshape(50, 1, 2);
        var pairs = Coupling.Paired(x0, x0 + 1000).Draw(300, new Generator(0));
        Assert.Equal([300, 1, 2], pairs.X0.shape);
        Assert.Equal(pairs.X0 + 1000, pairs.X1);
        Assert.True(pairs.X0.std().item<float>() > 10);
    }

    [Fact]
    public void Uniform_times_have_their_moments_and_stay_inside()
    {
        var t = TimeSampler.Uniform.Sample(100_000, new Generator(0));
        Assert.Equal([100_000], t.shape);
        Assert.True(t.min().item<float>() >= 0 && t.max().item<float>() <= 1);
        // Five standard errors: 0.2887·5/√100000 = 0.0046.
        Assert.InRange(t.mean().item<float>(), 0.4954, 0.5046);
        Assert.InRange(t.square().mean().item<float>(), 1.0 / 3 - 0.005, 1.0 / 3 + 0.005);
    }

    [Theory]
    [MemberData(nameof(TimeSamplers))]
    public void The_density_of_times_is_the_derivative_of_their_quantiles(TimeSampler times)
    {
        const double h = 1e-5;
        var u = torch.linspace(0.05, 0.95, 19, dtype: ScalarType.Float64);
        var slope = (times.Quantile(u + h) - times.Quantile(u - h)) / (2 * h);
        Assert.True((slope * times.Density(times.Quantile(u)) - 1).abs().max().item<double>() < 1e-6);
    }

    public static TheoryData<TimeSampler> TimeSamplers =>
        [.. TimeSampler.All, new LogitNormalTimes(0.5, 0.6), new ModeTimes(-0.8), new ModeTimes(1.75), new UShapedTimes(1), new BetaTimes(2, 1), new LogitNormalTimes().Shifted(3)];

    [Fact]
    public void Bad_input_is_named()
    {
        using var generator = new Generator(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Noise.Sample(0, generator));
        Assert.Throws<ArgumentException>(() => new StandardNormal());
        Assert.Throws<ArgumentException>(() => new TensorSampler(torch.zeros(0, 2)));
        Assert.Contains("[3, 2]", Assert.Throws<ArgumentException>(() => Coupling.Paired(torch.zeros(3, 2), torch.zeros(2, 2))).Message);
        Assert.Contains("[4, 3]", Assert.Throws<ArgumentException>(() => Coupling.Independent(Noise, new StandardNormal(3)).Draw(4, generator)).Message);
        Assert.Throws<ArgumentException>(() => new GaussianMixture([1, -1], new double[2, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => new GaussianMixture([1, 1], new double[2, 2], [1, 0]));
        Assert.Throws<ArgumentException>(() => new GaussianMixture([1], new double[2, 2], [1, 1]));
        Assert.Contains("'uniform'", Assert.Throws<ArgumentException>(() => TimeSampler.ByName("unifrom")).Message);
    }
}
