using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>The basic families against PyTorch's values in tests/golden/distributions.json.</summary>
[Collection(AloneCollection.Name)]
public class BasicGoldenTests
{
    [Theory, MemberData(nameof(BasicCases.All), MemberType = typeof(BasicCases))]
    public void Agrees_with_PyTorch(int index, string family)
    {
        using var scope = NewDisposeScope();
        using var d = BasicCases.Make(index);
        var stored = BasicCases.At(index);
        var (value, quantiles, expected) = (GoldenFile.Tensor(stored.GetProperty("value")), GoldenFile.Tensor(stored.GetProperty("quantiles")), stored.GetProperty("expected"));
        Assert.Equal(Sizes("batch_shape"), d.batch_shape.Shape);
        Assert.Equal(Sizes("event_shape"), d.event_shape.Shape);
        Check("log_prob", () => d.log_prob(value));
        Check("mean", () => d.mean);
        Check("variance", () => d.variance);
        Check("stddev", () => d.stddev);
        Check("mode", () => d.mode);
        Check("cdf", () => d.cdf(value));
        Check("icdf", () => d.icdf(quantiles));
        Check("entropy", () => d.entropy());
        Check("entropy", () => d.perplexity().log());

        long[] Sizes(string name) => [.. expected.GetProperty(name).EnumerateArray().Select(size => size.GetInt64())];

        void Check(string name, Func<Tensor> member)
        {
            if (expected.TryGetProperty(name, out var stored)) BasicCases.AssertClose(GoldenFile.Tensor(stored), member(), $"{family}.{name}");
        }
    }

    [Theory, MemberData(nameof(BasicCases.All), MemberType = typeof(BasicCases))]
    public void Draws_what_PyTorch_draws_after_the_same_seed(int index, string family)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(11);
        using var own = BasicCases.Make(index, generator: generator);
        using var shared = BasicCases.Make(index);
        var expected = GoldenFile.Tensor(BasicCases.At(index).GetProperty("expected").GetProperty("sample"));
        BasicCases.AssertClose(expected, own.sample(2, 3), family);
        manual_seed(11);
        BasicCases.AssertClose(expected, shared.sample(2, 3), family + " of the default generator");
        Assert.False(own.sample(40).allclose(own.sample(40)), family + ": the next draw is another one");
    }

    [Theory, MemberData(nameof(BasicCases.Differentiable), MemberType = typeof(BasicCases))]
    public void Gradients_of_draws_are_those_of_PyTorch(int index, string family)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(12);
        var leaves = BasicCases.Parameters(index);
        foreach (var leaf in leaves.Values) leaf.requires_grad_();
        using var d = BasicCases.Make(index, leaves, generator);
        var draw = d.rsample(4);
        (draw * linspace(-1, 2, draw.numel(), ScalarType.Float64).view(draw.shape)).sum().backward();
        foreach (var stored in BasicCases.At(index).GetProperty("gradients").EnumerateObject())
            BasicCases.AssertClose(GoldenFile.Tensor(stored.Value), leaves[stored.Name].grad!, $"{family}.{stored.Name}", 1e-9);
    }
}
