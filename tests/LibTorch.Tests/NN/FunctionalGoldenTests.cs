using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Every function of torch.nn.functional gives what PyTorch's module of the same name gives, and its gradients.</summary>
public class FunctionalGoldenTests
{
    public static IEnumerable<object[]> Cases() => FunctionalCases.All.Select((c, i) => new object[] { c.function, c.golden, i });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_PyTorchs(string function, string name, int index)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(FunctionalCases.All[index].function, function);
        var golden = GoldenCase.All[name];
        var grads = golden.GetProperty("grads");
        var inputs = golden.GetProperty("inputs").EnumerateArray().Select(Reference.ReadTensor).ToArray();
        var state = Reference.ReadTensors(golden.GetProperty("state"));
        foreach (var grad in grads.EnumerateObject())
            (grad.Name.StartsWith("input") ? inputs[int.Parse(grad.Name[5..])] : state[grad.Name]).requires_grad = true;

        var outputs = FunctionalCases.All[index].call([.. inputs.Select(t => t.requires_grad ? t + 0 : t)], state);
        var expected = golden.GetProperty("outputs").EnumerateArray().ToArray();
        for (var i = 0; i < outputs.Length; i++) Reference.Same($"{function}: output {i}", expected[i], outputs[i]);
        var smooth = outputs.Where(output => output.requires_grad).ToArray();
        if (smooth.Length > 0)
            smooth.Select(o => (o * arange(o.numel(), dtype: float32).cos().reshape(o.shape)).sum()).Aggregate((a, b) => a + b).backward();
        foreach (var grad in grads.EnumerateObject())
            Reference.Same($"{function}: gradient of {grad.Name}", grad.Value,
                (grad.Name.StartsWith("input") ? inputs[int.Parse(grad.Name[5..])] : state[grad.Name]).grad, 1e-4, 1e-5);
    }

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["fractional_max_pool2d"] = "draws its regions; see the draws of ModuleGoldenTests",
        ["fractional_max_pool2d_with_indices"] = "as fractional_max_pool2d",
        ["fractional_max_pool3d"] = "as fractional_max_pool2d",
        ["fractional_max_pool3d_with_indices"] = "as fractional_max_pool2d",
        ["rms_norm"] = "not in libtorch 1.13; see RMSNormTests",
        ["avg_pool2d_backward"] = "the derivative, held against autograd's below",
        ["avg_pool3d_backward"] = "the derivative, held against autograd's below",
        ["adaptive_avg_pool3d_backward"] = "the derivative, held against autograd's below",
        ["upsample_nearest1d_backward"] = "the derivative, held against autograd's below",
        ["upsample_nearest2d_backward"] = "the derivative, held against autograd's below",
        ["upsample_nearest3d_backward"] = "the derivative, held against autograd's below",
    };

    [Fact]
    public void No_function_is_left_out()
    {
        var functions = typeof(nn.functional).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name).Distinct().ToArray();
        var covered = FunctionalCases.All.Select(c => c.function).Concat(Reasons.Keys).ToHashSet();
        Assert.Equal([], functions.Except(covered).Order());
        Assert.Equal([], covered.Except(functions).Order());
    }

    [Fact]
    public void Derivatives_of_average_pooling_are_those_of_autograd()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var x = randn(1, 2, 5, 6, requires_grad: true);
        var y = nn.functional.avg_pool2d(x, new long[] { 3, 2 }, [2, 1], [1, 0], true, false);
        var g = randn_like(y);
        y.backward([g]);
        Assert.True(x.grad!.allclose(nn.functional.avg_pool2d_backward(g, x.detach(), [3, 2], [2, 1], [1, 0], true, false)));
        var v = randn([1, 1, 4, 4, 5], requires_grad: true);
        var w = nn.functional.avg_pool3d(v, [2, 2, 3], [1, 2, 1]);
        var h = randn_like(w);
        w.backward([h]);
        Assert.True(v.grad!.allclose(nn.functional.avg_pool3d_backward(h, v.detach(), [2, 2, 3], [1, 2, 1])));
    }

    [Fact]
    public void Derivatives_of_nearest_upsampling_and_adaptive_pooling_are_those_of_autograd()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        (Tensor X, Tensor G) Run(Tensor x, Func<Tensor, Tensor> f)
        {
            x.requires_grad = true;
            var y = f(x);
            var g = randn_like(y);
            y.backward([g]);
            return (x, g);
        }
        var (x, g) = Run(randn(2, 3, 5), x => nn.functional.upsample_nearest1d(x, 8, null));
        Assert.True(x.grad!.allclose(nn.functional.upsample_nearest1d_backward(g, 8, 5, null)));
        Assert.True(x.grad!.allclose(nn.functional.upsample_nearest1d_backward(g, null, 5, 1.6)));
        (x, g) = Run(randn(2, 3, 4, 5), x => nn.functional.upsample_nearest2d(x, [7, 9]));
        Assert.True(x.grad!.allclose(nn.functional.upsample_nearest2d_backward(g, [4, 5])));
        Assert.True(x.grad!.allclose(nn.functional.upsample_nearest2d_backward(g, [2, 3, 4, 5], [7, 9])));
        (x, g) = Run(randn([1, 2, 2, 3, 4]), x => nn.functional.upsample_nearest3d(x, scaleFactors: [2, 1, 3]));
        Assert.True(x.grad!.allclose(nn.functional.upsample_nearest3d_backward(g, [2, 3, 4], scaleFactors: [2, 1, 3])));
        (x, g) = Run(randn([1, 2, 5, 4, 3]), x => nn.functional.adaptive_avg_pool3d(x, [2, 3, 2]));
        var into = empty(0);
        Assert.Same(into, nn.functional.adaptive_avg_pool3d_backward(into, g, x.detach()));
        Assert.True(x.grad!.allclose(into));
    }
}
