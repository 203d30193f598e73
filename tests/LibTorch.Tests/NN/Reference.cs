using System.Globalization;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Reference values that Debian's PyTorch made; the script lies beside them in tests/golden.</summary>
internal static class Reference
{
    private static readonly Dictionary<string, JsonDocument> Loaded = [];

    /// <summary>A file of tests/golden, found from the tests' own folder upward.</summary>
    public static JsonElement File(string name)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(name, out var document))
                Loaded[name] = document = JsonDocument.Parse(System.IO.File.ReadAllText(Find(name)));
            return document.RootElement;
        }
    }

    public static Tensor ReadTensor(JsonElement packed)
    {
        var shape = packed.GetProperty("s").EnumerateArray().Select(size => size.GetInt64()).ToArray();
        var values = packed.GetProperty("d").EnumerateArray().Select(Number).ToArray();
        var dtype = packed.GetProperty("k").GetString() switch
        {
            "f" => ScalarType.Float32,
            "d" => ScalarType.Float64,
            "l" => ScalarType.Int64,
            _ => ScalarType.Bool,
        };
        return tensor(values, shape, dtype: dtype);
    }

    public static Dictionary<string, Tensor> ReadTensors(JsonElement packed)
        => packed.EnumerateObject().ToDictionary(entry => entry.Name, entry => ReadTensor(entry.Value));

    /// <summary>Fails unless shapes agree and every element is within the tolerances.</summary>
    public static void Same(string what, JsonElement expected, Tensor? actual, double relative = 2e-5, double absolute = 2e-6)
    {
        using var scope = NewDisposeScope();
        var reference = ReadTensor(expected);
        Assert.True(actual is not null, $"{what} is missing");
        Assert.True(reference.shape.SequenceEqual(actual.shape),
            $"{what}: shape [{string.Join(", ", actual.shape)}], expected [{string.Join(", ", reference.shape)}]");
        var (a, b) = (actual.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray(),
            reference.to(ScalarType.Float64).data<double>().ToArray());
        for (var i = 0; i < a.Length; i++)
            Assert.True(a[i].Equals(b[i]) || Math.Abs(a[i] - b[i]) <= absolute + relative * Math.Abs(b[i]),
                $"{what}[{i}] is {a[i]:R}, expected {b[i]:R}");
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN }
        : double.Parse(value.GetRawText(), CultureInfo.InvariantCulture);

    private static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "tests", "golden", name);
            if (System.IO.File.Exists(path)) return path;
        }
        throw new FileNotFoundException($"No tests/golden/{name} above {AppContext.BaseDirectory}");
    }
}
