using System.Globalization;
using System.Numerics;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Golden;

/// <summary>Reference values that a script under tests/golden wrote with PyTorch.</summary>
internal static class GoldenFile
{
    public static string Folder { get; } = Find();

    public static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name))).RootElement;

    /// <summary>A stored tensor, with its dtype.</summary>
    public static Tensor Tensor(JsonElement stored)
    {
        var shape = stored.GetProperty("shape").EnumerateArray().Select(v => v.GetInt64()).ToArray();
        var values = stored.GetProperty("values").EnumerateArray().ToArray();
        return stored.GetProperty("dtype").GetString() switch
        {
            "f4" => torch.tensor(values.Select(v => (float)Number(v)).ToArray(), shape),
            "f8" => torch.tensor(values.Select(Number).ToArray(), shape),
            "i8" => torch.tensor(values.Select(v => v.GetInt64()).ToArray(), shape),
            "i4" => torch.tensor(values.Select(v => v.GetInt32()).ToArray(), shape),
            "i2" => torch.tensor(values.Select(v => v.GetInt16()).ToArray(), shape),
            "i1" => torch.tensor(values.Select(v => v.GetSByte()).ToArray(), shape),
            "u1" => torch.tensor(values.Select(v => v.GetByte()).ToArray(), shape),
            "b1" => torch.tensor(values.Select(v => v.GetBoolean()).ToArray(), shape),
            "c8" => torch.tensor(values.Chunk(2).Select(v => ((float)Number(v[0]), (float)Number(v[1]))).ToArray(), shape),
            "c16" => torch.tensor(values.Chunk(2).Select(v => new Complex(Number(v[0]), Number(v[1]))).ToArray(), shape),
            var other => throw new InvalidDataException($"unknown dtype {other}"),
        };
    }

    /// <summary>
    /// Fails unless shape, dtype and values agree. The same libtorch computes both sides, so only the order of sums may differ:
    /// a few units in the last place, relative to the largest element.
    /// </summary>
    public static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        using var scope = NewDisposeScope();
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: shape [{string.Join(",", actual.shape)}], expected [{string.Join(",", expected.shape)}]");
        Assert.True(expected.dtype == actual.dtype, $"{what}: dtype {actual.dtype}, expected {expected.dtype}");
        if (expected.numel() == 0) return;
        if (!expected.is_floating_point() && !expected.is_complex())
        {
            Assert.True(expected.Equals(actual), $"{what}: {actual.npstr()} expected {expected.npstr()}");
            return;
        }
        double tolerance = expected.dtype switch
        {
            ScalarType.BFloat16 => 1e-2,
            ScalarType.Float16 => 2e-3,
            ScalarType.Float32 or ScalarType.ComplexFloat32 => 2e-6,
            _ => 1e-13,
        };
        if (expected.dtype is ScalarType.BFloat16 or ScalarType.Float16) (expected, actual) = (expected.to(ScalarType.Float32), actual.to(ScalarType.Float32));
        double scale = Math.Max(1, expected.nan_to_num_safe().abs().max().to(ScalarType.Float64).item<double>());
        Assert.True(expected.allclose(actual, tolerance, tolerance * scale, equal_nan: true),
            $"{what}: {actual.npstr("g9")} expected {expected.npstr("g9")}");
    }

    private static Tensor nan_to_num_safe(this Tensor t) => t.is_complex() ? t : t.nan_to_num(0, 0, 0);

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN }
            : double.Parse(value.GetRawText(), CultureInfo.InvariantCulture);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Workbench.sln"))) return Path.Combine(folder.FullName, "tests", "golden");
        throw new DirectoryNotFoundException("the folder with Workbench.sln was not found above the tests");
    }
}
