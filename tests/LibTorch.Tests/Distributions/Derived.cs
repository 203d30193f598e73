using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;
using static TorchSharp.torch.distributions.transforms;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>The distributions that transforms make of others, by the names of the golden file.</summary>
internal static class Derived
{
    public static readonly Dictionary<string, Func<Tensor[], Generator?, Distribution>> Families = new()
    {
        ["LogNormal"] = (a, g) => LogNormal(a[0], a[1], g),
        ["Gumbel"] = (a, g) => Gumbel(a[0], a[1], g),
        ["Weibull"] = (a, g) => Weibull(a[0], a[1], g),
        ["Pareto"] = (a, g) => Pareto(a[0], a[1], g),
        ["Kumaraswamy"] = (a, g) => Kumaraswamy(a[0], a[1], g),
        ["HalfNormal"] = (a, g) => HalfNormal(a[0], g),
        ["HalfCauchy"] = (a, g) => HalfCauchy(a[0], g),
        ["LogitRelaxedBernoulli"] = (a, g) => LogitRelaxedBernoulli(a[0], a[1], generator: g),
        ["LogitRelaxedBernoulli of logits"] = (a, g) => LogitRelaxedBernoulli(a[0], logits: a[1], generator: g),
        ["RelaxedBernoulli"] = (a, g) => RelaxedBernoulli(a[0], a[1], generator: g),
        ["ExpRelaxedCategorical"] = (a, g) => ExpRelaxedCategorical(a[0], a[1], generator: g),
        ["RelaxedOneHotCategorical"] = (a, g) => RelaxedOneHotCategorical(a[0], a[1], generator: g),
        ["RelaxedOneHotCategorical of logits"] = (a, g) => RelaxedOneHotCategorical(a[0], logits: a[1], generator: g),
        ["Independent"] = (a, g) => Independent(Normal(a[0], a[1], g), 1),
        ["TransformedDistribution"] = (a, g) => new TransformedDistribution(Normal(a[0], a[1], g), [new AffineTransform(0.5, -2), new SigmoidTransform()]),
        ["TransformedDistribution of events"] = (a, g) => new TransformedDistribution(
            Normal(a[0], a[1], g), [new AffineTransform(tensor(new[] { 1.0, 2, 3 }), a[1], event_dim: 1), new ExpTransform()]),
    };

    /// <summary>Those of them whose values are numbers with a distribution function in closed form.</summary>
    public static readonly string[] WithCdf = ["LogNormal", "Gumbel", "Weibull", "Pareto", "Kumaraswamy", "HalfNormal", "HalfCauchy", "TransformedDistribution"];

    public static JsonElement Golden { get; } = GoldenFile.Read("distributions_derived.json");

    public static JsonElement Case(string name) => Golden.GetProperty("families").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);

    public static Tensor[] Arguments(string name) => Case(name).GetProperty("arguments").EnumerateArray().Select(GoldenFile.Tensor).ToArray();

    public static Distribution Make(string name, Generator? generator = null) => Families[name](Arguments(name), generator);

    /// <summary>Fails unless shapes agree and values do to ten digits.</summary>
    public static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: shape [{string.Join(",", actual.shape)}], expected [{string.Join(",", expected.shape)}]");
        Assert.True(expected.allclose(actual, 1e-10, 1e-11, equal_nan: true), $"{what}: {actual.npstr("g12")} expected {expected.npstr("g12")}");
    }
}
