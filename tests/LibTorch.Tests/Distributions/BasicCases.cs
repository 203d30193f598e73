using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>The parametrisations of tests/golden/distributions.py.</summary>
internal static class BasicCases
{
    private static readonly JsonElement[] Stored = [.. GoldenFile.Read("distributions.json").EnumerateArray()];

    /// <summary>Their numbers and families.</summary>
    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < Stored.Length; i++) data.Add(i, Stored[i].GetProperty("family").GetString()!);
        return data;
    }

    /// <summary>Those with differentiable draws.</summary>
    public static TheoryData<int, string> Differentiable()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < Stored.Length; i++)
            if (Stored[i].TryGetProperty("gradients", out _)) data.Add(i, Stored[i].GetProperty("family").GetString()!);
        return data;
    }

    public static JsonElement At(int index) => Stored[index];

    public static Dictionary<string, Tensor> Parameters(int index) => Stored[index].GetProperty("parameters").EnumerateObject()
        .ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Number ? tensor(p.Value.GetInt64()) : GoldenFile.Tensor(p.Value));

    public static Distribution Make(int index, Dictionary<string, Tensor>? parameters = null, Generator? generator = null)
    {
        var p = parameters ?? Parameters(index);
        Tensor? Given(string name) => p.GetValueOrDefault(name);
        return Stored[index].GetProperty("family").GetString() switch
        {
            "Normal" => Normal(p["loc"], p["scale"], generator),
            "Uniform" => Uniform(p["low"], p["high"], generator),
            "Cauchy" => Cauchy(p["loc"], p["scale"], generator),
            "Laplace" => Laplace(p["loc"], p["scale"], generator),
            "Exponential" => Exponential(p["rate"], generator),
            "Gamma" => Gamma(p["concentration"], p["rate"], generator),
            "Chi2" => Chi2(p["df"], generator),
            "Beta" => Beta(p["concentration1"], p["concentration0"], generator),
            "Dirichlet" => Dirichlet(p["concentration"], generator),
            "FisherSnedecor" => FisherSnedecor(p["df1"], p["df2"], generator),
            "MultivariateNormal" => MultivariateNormal(p["loc"], Given("covariance_matrix"), Given("precision_matrix"), Given("scale_tril"), generator),
            "Bernoulli" => Bernoulli(Given("probs"), Given("logits"), generator),
            "Geometric" => Geometric(Given("probs"), Given("logits"), generator),
            "Binomial" => Binomial(p["total_count"], Given("probs"), Given("logits"), generator),
            "NegativeBinomial" => NegativeBinomial(p["total_count"], Given("probs"), Given("logits"), generator),
            "Poisson" => Poisson(p["rate"], generator),
            "Categorical" => Categorical(Given("probs"), Given("logits"), generator),
            "OneHotCategorical" => OneHotCategorical(Given("probs"), Given("logits"), generator),
            "Multinomial" => Multinomial((int)p["total_count"].item<long>(), Given("probs"), Given("logits"), generator),
            var other => throw new InvalidDataException($"unknown family {other}"),
        };
    }

    public static void AssertClose(Tensor expected, Tensor actual, string what, double tolerance = 1e-11)
    {
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: shape [{string.Join(",", actual.shape)}], expected [{string.Join(",", expected.shape)}]");
        Assert.True(expected.dtype == actual.dtype, $"{what}: dtype {actual.dtype}, expected {expected.dtype}");
        Assert.True(expected.allclose(actual, tolerance, tolerance, equal_nan: true), $"{what}: {actual.npstr("g15")} expected {expected.npstr("g15")}");
    }
}
