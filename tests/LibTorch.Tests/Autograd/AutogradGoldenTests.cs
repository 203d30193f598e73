using System.Text.Json;
using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;
using F = TorchSharp.torch.autograd.functional;

namespace Workbench.LibTorch.Tests;

/// <summary>Functional derivatives have PyTorch's values.</summary>
public class AutogradGoldenTests
{
    private static readonly JsonElement golden = GoldenFile.Read("autograd.json").GetProperty("derivatives");

    private static Tensor Read(string name) => GoldenFile.Tensor(golden.GetProperty(name));

    private static Tensor[] Several(Tensor[] v) => [v[1].mv(v[0]).tanh(), (v[0].exp() * v[1]).softmax(1)];

    private static Tensor Scalar(Tensor[] v) => ((v[1] * v[0]).sin().sum(0) * v[0].exp()).sum();

    private static void Compare(string name, Tensor[] actual)
    {
        var expected = golden.GetProperty(name).EnumerateArray().SelectMany(e => e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().ToArray() : [e]).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++) GoldenFile.AssertClose(GoldenFile.Tensor(expected[i]), actual[i], $"{name}[{i}]");
    }

    [Fact]
    public void Of_several_inputs_and_outputs()
    {
        using var scope = NewDisposeScope();
        Tensor[] at = [Read("x"), Read("y")], along = [Read("u"), Read("v")];
        Compare("jacobian", F.jacobian(Several, at));
        Compare("hessian", F.hessian(Scalar, at).SelectMany(row => row).ToArray());
        Compare("vjp", F.vjp(Several, at, [Read("a"), Read("b")]).vjp);
        Compare("jvp", F.jvp(Several, at, along).jvp);
        Compare("vhp", F.vhp(Scalar, at, along).vhp);
        Compare("hvp", F.hvp(Scalar, at, along).hvp);
    }
}
