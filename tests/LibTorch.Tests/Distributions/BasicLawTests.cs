using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>What must hold of every basic family, whatever its formula.</summary>
public class BasicLawTests
{
    [Theory, MemberData(nameof(BasicCases.All), MemberType = typeof(BasicCases))]
    public void Expanding_repeats_the_batch(int index, string family)
    {
        using var scope = NewDisposeScope();
        using var d = BasicCases.Make(index);
        using var given = BasicCases.Make(index);
        Size batch = new long[] { 5 } + d.batch_shape;
        using var expanded = d.expand(batch);
        Assert.Same(given, d.expand(batch, given));
        Assert.Equal(d.GetType(), expanded.GetType());
        manual_seed(5);
        var value = d.sample();
        foreach (var e in new[] { expanded, given })
        {
            Assert.Equal(batch, e.batch_shape);
            Assert.Equal(d.event_shape, e.event_shape);
            Assert.Equal([2, .. batch, .. d.event_shape], e.sample(2).shape);
            Assert.Equal(batch.Shape, e.log_prob(value).shape);
            BasicCases.AssertClose(d.log_prob(value).expand(batch.Shape), e.log_prob(value), family);
            BasicCases.AssertClose(d.variance.expand((batch + (family == "Categorical" ? Size.Empty : d.event_shape)).Shape), e.variance, family);
        }
    }

    [Theory, MemberData(nameof(BasicCases.All), MemberType = typeof(BasicCases))]
    public void An_instance_of_another_family_is_refused(int index, string family)
    {
        using var d = BasicCases.Make(index);
        using Distribution other = family == "Normal" ? Poisson(1.0) : Normal(0.0);
        var error = Assert.Throws<ArgumentException>(() => d.expand(d.batch_shape, other));
        Assert.StartsWith($"expand(): 'instance' must be a {family} distribution", error.Message);
    }

    [Theory, MemberData(nameof(BasicCases.All), MemberType = typeof(BasicCases))]
    public void Sampled_moments_are_the_stated_ones(int index, string family)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        using var d = BasicCases.Make(index, generator: generator);
        var draws = d.sample(40000).to(ScalarType.Float64);
        // Five standard errors of the mean; where the fourth moment is infinite, or there is no variance, nothing is said.
        var error = (d.variance / draws.shape[0]).sqrt() * 5;
        Assert.True(((draws.mean([0]) - d.mean).abs() > error).any().item<bool>() == false, $"{family}: mean {draws.mean([0]).npstr()}, stated {d.mean.npstr()}");
        if (family is "Cauchy" or "FisherSnedecor" or "Categorical") return;
        var centred = draws - d.mean;
        var spread = centred.pow(2);
        Assert.True(((spread.mean([0]) - d.variance).abs() > 6 * (spread.var(0) / draws.shape[0]).sqrt() + 1e-12).any().item<bool>() == false,
            $"{family}: variance {spread.mean([0]).npstr()}, stated {d.variance.npstr()}");
    }

    [Theory, MemberData(nameof(BasicCases.All), MemberType = typeof(BasicCases))]
    public void The_entropy_is_the_mean_negative_log_density(int index, string family)
    {
        if (family is "FisherSnedecor" or "NegativeBinomial") return;
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        using var d = BasicCases.Make(index, generator: generator);
        var surprise = -d.log_prob(d.sample(20000));
        var error = 6 * (surprise.var(0) / 20000).sqrt() + 1e-9;
        Assert.True(((surprise.mean([0]) - d.entropy()).abs() <= error).all().item<bool>(), $"{family}: sampled {surprise.mean([0]).npstr()}, stated {d.entropy().npstr()}");
    }

    [Theory]
    [InlineData("Normal"), InlineData("Uniform"), InlineData("Cauchy"), InlineData("Laplace"), InlineData("Exponential"), InlineData("Gamma"), InlineData("Chi2")]
    public void The_density_is_the_slope_of_the_distribution_function(string family)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(new[] { 0.7, 2.5 }), tensor(new[] { 3.1, 3.0 }));
        using Distribution d = family switch
        {
            "Normal" => Normal(a, b),
            "Uniform" => Uniform(a - 2, b),
            "Cauchy" => Cauchy(a, b),
            "Laplace" => Laplace(a, b),
            "Exponential" => Exponential(a),
            "Gamma" => Gamma(a, b),
            _ => Chi2(a),
        };
        var (x, h) = (tensor(new[,] { { 0.51 }, { 1.2 }, { 2.4 } }), 1e-5);
        var slope = (d.cdf(x + h) - d.cdf(x - h)) / (2 * h);
        BasicCases.AssertClose(slope, d.log_prob(x).exp(), family, 1e-8);
        if (family is not ("Gamma" or "Chi2")) BasicCases.AssertClose(x.expand(3, 2), d.icdf(d.cdf(x)), family + ".icdf", 1e-9);
    }

    [Theory]
    [InlineData("Bernoulli"), InlineData("Geometric"), InlineData("Binomial"), InlineData("NegativeBinomial"), InlineData("Poisson"), InlineData("Categorical")]
    public void Probabilities_sum_to_one_and_give_the_moments(string family)
    {
        using var scope = NewDisposeScope();
        var p = tensor(new[] { 0.2, 0.55, 0.9 });
        using Distribution d = family switch
        {
            "Bernoulli" => Bernoulli(p),
            "Geometric" => Geometric(p),
            "Binomial" => Binomial(tensor(9), p),
            "NegativeBinomial" => NegativeBinomial(tensor(3.5), p),
            "Poisson" => Poisson(8 * p),
            _ => Categorical(stack([p, 1 - p], -1)),
        };
        long values = family switch { "Bernoulli" or "Categorical" => 2, "Binomial" => 10, _ => 900 };
        var k = arange(values, dtype: ScalarType.Float64).unsqueeze(-1);
        var mass = d.log_prob(k).exp();
        BasicCases.AssertClose(ones(3, dtype: ScalarType.Float64), mass.sum(0), family, 1e-9);
        if (family == "Categorical") return;
        BasicCases.AssertClose((mass * k).sum(0), d.mean, family + ".mean", 1e-9);
        BasicCases.AssertClose((mass * (k - d.mean).pow(2)).sum(0), d.variance, family + ".variance", 1e-9);
        if (family != "Poisson") return;
        BasicCases.AssertClose(mass.cumsum(0), d.cdf(k), "Poisson.cdf", 1e-9);
        var likely = mass > 1e-9;
        BasicCases.AssertClose(k.expand_as(mass)[likely], d.icdf(d.cdf(k) - 1e-12)[likely], "Poisson.icdf");
    }
}
