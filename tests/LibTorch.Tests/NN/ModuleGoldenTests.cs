using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Every module gives the outputs, gradients and buffers that PyTorch gives with the same weights.</summary>
public class ModuleGoldenTests
{
    public static IEnumerable<object[]> Cases()
        => Reference.File("nn.json").GetProperty("cases").EnumerateArray().Select(c => new object[] { c.GetProperty("name").GetString()! });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_gradients_and_buffers_are_PyTorchs(string name)
    {
        using var scope = NewDisposeScope();
        var golden = Reference.File("nn.json").GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        Assert.True(GoldenModules.All.TryGetValue(name, out var make), $"no module stands for the case {name}");
        var (module, call) = make();
        module.train(golden.GetProperty("train").GetBoolean());
        var state = Reference.ReadTensors(golden.GetProperty("state"));
        module.load_state_dict(state);

        var grads = golden.GetProperty("grads");
        var inputs = golden.GetProperty("inputs").EnumerateArray().Select(Reference.ReadTensor).ToArray();
        for (var i = 0; i < inputs.Length; i++)
            if (grads.TryGetProperty($"input{i}", out _)) inputs[i].requires_grad = true;

        var outputs = call(inputs);
        var expected = golden.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, outputs.Length);
        for (var i = 0; i < outputs.Length; i++) Reference.Same($"output {i}", expected[i], outputs[i]);

        if (grads.EnumerateObject().Any())
        {
            var loss = zeros([]);
            foreach (var output in outputs)
                if (output.requires_grad)
                    loss = loss + (output * arange(output.numel(), dtype: output.dtype).cos().reshape(output.shape)).sum();
            loss.backward();
        }
        var parameters = module.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var grad in grads.EnumerateObject())
        {
            var source = grad.Name.StartsWith("input") ? inputs[int.Parse(grad.Name[5..])] : parameters[grad.Name];
            Reference.Same($"gradient of {grad.Name}", grad.Value, source.grad, 1e-4, 1e-5);
        }
        var buffers = module.named_buffers().ToDictionary(b => b.name, b => b.buffer);
        foreach (var buffer in golden.GetProperty("buffers").EnumerateObject())
            Reference.Same($"buffer {buffer.Name}", buffer.Value, buffers[buffer.Name]);
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
}
