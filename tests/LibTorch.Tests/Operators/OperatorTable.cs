using System.Numerics;
using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Operators;

/// <summary>The cases of operator_table.json: an operator, how its inputs are made, its arguments and PyTorch's results.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, ScalarType> DTypes = new()
    {
        ["f2"] = ScalarType.Float16,
        ["bf"] = ScalarType.BFloat16,
        ["f4"] = ScalarType.Float32,
        ["f8"] = ScalarType.Float64,
        ["u1"] = ScalarType.Byte,
        ["i1"] = ScalarType.Int8,
        ["i2"] = ScalarType.Int16,
        ["i4"] = ScalarType.Int32,
        ["i8"] = ScalarType.Int64,
        ["b1"] = ScalarType.Bool,
        ["c8"] = ScalarType.ComplexFloat32,
        ["c16"] = ScalarType.ComplexFloat64,
    };

    // The script's table of the same name.
    private static readonly Dictionary<string, (double Low, double High)> Domains = new()
    {
        ["n"] = (-2, 2),
        ["p"] = (0.1, 4),
        ["u"] = (-0.95, 0.95),
        ["q"] = (0.05, 0.95),
        ["g"] = (1.1, 4),
        ["k"] = (1, 5),
        ["s"] = (0, 2.999),
    };

    public static IReadOnlyList<OperatorCase> Cases { get; } = Read();

    private static List<OperatorCase> Read() =>
        GoldenFile.Read("operator_table.json").GetProperty("cases").EnumerateArray().Select(stored => new OperatorCase(stored)).ToList();

    public static ScalarType DType(string code) => DTypes[code];

    /// <summary>A number in [0, 1) from a position and a seed, as the script draws it.</summary>
    private static double Draw(uint index, uint seed)
    {
        unchecked
        {
            uint z = index * 2654435761 + seed * 40503 + 12345;
            z ^= z >> 15;
            z *= 2246822519;
            z ^= z >> 13;
            z *= 3266489917;
            z ^= z >> 16;
            return z / 4294967296.0;
        }
    }

    /// <summary>The input that a token "dtype:domain:shape:layout:seed" stands for.</summary>
    public static Tensor Make(string token)
    {
        var parts = token.Split(':');
        var (code, domain, layout) = (parts[0], parts[1], parts[3]);
        var shape = parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray();
        var stored = shape.ToArray();
        if (layout == "t") (stored[^1], stored[^2]) = (stored[^2], stored[^1]);
        else if (layout == "s") stored[^1] *= 2;
        else if (layout == "o") stored = [shape.Aggregate(1L, (a, b) => a * b) + 3];
        var (low, high) = Domains[domain];
        bool complex = code[0] == 'c', counts = domain is "k" or "s";
        long count = stored.Aggregate(1L, (a, b) => a * b) * (complex ? 2 : 1);
        var values = new double[count];
        for (long i = 0; i < count; i++)
        {
            double v = low + (high - low) * Draw((uint)i, uint.Parse(parts[4]));
            if (code == "b1") v = v > (low + high) / 2 ? 1 : 0;
            else if (code is "u1" or "i1" or "i2" or "i4" or "i8" && !counts) v = Math.Floor(v * 3) + (low > 0 ? 1 : 0);
            if (code == "u1") v = Math.Abs(v);
            if (counts) v = Math.Floor(v);
            values[i] = v;
        }
        var x = complex
            ? tensor(values.Chunk(2).Select(v => new Complex(v[0], v[1])).ToArray(), stored).to(DTypes[code])
            : tensor(values, stored).to(DTypes[code]);
        return layout switch
        {
            "t" => x.transpose(-1, -2),
            "s" => x[TensorIndex.Ellipsis, TensorIndex.Slice(step: 2)],
            "o" => x[3..].view(shape),
            "h" => x.matmul(x.mH) + 3 * eye(shape[^1], dtype: x.dtype),
            "a" => x.sort(-1).Values,
            _ => x,
        };
    }

    /// <summary>A stored result.</summary>
    public static Tensor Result(JsonElement stored)
    {
        var type = DTypes[stored.GetProperty("d").GetString()!];
        var shape = stored.GetProperty("s").EnumerateArray().Select(v => v.GetInt64()).ToArray();
        var values = stored.GetProperty("v").EnumerateArray();
        if (is_complex(type)) return tensor(values.Select(Number).Chunk(2).Select(v => new Complex(v[0], v[1])).ToArray(), shape).to(type);
        if (is_floating_point(type)) return tensor(values.Select(Number).ToArray(), shape).to(type);
        return tensor(values.Select(v => v.GetInt64()).ToArray(), shape).to(type);
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN }
        : value.GetDouble();
}

/// <summary>One case of the table.</summary>
internal sealed class OperatorCase
{
    private readonly JsonElement stored;

    public OperatorCase(JsonElement stored)
    {
        this.stored = stored;
        Operator = stored.GetProperty("op").GetString()!;
        Tokens = stored.GetProperty("x").EnumerateArray().Select(v => v.GetString()!).ToArray();
        Arguments = stored.TryGetProperty("a", out var a) ? a.EnumerateArray().Select(Argument).ToArray() : [];
        Named = stored.TryGetProperty("k", out var k) ? k.EnumerateObject().ToDictionary(p => p.Name, p => Argument(p.Value)) : [];
        Listed = stored.TryGetProperty("l", out _);
    }

    /// <summary>The name, with <c>linalg.</c>, <c>fft.</c> or <c>special.</c> in front where it belongs there.</summary>
    public string Operator { get; }
    public string[] Tokens { get; }
    public object?[] Arguments { get; }
    public Dictionary<string, object?> Named { get; }

    /// <summary>Whether the inputs are one argument, a list.</summary>
    public bool Listed { get; }

    public Tensor[] Inputs() => Tokens.Select(OperatorTable.Make).ToArray();
    public Tensor[] Expected() => stored.GetProperty("o").EnumerateArray().Select(OperatorTable.Result).ToArray();

    /// <summary>The arguments of a call with these inputs.</summary>
    public object?[] Given(Tensor[] inputs) => [.. Listed ? new object?[] { inputs } : inputs, .. Arguments];

    public override string ToString() =>
        $"{Operator}({string.Join("; ", Tokens)}{(Arguments.Length > 0 ? "; " + string.Join(", ", stored.GetProperty("a").EnumerateArray()) : "")}{(Named.Count > 0 ? "; " + stored.GetProperty("k") : "")})";

    private static object? Argument(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText().AsSpan().ContainsAny(".e") ? value.GetDouble() : (object)value.GetInt64(),
        JsonValueKind.Array => value.EnumerateArray().Select(v => v.GetInt64()).ToArray(),
        JsonValueKind.Object => OperatorTable.DType(value.GetProperty("dtype").GetString()!),
        _ => null,
    };
}
