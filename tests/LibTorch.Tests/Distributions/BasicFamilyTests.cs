using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>What is particular to single families: gradients, edges, overloads of the factories, bad arguments.</summary>
public class BasicFamilyTests
{
    private const string OnlyOneOfThem = "One and only one of 'probs' and logits should be provided.";

    private static Tensor T(params double[] values) => tensor(values);

    [Fact]
    public void The_gradient_of_a_gamma_draw_is_the_implicit_one()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(8);
        var concentration = T(0.4, 1.0, 2.5, 12).requires_grad_();
        var rate = T(1.0, 0.5, 3, 2).requires_grad_();
        var x = Gamma(concentration, rate, generator).rsample();
        x.sum().backward();
        // dx/dα = −(∂F/∂α) / f(x), and x ∝ 1 / rate.
        using var _ = no_grad();
        double h = 1e-5;
        var slope = (Gamma(concentration + h, rate).cdf(x) - Gamma(concentration - h, rate).cdf(x)) / (2 * h);
        BasicCases.AssertClose(-slope / Gamma(concentration, rate).log_prob(x).exp(), concentration.grad!, "concentration", 1e-3);
        BasicCases.AssertClose(-x / rate, rate.grad!, "rate");
    }

    [Fact]
    public void The_gradient_of_the_mean_of_draws_is_that_of_the_mean()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9);
        var concentration = T(1.5, 0.7, 3).requires_grad_();
        var weights = T(1, -2, 0.5);
        (Dirichlet(concentration, generator).rsample(60000) * weights).sum(-1).mean().backward();
        var sampled = concentration.grad!.clone();
        concentration.grad!.zero_();
        (Dirichlet(concentration).mean * weights).sum().backward();
        BasicCases.AssertClose(concentration.grad!, sampled, "Dirichlet", 6e-3);
    }

    [Theory]
    [InlineData("Normal"), InlineData("Uniform"), InlineData("Cauchy"), InlineData("Laplace"), InlineData("MultivariateNormal")]
    public void Draws_and_log_densities_have_the_gradients_of_finite_differences(string family)
    {
        using var scope = NewDisposeScope();
        Distribution Make(Tensor a, Tensor b, ulong seed) => family switch
        {
            "Normal" => Normal(a, b, new Generator(seed)),
            "Uniform" => Uniform(a, b + 5, new Generator(seed)),
            "Cauchy" => Cauchy(a, b, new Generator(seed)),
            "Laplace" => Laplace(a, b, new Generator(seed)),
            _ => MultivariateNormal(a, scale_tril: b.diag() + T(0.3, 0.1).diag(-1)[..3, ..3], generator: new Generator(seed)),
        };
        var (a, b, weights) = (T(0.2, -1, 0.5), T(0.7, 1.5, 2), T(1, -2, 0.5));
        foreach (var value in new Func<Tensor, Tensor, Tensor>[] { (a, b) => (Make(a, b, 6).rsample() * weights).sum(), (a, b) => Make(a, b, 6).log_prob(T(0.3, 0.1, 1.1)).sum() })
        {
            var (u, v) = (a.clone().requires_grad_(), b.clone().requires_grad_());
            value(u, v).backward();
            for (int i = 0; i < 3; i++)
            {
                var step = zeros(3, dtype: ScalarType.Float64);
                step[i] = 1e-6;
                double da = (value(a + step, b) - value(a - step, b)).item<double>() / 2e-6, db = (value(a, b + step) - value(a, b - step)).item<double>() / 2e-6;
                Assert.Equal(da, u.grad![i].item<double>(), 1e-6);
                Assert.Equal(db, v.grad![i].item<double>(), 1e-6);
            }
        }
    }

    [Fact]
    public void Discrete_draws_are_in_the_support()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var probs = T(0, 0.3, 1);
        var binomial = Binomial(tensor(7), probs, generator: generator).sample(500);
        Assert.Equal(0, binomial[.., 0].abs().max().item<double>());
        Assert.Equal(7, binomial[.., 2].min().item<double>());
        var counts = Multinomial(12, T(0, 2, 3), generator: generator).sample(500);
        Assert.True((counts.sum(-1) == 12).all().item<bool>());
        Assert.Equal(0, counts[.., 0].max().item<double>());
        Assert.Equal(0, Multinomial(0, T(1, 2)).sample(3).abs().sum().item<double>());
        var hot = OneHotCategorical(T(1, 2, 3), generator: generator).sample(200);
        Assert.True((hot.sum(-1) == 1).all().item<bool>() && (hot.max(-1).values == 1).all().item<bool>());
        var simplex = Dirichlet(full(4, 0.02), generator).sample(300);
        Assert.True((simplex > 0).all().item<bool>() && simplex.sum(-1).allclose(ones(300)));
        Assert.True((Gamma(full(300, 1e-3), tensor(1.0f), generator).sample() > 0).all().item<bool>());
        Assert.Equal(0, Geometric(T(1)).sample(50).max().item<double>());
    }

    [Fact]
    public void Impossible_values_have_no_probability_and_certain_ones_all_of_it()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(double.NegativeInfinity, Uniform(T(0), T(1)).log_prob(T(1)).item<double>());
        Assert.Equal(0, Uniform(T(0), T(1)).log_prob(T(0)).item<double>());
        Assert.Equal([0, double.NegativeInfinity], Geometric(T(1)).log_prob(T(0, 2)).data<double>().ToArray());
        Assert.Equal([0, double.PositiveInfinity, double.NaN, double.NaN], Poisson(T(3)).icdf(T(0, 1, -0.1, 1.5)).data<double>().ToArray());
        Assert.Equal([0, 0], Poisson(T(3)).cdf(T(-1, -0.5)).data<double>().ToArray());
        Assert.Equal(0, Multinomial(2, logits: T(0, double.NegativeInfinity)).log_prob(T(2, 0)).item<double>());
        Assert.Equal(0, Binomial(tensor(3), T(0)).log_prob(T(0)).item<double>(), 1e-12);
        Assert.Equal(0, Gamma(T(1), T(2)).log_prob(T(0)).sub(Math.Log(2)).item<double>(), 1e-12);
        Assert.True(FisherSnedecor(T(2), T(2)).mean.isnan().item<bool>() && FisherSnedecor(T(2), T(4)).variance.isnan().item<bool>());
    }

    [Fact]
    public void Integers_are_taken_as_values_of_discrete_families_at_full_precision()
    {
        using var scope = NewDisposeScope();
        var (k, exact) = (arange(3), arange(3, dtype: ScalarType.Float64));
        foreach (var d in new Distribution[] { Poisson(T(0.5, 0.25, 0.15)), Binomial(tensor(100), T(0.25, 0.25, 0.15)), NegativeBinomial(tensor(4), T(0.25, 0.25, 0.15)), Geometric(T(0.2, 0.4, 0.6)) })
            BasicCases.AssertClose(d.log_prob(exact), d.log_prob(k), d.GetType().Name, 0);
    }

    [Fact]
    public void Single_precision_stays_single()
    {
        using var scope = NewDisposeScope();
        var p = tensor(new[] { 0.3f, 0.6f });
        foreach (var d in new Distribution[] { Normal(p, p), Uniform(p, p + 1), Cauchy(p, p), Laplace(p, p), Exponential(p), Gamma(p, p), Chi2(p), Beta(p, p), Dirichlet(p), FisherSnedecor(p, p + 5),
            MultivariateNormal(p, eye(2)), Bernoulli(p), Geometric(p), Binomial(tensor(3), p), NegativeBinomial(tensor(3), p), Poisson(p), OneHotCategorical(p), Multinomial(3, p) })
            Assert.True(new[] { d.mean, d.variance, d.sample(2), d.log_prob(d.sample()) }.All(t => t.dtype == ScalarType.Float32), d.GetType().Name);
    }

    [Fact]
    public void Factories_take_numbers()
    {
        using var scope = NewDisposeScope();
        Assert.Equal((ScalarType.Float32, 2f), (Normal(2f).mean.dtype, Normal(2f, 3f).mean.item<float>()));
        Assert.Equal((ScalarType.Float64, 9.0), (Normal(2.0).mean.dtype, Normal(2.0, 3.0).variance.item<double>()));
        Assert.Equal(18, Laplace(2.0, 3.0).variance.item<double>());
        Assert.Equal(18, Laplace(2f, 3f).variance.item<float>());
        Assert.Equal((4.5, 4.5f), (Poisson(4.5).mean.item<double>(), Poisson(4.5f).mean.item<float>()));
        Assert.Equal((0.25, 0.5f), (Bernoulli(0.25, null).probs.item<double>(), Bernoulli(null, 0f).probs.item<float>()));
        Assert.Equal((2.5, 5f), (Binomial(10, 0.25, null).mean.item<double>(), Binomial(10, null, 0f).mean.item<float>()));
        Assert.Equal((10.0, 10f), (NegativeBinomial(10, 0.5, null).mean.item<double>(), NegativeBinomial(10, null, 0f).mean.item<float>()));
        Assert.Equal(Math.Log(8), Categorical(8).entropy().item<float>(), 1e-6);
        Assert.Equal([3f, 3f], Multinomial(6, 2).mean.data<float>().ToArray());
        Assert.Equal(T(0.5, 3).data<double>().ToArray(), Chi2(T(0.5, 3)).df.data<double>().ToArray());
    }

    [Fact]
    public void Exactly_one_of_probabilities_and_logits_is_taken()
    {
        var p = T(0.2, 0.8);
        foreach (var make in new Func<Tensor?, Tensor?, Distribution>[] { (p, l) => Bernoulli(p, l), (p, l) => Geometric(p, l), (p, l) => Binomial(tensor(3), p, l),
            (p, l) => NegativeBinomial(tensor(3), p, l), (p, l) => Categorical(p, l), (p, l) => OneHotCategorical(p, l), (p, l) => Multinomial(3, p, l) })
        {
            Assert.Equal(OnlyOneOfThem, Assert.Throws<ArgumentException>(() => make(p, p)).Message);
            Assert.Equal(OnlyOneOfThem, Assert.Throws<ArgumentException>(() => make(null, null)).Message);
        }
        Assert.Equal(OnlyOneOfThem, Assert.Throws<ArgumentException>(() => Bernoulli(0.5f, 0.5f)).Message);
        Assert.Throws<ArgumentException>(() => Binomial(3, (double?)null, null));
        Assert.Throws<ArgumentException>(() => OneHotCategorical(0.5, null));
    }

    [Fact]
    public void Bad_arguments_are_refused_at_once()
    {
        var (two, three) = (ones(2), ones(3));
        Assert.Throws<ArgumentNullException>(() => Normal(null!, two));
        Assert.Throws<ArgumentNullException>(() => Gamma(two, null!));
        Assert.Throws<ArgumentException>(() => Normal(two, three));
        Assert.Contains("one-dimensional", Assert.Throws<ArgumentException>(() => Dirichlet(tensor(1.0))).Message);
        Assert.Contains("one-dimensional", Assert.Throws<ArgumentException>(() => Categorical(tensor(1.0))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Categorical(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Multinomial(-1, two));
        Assert.Throws<ArgumentNullException>(() => MultivariateNormal(null!, eye(2)));
        Assert.Equal("Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.", Assert.Throws<ArgumentException>(() => MultivariateNormal(two)).Message);
        Assert.Throws<ArgumentException>(() => MultivariateNormal(two, eye(2), eye(2)));
        Assert.Equal("scale_tril matrix must be at least two-dimensional, with optional leading batch dimensions", Assert.Throws<ArgumentException>(() => MultivariateNormal(two, scale_tril: two)).Message);
        Assert.Throws<NotImplementedException>(() => FisherSnedecor(two, two).entropy());
        Assert.Throws<NotImplementedException>(() => NegativeBinomial(two, two / 2).entropy());
        Assert.Throws<NotImplementedException>(() => Beta(two, two).cdf(two));
    }

    [Fact]
    public void The_three_forms_of_a_covariance_agree()
    {
        using var scope = NewDisposeScope();
        var L = tensor(new[,] { { 1.2, 0, 0 }, { -0.3, 0.8, 0 }, { 0.5, 0.1, 0.4 } });
        var (loc, x) = (T(1, -2, 0.5), randn(5, 2, 3, dtype: ScalarType.Float64));
        var covariance = L.matmul(L.mT);
        var expected = MultivariateNormal(loc, scale_tril: L).log_prob(x);
        // ½ (x − μ)ᵀ Σ⁻¹ (x − μ) written out.
        var direct = -0.5 * ((x - loc).matmul(linalg.inv(covariance)) * (x - loc)).sum(-1) - 0.5 * linalg.slogdet(2 * Math.PI * covariance).Item2;
        BasicCases.AssertClose(direct, expected, "scale_tril");
        BasicCases.AssertClose(expected, MultivariateNormal(loc, covariance).log_prob(x), "covariance_matrix");
        BasicCases.AssertClose(expected, MultivariateNormal(loc, precision_matrix: linalg.inv(covariance)).log_prob(x), "precision_matrix");
        var draws = MultivariateNormal(loc, covariance, generator: new Generator(1)).sample(40000);
        BasicCases.AssertClose(covariance, draws.mT.cov(), "sampled covariance", 3e-2);
    }

    private sealed class OpenGamma(Tensor a, Tensor b) : Gamma(a, b) { public (IList<Tensor>, Func<Tensor[], Tensor>, Tensor) Form => (NaturalParams, LogNormalizer, MeanCarrierMeasure); }
    private sealed class OpenExponential(Tensor a) : Exponential(a) { public (IList<Tensor>, Func<Tensor[], Tensor>, Tensor) Form => (NaturalParams, LogNormalizer, MeanCarrierMeasure); }
    private sealed class OpenBeta(Tensor a, Tensor b) : Beta(a, b) { public (IList<Tensor>, Func<Tensor[], Tensor>, Tensor) Form => (NaturalParams, LogNormalizer, MeanCarrierMeasure); }
    private sealed class OpenDirichlet(Tensor a) : Dirichlet(a) { public (IList<Tensor>, Func<Tensor[], Tensor>, Tensor) Form => (NaturalParams, LogNormalizer, MeanCarrierMeasure); }

    [Fact]
    public void Natural_parameters_give_the_entropy_of_the_closed_form()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (T(0.4, 1, 3.5), T(2, 0.3, 1));
        var families = new (Distribution, (IList<Tensor> Eta, Func<Tensor[], Tensor> Normalizer, Tensor Carrier))[]
        {
            (Gamma(a, b), new OpenGamma(a, b).Form), (Exponential(a), new OpenExponential(a).Form), (Beta(a, b), new OpenBeta(a, b).Form), (Dirichlet(a), new OpenDirichlet(a).Form),
        };
        foreach (var (d, form) in families)
        {
            var eta = form.Eta.Select(parameter => parameter.detach().requires_grad_()).ToArray();
            var normalizer = form.Normalizer(eta);
            var gradient = autograd.grad([normalizer.sum()], eta);
            var inner = eta.Zip(gradient, (parameter, slope) => parameter * slope).Aggregate((left, right) => left + right);
            if (d.event_shape.Length > 0) inner = inner.sum(-1);
            BasicCases.AssertClose(d.entropy(), (normalizer - inner - form.Carrier).detach(), d.GetType().Name);
        }
    }

    [Fact]
    public void Parameters_outlive_their_scope_and_nothing_else_is_left()
    {
        Distribution[] made;
        using (NewDisposeScope())
        {
            var p = tensor(new[] { 0.3, 0.6 });
            made = [Normal(p, p), Chi2(p), Beta(p, p), Binomial(tensor(4), p), Categorical(p), Multinomial(3, p), MultivariateNormal(p, eye(2, dtype: ScalarType.Float64)), Poisson(p)];
        }
        foreach (var d in made)
        {
            var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            using (NewDisposeScope())
            {
                _ = d.log_prob(d.sample());
                _ = d.variance;
                _ = d.entropy();
            }
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            d.sample().Dispose();
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            d.Dispose();
            Assert.True(DisposeScopeManager.Statistics.ThreadTotalLiveCount < live);
        }
    }
}
