using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Golden;

/// <summary>Every operator case of operators.py, evaluated here on the stored inputs.</summary>
public class OperatorTests
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor[]>> Cases = OperatorCases.All();

    public static TheoryData<string> Names()
    {
        var data = new TheoryData<string>();
        foreach (var name in Stored().Select(c => c.GetProperty("name").GetString()!).Distinct()) data.Add(name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        Assert.True(Cases.TryGetValue(name, out var evaluate), $"operators.json has the case '{name}', which this test does not know");
        foreach (var stored in Stored().Where(c => c.GetProperty("name").GetString() == name))
        {
            using var scope = NewDisposeScope();
            var inputs = stored.GetProperty("inputs").EnumerateArray().Select(GoldenFile.Tensor).ToArray();
            var expected = stored.GetProperty("outputs").EnumerateArray().Select(GoldenFile.Tensor).ToArray();
            var actual = evaluate!(inputs);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) GoldenFile.AssertClose(expected[i], actual[i], $"{name}[{i}]");
        }
    }

    [Fact]
    public void Every_known_case_is_stored() =>
        Assert.Empty(Cases.Keys.Except(Stored().Select(c => c.GetProperty("name").GetString()!)));

    private static IEnumerable<JsonElement> Stored() => GoldenFile.Read("operators.json").GetProperty("cases").EnumerateArray();
}
