using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>The cases of tests/golden/nn.json and nn_more.json by name.</summary>
internal static class GoldenCase
{
    public static IReadOnlyDictionary<string, JsonElement> All { get; } = new[] { "nn.json", "nn_more.json" }
        .SelectMany(file => Reference.File(file).GetProperty("cases").EnumerateArray())
        .ToDictionary(c => c.GetProperty("name").GetString()!);

    /// <summary>The outputs of the case's inputs, and the gradients of inputs and parameters by name.</summary>
    public static (Tensor[] outputs, Dictionary<string, Tensor?> gradients) Run(JsonElement golden, Module module,
        Func<Tensor[], Tensor[]> call, ScalarType dtype)
    {
        module.train(golden.GetProperty("train").GetBoolean());
        module.load_state_dict(Reference.ReadTensors(golden.GetProperty("state")));
        module.to(dtype);
        var grads = golden.GetProperty("grads");
        var inputs = golden.GetProperty("inputs").EnumerateArray().Select(Reference.ReadTensor)
            .Select(t => t.is_floating_point() ? t.to(dtype) : t).ToArray();
        for (var i = 0; i < inputs.Length; i++)
            if (grads.TryGetProperty($"input{i}", out _)) inputs[i].requires_grad = true;

        // An operation in place must not meet a leaf.
        var outputs = call([.. inputs.Select(t => t.requires_grad ? t + 0 : t)]);
        var smooth = outputs.Where(output => output.requires_grad).ToArray();
        if (smooth.Length > 0 && grads.EnumerateObject().Any())
            smooth.Select(output => (output * arange(output.numel(), dtype: dtype).cos().reshape(output.shape)).sum())
                .Aggregate((a, b) => a + b).backward();
        var gradients = module.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad);
        for (var i = 0; i < inputs.Length; i++) gradients[$"input{i}"] = inputs[i].grad;
        return (outputs, gradients);
    }

    /// <summary>Fails unless the sums of v·cos k, v·sin k and |v| over the elements k are the expected, to rounding.</summary>
    public static void SameSums(string what, JsonElement expected, Tensor? actual)
    {
        Assert.True(actual is not null, $"{what} is missing");
        var v = actual.detach().flatten().to(float64);
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.False(v.isfinite().all().item<bool>(), $"{what} is finite");
            return;
        }
        var k = arange(v.numel(), dtype: float64);
        double[] sums = [(v * k.cos()).sum().item<double>(), (v * k.sin()).sum().item<double>(), v.abs().sum().item<double>()];
        var scale = expected[2].GetDouble();
        for (var i = 0; i < 3; i++)
            Assert.True(Math.Abs(sums[i] - expected[i].GetDouble()) <= 1e-12 + 1e-11 * scale,
                $"{what}: sum {i} is {sums[i]:R}, expected {expected[i].GetDouble():R}");
    }
}
