using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>Values in closed form and at the edges of each family.</summary>
public class DerivedMomentTests
{
    private static Tensor T(params double[] values) => tensor(values);

    [Fact]
    public void Kumaraswamy_with_one_exponent_of_one_is_a_power_of_a_uniform_number()
    {
        // b = 1: y = u^(1/a), E y = a/(a+1), and the mode is at 1 for a above 1.
        var d = Kumaraswamy(T(2, 3), T(1, 1));
        Derived.AssertClose(T(2.0 / 3, 0.75), d.mean, "mean");
        Derived.AssertClose(T(1.0 / 2 - 4.0 / 9, 3.0 / 5 - 9.0 / 16), d.variance, "variance");
        Derived.AssertClose(T(1, 1), d.mode, "mode");
        // The derivative of the log density vanishes at an inner mode.
        var inner = Kumaraswamy(T(2, 4), T(3, 2));
        var at = inner.mode.requires_grad_();
        Assert.True(autograd.grad([inner.log_prob(at).sum()], [at])[0].abs().max().item<double>() < 1e-9);
        Assert.True(Kumaraswamy(T(0.5), T(2)).mode.isnan().item<bool>());
        Assert.Equal((2, 1), (d.concentration1[0].item<double>(), d.concentration0[0].item<double>()));
    }

    [Fact]
    public void Weibull_of_shape_one_is_exponential_and_of_shape_two_Rayleigh()
    {
        var d = Weibull(T(2, 2), T(1, 2));
        Derived.AssertClose(T(2, Math.Sqrt(Math.PI)), d.mean, "mean");
        Derived.AssertClose(T(4, 4 - Math.PI), d.variance, "variance");
        Derived.AssertClose(T(0, Math.Sqrt(2)), d.mode, "mode");
        Derived.AssertClose(T(1 - Math.Exp(-0.5), 1 - Math.Exp(-0.25)), d.cdf(T(1, 1)), "cdf");
        Derived.AssertClose(T(0), Weibull(T(2), T(0.5)).mode, "mode of a falling density");
    }

    [Fact]
    public void Pareto_has_no_moments_at_or_above_its_tail_index()
    {
        var d = Pareto(T(1, 1, 1), T(0.5, 1.5, 3));
        Derived.AssertClose(T(double.PositiveInfinity, 3, 1.5), d.mean, "mean");
        Derived.AssertClose(T(double.PositiveInfinity, double.PositiveInfinity, 0.75), d.variance, "variance");
        Derived.AssertClose(T(1, 1, 1), d.scale, "scale");
        Derived.AssertClose(T(0.5, 1.5, 3), d.alpha, "alpha");
    }

    [Fact]
    public void Half_distributions_have_no_mass_below_zero()
    {
        foreach (Distribution d in new Distribution[] { HalfNormal(T(2)), HalfCauchy(T(2)) })
        {
            Assert.Equal(double.NegativeInfinity, d.log_prob(T(-1)).item<double>());
            Assert.Equal(0, d.cdf(T(-1)).item<double>());
            Assert.True(d.sample(100).min().item<double>() >= 0);
        }
        Assert.Equal(2, HalfNormal(T(2)).scale.item<double>());
        Assert.Equal(2, HalfCauchy(T(2)).scale.item<double>());
        // P(|x| < scale) is erf(1/√2) of a normal and 1/2 of a Cauchy variable.
        Derived.AssertClose(T(0.682689492137086), HalfNormal(T(2)).cdf(T(2)), "normal");
        Derived.AssertClose(T(0.5), HalfCauchy(T(2)).cdf(T(2)), "Cauchy");
    }

    [Fact]
    public void Gumbel_is_the_limit_of_the_largest_of_many()
    {
        var d = Gumbel(T(1), T(2));
        // P(x < loc) = 1/e, and the quantile of one half is loc − scale log log 2.
        Derived.AssertClose(T(Math.Exp(-1)), d.cdf(T(1)), "cdf");
        Derived.AssertClose(T(1 - 2 * Math.Log(Math.Log(2))), d.icdf(T(0.5)), "icdf");
        Assert.Equal(Math.PI * Math.PI / 6 * 4, d.variance.item<double>(), 1e-12);
    }

    [Fact]
    public void LogNormal_moments()
    {
        var d = LogNormal(T(0), T(1));
        Assert.Equal(Math.Exp(0.5), d.mean.item<double>(), 1e-12);
        Assert.Equal((Math.E - 1) * Math.E, d.variance.item<double>(), 1e-12);
        Assert.Equal((0, 1), (d.loc.item<double>(), d.scale.item<double>()));
        // A narrow one: the variance is that of a normal, where exp(σ²) − 1 would lose every digit.
        Assert.Equal(1e-18, LogNormal(T(0), T(1e-9)).variance.item<double>(), 1e-26);
    }

    [Fact]
    public void Single_precision_stays_single()
    {
        var one = ones(3);
        foreach (Distribution d in new Distribution[] { LogNormal(one, one), Gumbel(one, one), Weibull(one, one), Pareto(one, one), Kumaraswamy(one, one), HalfNormal(one), HalfCauchy(one), RelaxedBernoulli(one, one / 2) })
        {
            var x = d.sample(2);
            Assert.Equal((float32, float32), (x.dtype, d.log_prob(x).dtype));
        }
    }
}
