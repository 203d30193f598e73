using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Every module gives the outputs, gradients and buffers that PyTorch gives with the same weights.</summary>
public class ModuleGoldenTests
{
    public static IEnumerable<object[]> Cases() => GoldenCase.All.Keys.Select(name => new object[] { name });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_gradients_and_buffers_are_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.All[name];
        Assert.True(GoldenModules.All.TryGetValue(name, out var make), $"no module stands for the case {name}");
        var (module, call) = make();
        var (outputs, gradients) = GoldenCase.Run(golden, module, call, float32);
        var expected = golden.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, outputs.Length);
        for (var i = 0; i < outputs.Length; i++) Reference.Same($"output {i}", expected[i], outputs[i]);
        foreach (var grad in golden.GetProperty("grads").EnumerateObject())
            Reference.Same($"gradient of {grad.Name}", grad.Value, gradients[grad.Name], 1e-4, 1e-5);
        var buffers = module.named_buffers().ToDictionary(b => b.name, b => b.buffer);
        foreach (var buffer in golden.GetProperty("buffers").EnumerateObject())
            Reference.Same($"buffer {buffer.Name}", buffer.Value, buffers[buffer.Name]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void So_they_are_in_double_precision(string name)
    {
        using var scope = NewDisposeScope();
        var golden = GoldenCase.All[name];
        var (module, call) = GoldenModules.All[name]();
        var (outputs, gradients) = GoldenCase.Run(golden, module, call, float64);
        var expected = golden.GetProperty("double").GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, outputs.Length);
        for (var i = 0; i < outputs.Length; i++) GoldenCase.SameSums($"output {i}", expected[i], outputs[i]);
        foreach (var grad in golden.GetProperty("double").GetProperty("grads").EnumerateObject())
            GoldenCase.SameSums($"gradient of {grad.Name}", grad.Value, gradients[grad.Name]);
    }

    [Fact]
    public void Initial_weights_are_the_same_draws()
    {
        var draws = Reference.File("nn.json").GetProperty("draws");
        var made = new Dictionary<string, Func<object>>
        {
            ["Linear"] = () => Linear(5, 3),
            ["Bilinear"] = () => Bilinear(2, 3, 2),
            ["Conv2d"] = () => Conv2d(2, 3, 3),
            ["ConvTranspose2d"] = () => ConvTranspose2d(2, 3, 2),
            ["LSTM"] = () => LSTM(2, 2, 2, bidirectional: true),
            ["GRUCell"] = () => GRUCell(2, 2),
            ["MultiheadAttention"] = () => MultiheadAttention(4, 2, add_bias_kv: true),
            ["TransformerEncoder"] = () => TransformerEncoder(TransformerEncoderLayer(4, 2, 3), 2),
            ["Transformer"] = () => Transformer(4, 2, 1, 1, 3),
            ["Embedding"] = () => Embedding(4, 3, padding_idx: 1),
            ["kaiming_normal_"] = () => init.kaiming_normal_(empty(3, 4, 2), mode: init.FanInOut.FanOut,
                nonlinearity: init.NonlinearityType.ReLU),
            ["xavier_uniform_"] = () => init.xavier_uniform_(empty(3, 4), 1.5),
            ["xavier_normal_"] = () => init.xavier_normal_(empty(3, 4)),
            ["trunc_normal_"] = () => init.trunc_normal_(empty(3, 4), 0.5, 2.0, -1.0, 1.5),
            ["orthogonal_"] = () => init.orthogonal_(empty(3, 5), 1.2),
            ["orthogonal_.tall"] = () => init.orthogonal_(empty(4, 3)),
            ["sparse_"] = () => init.sparse_(empty(5, 3), 0.4, 0.1),
            ["dirac_"] = () => init.dirac_(empty(3, 2, 3, 3)),
            ["Dropout"] = () => Dropout(0.3).call(ones(2, 3, 4)),
            ["Dropout1d"] = () => Dropout1d(0.4).call(ones(2, 3, 4)),
            ["Dropout2d"] = () => Dropout2d(0.4).call(ones(2, 3, 4, 1)),
            ["Dropout3d"] = () => Dropout3d(0.4).call(ones([2, 3, 4, 1, 1])),
            ["AlphaDropout"] = () => AlphaDropout(0.3).call(ones(2, 3, 4)),
            ["FeatureAlphaDropout"] = () => FeatureAlphaDropout(0.3).call(ones(2, 3, 4)),
            ["RReLU"] = () => RReLU(0.1, 0.4).call(-ones(2, 3, 4)),
            ["FractionalMaxPool2d"] = () => FractionalMaxPool2d([2, 2], output_size: [4, 3]).call(Wave(1, 2, 7, 7)),
            ["FractionalMaxPool2d.ratio"] = () => FractionalMaxPool2d((2, 3), output_ratio: (0.5, 0.6)).call(Wave(1, 2, 7, 7)),
            ["FractionalMaxPool3d"] = () => FractionalMaxPool3d([2, 2, 2], output_size: [3, 2, 3]).call(Wave(1, 2, 5, 5, 5)),
            ["kaiming_uniform_"] = () => init.kaiming_uniform_(empty(3, 4), a: 0.2),
            ["uniform_"] = () => init.uniform_(empty(3, 4), -1, 2),
            ["normal_"] = () => init.normal_(empty(3, 4), 1, 2),
            ["constant_"] = () => init.constant_(empty(2), 0.3),
            ["RNN"] = () => RNN(2, 3),
            ["EmbeddingBag"] = () => EmbeddingBag(4, 3),
            ["Conv1d"] = () => Conv1d(2, 4, 3, groups: 2),
            ["Conv3d"] = () => Conv3d(2, 2, 2, bias: false),
            ["TransformerDecoder"] = () => TransformerDecoder(TransformerDecoderLayer(4, 2, 3), 2),
            ["eye_"] = () => init.eye_(empty(3, 4)),
        };
        Assert.Equal(draws.EnumerateObject().Select(d => d.Name).Order(), made.Keys.Order());
        foreach (var (name, make) in made)
        {
            using var scope = NewDisposeScope();
            manual_seed(7);
            var tensors = make() switch
            {
                Module module => module.state_dict(),
                var result => new Dictionary<string, Tensor> { [""] = (Tensor)result },
            };
            foreach (var entry in draws.GetProperty(name).EnumerateObject())
                Reference.Same($"{name} {entry.Name}", entry.Value, tensors[entry.Name]);
        }
    }

    private static Tensor Wave(params long[] shape) => arange(shape.Aggregate((a, b) => a * b), dtype: float32).reshape(shape).cos();
}
