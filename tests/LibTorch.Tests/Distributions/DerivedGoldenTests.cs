using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using static TorchSharp.torch.distributions;

namespace Workbench.LibTorch.Tests.Distributions;

/// <summary>Densities, quantiles and moments against PyTorch's.</summary>
public class DerivedGoldenTests
{
    public static TheoryData<string> Names => [.. Derived.Families.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var stored = Derived.Case(name);
        using var d = Derived.Make(name);
        var values = GoldenFile.Tensor(stored.GetProperty("values"));
        Assert.Equal(Sizes(stored, "batch_shape"), d.batch_shape.Shape);
        Assert.Equal(Sizes(stored, "event_shape"), d.event_shape.Shape);
        Derived.AssertClose(GoldenFile.Tensor(stored.GetProperty("log_prob")), d.log_prob(values), name + " log_prob");
        foreach (var member in stored.GetProperty("members").EnumerateObject())
            Derived.AssertClose(GoldenFile.Tensor(member.Value), Member(d, member.Name, values, stored), $"{name} {member.Name}");
    }

    private static Tensor Member(Distribution d, string name, Tensor values, JsonElement stored) => name switch
    {
        "mean" => d.mean,
        "variance" => d.variance,
        "stddev" => d.stddev,
        "mode" => d.mode,
        "entropy" => d.entropy(),
        "cdf" => d.cdf(values),
        "icdf" => d.icdf(GoldenFile.Tensor(stored.GetProperty("probabilities"))),
        _ => (Tensor)d.GetType().GetProperty(name)!.GetValue(d)!,
    };

    private static long[] Sizes(JsonElement stored, string name) => stored.GetProperty(name).EnumerateArray().Select(v => v.GetInt64()).ToArray();
}
