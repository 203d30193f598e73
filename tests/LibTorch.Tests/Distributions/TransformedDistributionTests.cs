using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace Workbench.LibTorch.Tests.Distributions;

public class TransformedDistributionTests
{
    /// <summary>A family that a user derives: the distribution of c − x.</summary>
    private sealed class Mirrored : TransformedDistribution
    {
        public Mirrored(Distribution of, double c) => _init(of, [new AffineTransform(c, -1)]);
        public Distribution Source => base_distribution;
        public override Tensor mean => 5 - base_distribution.mean;
    }

    [Fact]
    public void An_affine_map_of_a_normal_variable_is_normal()
    {
        var (loc, scale) = (tensor(new[] { 0.5, -1.0 }), tensor(new[] { 2.0, 0.3 }));
        var d = new TransformedDistribution(Normal(loc, scale), new AffineTransform(1, -3));
        var expected = Normal(1 - 3 * loc, 3 * scale);
        var x = tensor(new[] { 0.7, 4.0 });
        Derived.AssertClose(expected.log_prob(x), d.log_prob(x), "log_prob");
        Derived.AssertClose(expected.cdf(x), d.cdf(x), "cdf");
        Derived.AssertClose(expected.icdf(tensor(0.3)), d.icdf(tensor(0.3)), "icdf");
    }

    [Fact]
    public void A_map_of_vectors_takes_batch_dimensions_into_the_event()
    {
        using var generator = new Generator(2);
        var d = new TransformedDistribution(Normal(zeros(4, 2, 3, float64), ones(4, 2, 3, float64), generator), new ReshapeTransform([2, 3], [6]));
        Assert.Equal((new Size(4), new Size(6)), (d.batch_shape, d.event_shape));
        var x = d.sample(5);
        Assert.Equal([5, 4, 6], x.shape);
        Derived.AssertClose(Normal(0.0, 1.0).log_prob(x).sum(-1), d.log_prob(x), "log_prob");
        Assert.Equal([9, 4, 6], d.expand((9L, 4L)).sample().shape);
        Assert.Throws<ArgumentException>(() => new TransformedDistribution(Normal(zeros(3), ones(3)), new ReshapeTransform([1, 3], [3])));
    }

    [Fact]
    public void Parameters_of_a_transform_widen_the_batch()
    {
        var d = new TransformedDistribution(Normal(zeros(3), ones(3)), new AffineTransform(zeros(2, 1), ones(2, 1)));
        Assert.Equal(new Size((2, 3)), d.batch_shape);
        var x = d.sample(100);
        Assert.Equal([100, 2, 3], x.shape);
        // The rows are drawn each for itself, not repeated.
        Assert.False(x.select(1, 0).Equals(x.select(1, 1)));
    }

    [Fact]
    public void Without_transforms_it_is_the_base()
    {
        var d = new TransformedDistribution(Normal(tensor(0.0), tensor(1.0)), Array.Empty<Transform>());
        Derived.AssertClose(Normal(0.0, 1.0).log_prob(tensor(0.5)), d.log_prob(tensor(0.5)), "log_prob");
        Derived.AssertClose(Normal(0.0, 1.0).cdf(tensor(0.5)), d.cdf(tensor(0.5)), "cdf");
    }

    [Fact]
    public void A_derived_family_has_the_base_and_says_what_is_missing()
    {
        var d = new Mirrored(Exponential(tensor(2.0)), 5);
        Assert.Equal(0.5, d.Source.mean.item<double>());
        Assert.Equal(4.5, d.mean.item<double>());
        // P(5 − x < 4) = P(x > 1) = e⁻².
        Derived.AssertClose(tensor(Math.Exp(-2)), d.cdf(tensor(4.0)), "cdf");
        Assert.Throws<NotImplementedException>(() => d.variance);
        Assert.Throws<NotImplementedException>(() => d.entropy());
        Assert.Throws<NotImplementedException>(() => new TransformedDistribution(Normal(0.0), new AbsTransform()).cdf(tensor(1.0)));
    }

    [Fact]
    public void Independent_sums_over_the_dimensions_that_it_takes()
    {
        var (loc, scale) = (arange(6, float64).reshape(2, 3), ones(2, 3, float64));
        var d = Independent(Normal(loc, scale), 1);
        var x = zeros(2, 3, float64);
        Assert.Equal((new Size(2), new Size(3)), (d.batch_shape, d.event_shape));
        Derived.AssertClose(Normal(loc, scale).log_prob(x).sum(-1), d.log_prob(x), "log_prob");
        Derived.AssertClose(loc, d.mode, "mode");
        Derived.AssertClose(Normal(loc, scale).entropy().sum(-1), d.entropy(), "entropy");
        Assert.Equal(new Size((2, 3)), Independent(Normal(loc, scale), 2).event_shape);
        Assert.Equal(new Size((2, 3)), Independent(Normal(loc, scale), 0).batch_shape);
        Assert.Contains("reinterpreted_batch_ndims", Assert.Throws<ArgumentException>(() => Independent(Normal(loc, scale), 3)).Message);
    }
}
