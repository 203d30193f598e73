using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

public class DivergenceTests
{
    private static readonly Dictionary<string, Func<Tensor[], Distribution>> Families = new()
    {
        ["Normal"] = a => Normal(a[0], a[1]),
        ["LogNormal"] = a => LogNormal(a[0], a[1]),
        ["HalfNormal"] = a => HalfNormal(a[0]),
        ["Laplace"] = a => Laplace(a[0], a[1]),
        ["Gumbel"] = a => Gumbel(a[0], a[1]),
        ["Uniform"] = a => Uniform(a[0], a[1]),
        ["Exponential"] = a => Exponential(a[0]),
        ["Gamma"] = a => Gamma(a[0], a[1]),
        ["Beta"] = a => Beta(a[0], a[1]),
        ["Dirichlet"] = a => Dirichlet(a[0]),
        ["Poisson"] = a => Poisson(a[0]),
        ["Pareto"] = a => Pareto(a[0], a[1]),
        ["Bernoulli"] = a => Bernoulli(a[0]),
        ["Geometric"] = a => Geometric(a[0]),
        ["Categorical"] = a => Categorical(a[0]),
        ["OneHotCategorical"] = a => OneHotCategorical(a[0]),
        ["MultivariateNormal"] = a => MultivariateNormal(a[0], a[1]),
        ["Cauchy"] = a => Cauchy(a[0], a[1]),
    };

    public static TheoryData<string> Names => [.. Families.Keys];

    private static Tensor[] Tensors(JsonElement stored, string side) => stored.GetProperty(side).EnumerateArray().Select(GoldenFile.Tensor).ToArray();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch_and_is_zero_to_itself(string name)
    {
        using var scope = NewDisposeScope();
        var stored = Derived.Golden.GetProperty("divergences").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        var (p, q) = (Families[name](Tensors(stored, "p")), Families[name](Tensors(stored, "q")));
        Derived.AssertClose(GoldenFile.Tensor(stored.GetProperty("kl")), kl_divergence(p, q), name);
        var itself = kl_divergence(p, p);
        Assert.Equal(p.batch_shape.Shape, itself.shape);
        Assert.True(itself.abs().max().item<double>() < 1e-12, name);
    }

    [Fact]
    public void Of_independent_components_is_the_sum()
    {
        var (loc, scale) = (arange(6, float64).reshape(2, 3), ones(2, 3, float64));
        var (p, q) = (Normal(loc, scale), Normal(loc * 2, scale));
        Derived.AssertClose(kl_divergence(p, q).sum(-1), kl_divergence(Independent(p, 1), Independent(q, 1)), "one dimension");
        Assert.Equal([], kl_divergence(Independent(p, 2), Independent(q, 2)).shape);
    }

    [Fact]
    public void Of_a_category_that_is_never_drawn()
    {
        var (p, q) = (Categorical(logits: tensor(new[] { 0, double.NegativeInfinity })), Categorical(tensor(new[] { 0.5, 0.5 })));
        Assert.Equal(Math.Log(2), kl_divergence(p, q).item<double>(), 1e-12);
        Assert.Equal(double.PositiveInfinity, kl_divergence(q, p).item<double>());
    }

    [Fact]
    public void A_gradient_reaches_both_sides()
    {
        var (a, b) = (tensor(1.5).requires_grad_(), tensor(0.5).requires_grad_());
        var slopes = autograd.grad([kl_divergence(Normal(a, tensor(1.0)), Normal(b, tensor(2.0)))], [a, b]);
        Assert.Equal(0.25, slopes[0].item<double>(), 1e-12);
        Assert.Equal(-0.25, slopes[1].item<double>(), 1e-12);
        var rate = autograd.grad([kl_divergence(Exponential(tensor(2.0)), Exponential(b))], [b])[0];
        Assert.Equal(1 / 2.0 - 1 / 0.5, rate.item<double>(), 1e-12);
        // log(p/q) + q/p − 1, whose derivative by p is 1/p − q/p².
        rate = autograd.grad([kl_divergence(Exponential(a), Exponential(tensor(2.0)))], [a])[0];
        Assert.Equal(1 / 1.5 - 2 / 2.25, rate.item<double>(), 1e-12);
        Assert.False(kl_divergence(Exponential(tensor(1.0)), Exponential(tensor(2.0))).requires_grad);
    }

    [Fact]
    public void An_unknown_pair_is_named()
    {
        var failure = Assert.Throws<NotImplementedException>(() => kl_divergence(Normal(0.0), Laplace(0.0)));
        Assert.Equal("No KL(p || q) is implemented for p type Normal and q type Laplace", failure.Message);
    }
}
