using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>Laws that hold for every distribution made by transforms: of shapes, generators, densities, draws and their gradients.</summary>
public class DerivedLawTests
{
    public static TheoryData<string> Names => [.. Derived.Families.Keys];
    public static TheoryData<string> NamesWithCdf => [.. Derived.WithCdf];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_of_samples_and_of_the_expanded(string name)
    {
        using var scope = NewDisposeScope();
        var d = Derived.Make(name);
        var shape = d.batch_shape + d.event_shape;
        Assert.Equal(shape.Shape, d.sample().shape);
        Assert.Equal([4, 5, .. shape], d.rsample(4, 5).shape);
        var expanded = d.expand(new Size(7) + d.batch_shape);
        Assert.Equal(d.GetType(), expanded.GetType());
        Assert.Equal((new Size(7) + d.batch_shape, d.event_shape), (expanded.batch_shape, expanded.event_shape));
        var x = expanded.sample(2);
        Assert.Equal([2, 7, .. shape], x.shape);
        Assert.Equal([2, 7, .. d.batch_shape], expanded.log_prob(x).shape);
        Derived.AssertClose(d.log_prob(x), expanded.log_prob(x), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Expanding_into_an_instance_fills_it(string name)
    {
        using var scope = NewDisposeScope();
        var (d, other) = (Derived.Make(name), Derived.Make(name));
        var filled = d.expand(new Size(3) + d.batch_shape, other);
        Assert.Same(other, filled);
        Assert.Equal(new Size(3) + d.batch_shape, other.batch_shape);
        var x = other.sample();
        Derived.AssertClose(d.log_prob(x), other.log_prob(x), name);
        var failure = Assert.Throws<ArgumentException>(() => d.expand(d.batch_shape, name == "Independent" ? Derived.Make("LogNormal") : Derived.Make("Independent")));
        Assert.Contains("expand(): 'instance' must be a", failure.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_generator_decides_the_draw(string name)
    {
        using var scope = NewDisposeScope();
        Tensor Draw(long seed)
        {
            using var generator = new Generator((ulong)seed);
            return Derived.Make(name, generator).sample(3);
        }
        Assert.True(Draw(11).Equals(Draw(11)));
        Assert.False(Draw(11).Equals(Draw(12)));
        manual_seed(5);
        var first = Derived.Make(name).sample(3);
        manual_seed(5);
        Assert.True(first.Equals(Derived.Make(name).sample(3)));
    }

    [Theory]
    [MemberData(nameof(NamesWithCdf))]
    public void The_density_is_the_slope_of_the_distribution_function_and_icdf_its_inverse(string name)
    {
        using var scope = NewDisposeScope();
        var d = Derived.Make(name);
        using var generator = new Generator(3);
        var x = Derived.Make(name, generator).sample(5).requires_grad_();
        var probability = d.cdf(x);
        var slope = autograd.grad([probability.sum()], [x])[0];
        Assert.True(slope.allclose(d.log_prob(x).exp(), 1e-7, 1e-9), name);
        Assert.True(d.icdf(probability).allclose(x, 1e-7, 1e-9), name);
    }

    [Theory]
    [MemberData(nameof(NamesWithCdf))]
    public void Draws_follow_the_distribution_function(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(29);
        const int n = 20_000;
        var u = Derived.Make(name, generator).sample(n);
        u = Derived.Make(name).cdf(u);
        // u is uniform: mean 1/2 with variance 1/12, mean square 1/3 with variance 4/45; five standard errors.
        Assert.True((u.mean([0]) - 0.5).abs().max().item<double>() < 5 * Math.Sqrt(1.0 / 12 / n), name);
        Assert.True((u.square().mean([0]) - 1.0 / 3).abs().max().item<double>() < 5 * Math.Sqrt(4.0 / 45 / n), name);
    }

    [Theory]
    [MemberData(nameof(NamesWithCdf))]
    public void The_gradient_of_a_draw_is_the_implicit_one(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(17);
        var arguments = Derived.Arguments(name).Select(a => a.requires_grad_()).ToArray();
        var d = Derived.Families[name](arguments, generator);
        Assert.False(d.sample(2).requires_grad);
        var x = d.rsample(4);
        var direct = autograd.grad([x.sum()], arguments, retain_graph: true);
        // F(x(θ), θ) stays the same u, so ∂x/∂θ = −(∂F/∂θ) / p(x).
        var at = x.detach();
        var implicitly = autograd.grad([-(d.cdf(at) / d.log_prob(at).exp().detach()).sum()], arguments);
        for (int i = 0; i < arguments.Length; i++) Assert.True(direct[i].allclose(implicitly[i], 1e-6, 1e-8), name);
    }

    [Fact]
    public void Parameters_outlive_the_scope_that_they_were_made_in_and_are_freed_with_the_distribution()
    {
        foreach (var name in Derived.Families.Keys)
        {
            torch.distributions.Distribution d;
            using (NewDisposeScope()) d = Derived.Make(name);
            using (NewDisposeScope())
            {
                Assert.True(d.log_prob(d.sample()).isfinite().all().item<bool>(), name);
                d.Dispose();
                Assert.Throws<ObjectDisposedException>(() => d.sample());
                d.Dispose();
            }
        }
    }
}
