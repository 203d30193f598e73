using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>Relaxations of discrete variables.</summary>
public class RelaxedTests
{
    private static readonly double[] Probabilities = [0.2, 0.3, 0.5];

    [Fact]
    public void A_relaxed_Bernoulli_variable_rounds_to_a_Bernoulli_one_at_every_temperature()
    {
        const int n = 20_000;
        foreach (var temperature in new[] { 0.1, 1.0, 3.0 })
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(23);
            var p = tensor(Probabilities);
            var d = RelaxedBernoulli(tensor(temperature), p, generator: generator);
            var x = d.sample(n);
            Assert.True(((x > 0) & (x < 1)).all().item<bool>());
            var error = ((x > 0.5).to(float64).mean([0]) - p).abs() / (p * (1 - p) / n).sqrt();
            Assert.True(error.max().item<double>() < 5);
            Assert.Equal(temperature, d.temperature.item<double>());
            Derived.AssertClose(p, d.probs, "probs");
        }
    }

    [Fact]
    public void The_largest_entry_of_a_relaxed_one_hot_vector_is_drawn_with_its_probability()
    {
        const int n = 20_000;
        foreach (var temperature in new[] { 0.1, 1.0, 3.0 })
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(23);
            var p = tensor(Probabilities);
            var d = RelaxedOneHotCategorical(tensor(temperature), logits: p.log() + 2, generator: generator);
            var x = d.sample(n);
            Assert.True((x.sum(-1) - 1).abs().max().item<double>() < 1e-12);
            var error = ((x == x.amax([-1], keepdim: true)).to(float64).mean([0]) - p).abs() / (p * (1 - p) / n).sqrt();
            Assert.True(error.max().item<double>() < 5);
            Derived.AssertClose(p, d.probs, "probs");
            Derived.AssertClose(p.log(), d.logits, "logits");
            Assert.Equal(temperature, d.temperature.item<double>());
        }
    }

    [Fact]
    public void Densities_integrate_to_one()
    {
        // The midpoint rule on the unit interval, and on the triangle x + y < 1 with the density of the first two entries.
        const int n = 400;
        var grid = (arange(n, float64) + 0.5) / n;
        var bernoulli = RelaxedBernoulli(tensor(1.2), tensor(0.3));
        Assert.Equal(1, bernoulli.log_prob(grid).exp().mean().item<double>(), 2e-2);
        var (x, y) = (grid.unsqueeze(1).expand(n, n), grid.unsqueeze(0).expand(n, n));
        var third = 1 - x - y;
        var points = stack([x, y, third], -1)[third > 1e-9];
        var categorical = RelaxedOneHotCategorical(tensor(0.9), tensor(Probabilities));
        Assert.Equal(1, categorical.log_prob(points).exp().sum().item<double>() / (n * n), 2e-2);
    }

    [Fact]
    public void A_gradient_reaches_the_probabilities()
    {
        var p = tensor(Probabilities).requires_grad_();
        foreach (Distribution d in new Distribution[] { RelaxedBernoulli(tensor(0.5), p), RelaxedOneHotCategorical(tensor(0.5), p), ExpRelaxedCategorical(tensor(0.5), p), LogitRelaxedBernoulli(tensor(0.5), p) })
        {
            var slope = autograd.grad([d.rsample(3).square().sum()], [p])[0];
            Assert.True(slope.isfinite().all().item<bool>() && slope.abs().sum().item<double>() > 0);
        }
    }

    [Fact]
    public void Exactly_one_of_probabilities_and_logits_is_given()
    {
        var t = tensor(0.5);
        Action[] wrong =
        [
            () => LogitRelaxedBernoulli(t), () => RelaxedBernoulli(t, t, t), () => ExpRelaxedCategorical(t), () => RelaxedOneHotCategorical(t, t, t),
            () => RelaxedBernoulli(t, (float?)null, null), () => RelaxedBernoulli(t, 0.5, 0.5), () => LogitRelaxedBernoulli(t, 0.5f, 0.5f),
        ];
        Assert.All(wrong, call => Assert.StartsWith("One and only one of 'probs' and", Assert.Throws<ArgumentException>(call).Message));
        Assert.Equal(0.5, RelaxedBernoulli(t, 0.5, null).probs.item<double>());
        Assert.Equal(0.5f, LogitRelaxedBernoulli(t, null, 0.5f).logits.item<float>());
        Assert.Throws<ArgumentException>(() => RelaxedOneHotCategorical(t, 0.5, null));
    }

    [Fact]
    public void The_relaxed_logit_has_the_moments_of_the_variable_that_it_relaxes()
    {
        var d = LogitRelaxedBernoulli(tensor(0.5), tensor(Probabilities));
        Derived.AssertClose(tensor(Probabilities), d.mean, "mean");
        Derived.AssertClose(tensor(new[] { 0.16, 0.21, 0.25 }), d.variance, "variance");
        Assert.Equal(Math.Log(2), d.entropy()[2].item<double>(), 1e-12);
        Assert.Throws<NotImplementedException>(() => ExpRelaxedCategorical(tensor(0.5), tensor(Probabilities)).mean);
        Assert.Throws<NotImplementedException>(() => ExpRelaxedCategorical(tensor(0.5), tensor(Probabilities)).entropy());
        Assert.Equal([2, 3], ExpRelaxedCategorical(tensor(0.5), ones(2, 3)).param_shape);
    }
}
