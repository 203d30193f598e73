using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Jit;

/// <summary>The modules that tests/golden/jit.py saved, and what PyTorch computed with them.</summary>
internal static class JitGolden
{
    private static readonly Lazy<JsonElement> Values = new(() => GoldenFile.Read("jit.json"));

    public static string Path(string name) => System.IO.Path.Combine(GoldenFile.Folder, "files", $"jit-{name}.pt");

    public static Tensor Value(string name) => GoldenFile.Tensor(Values.Value.GetProperty(name));

    public static Tensor Value(string group, string name) => GoldenFile.Tensor(Values.Value.GetProperty(group).GetProperty(name));

    public static void AssertClose(string name, Tensor actual) => GoldenFile.AssertClose(Value(name), actual.detach(), name);
}
