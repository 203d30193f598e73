using TorchSharp;
using TorchSharp.Modules;
using Workbench.Models;
using Workbench.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Tests.Training.Batched;

/// <summary>Networks that the tests train together and one by one, in float64, and inputs for them.</summary>
internal static class Networks
{
    public const int Count = 3;

    public sealed record Case(Func<int, nn.Module> Make, Func<Generator, Tensor[]> Inputs);

    public static readonly IReadOnlyDictionary<string, Case> All = new Dictionary<string, Case>
    {
        ["linear"] = new(_ => Linear(4, 3), Normal(5, 4)),
        ["linear on positions, without bias"] = new(_ => Linear(4, 3, hasBias: false), Normal(5, 6, 4)),
        ["PReLU"] = new(_ => Sequential(PReLU(1), PReLU(4)), Normal(5, 4, 3)),
        ["PReLU at its kink"] = new(_ => Sequential(Linear(4, 3), new MinusItself(), PReLU(3)), Normal(5, 4)),
        ["convolution 1-D"] = new(_ => Conv1d(4, 6, 3, stride: 2, padding: 1, groups: 2), Normal(2, 4, 9)),
        ["convolution"] = new(_ => Conv2d(2, 4, 3, stride: 2, padding: 1), Normal(3, 2, 7, 6)),
        ["convolution, grouped, dilated, same"] = new(_ => Conv2d(4, 4, 3, Padding.Same, dilation: 2, groups: 2, bias: false), Normal(3, 4, 7, 6)),
        ["layer normalisation"] = new(_ => Sequential(LayerNorm([3, 4]), LayerNorm(4, elementwise_affine: false)), Normal(5, 3, 4)),
        ["group normalisation"] = new(_ => Sequential(GroupNorm(2, 6), GroupNorm(3, 6, affine: false)), Normal(3, 6, 4, 4)),
        ["batch normalisation"] = new(_ => BatchNorm2d(4), Normal(3, 4, 5, 5)),
        ["batch normalisation 1-D, without momentum"] = new(_ => Sequential(BatchNorm1d(4, affine: false), BatchNorm1d(4, track_running_stats: false)), Normal(6, 4)),
        ["embedding"] = new(_ => Embedding(7, 3), Indices(7, 4, 5)),
        ["embedding with a padding row"] = new(_ => Embedding(7, 3, padding_idx: 2), Indices(7, 4, 5)),
        ["activations"] = new(_ => Sequential(Linear(4, 8), SiLU(), ReLU(), GELU(), Tanh(), Softplus(), Linear(8, 8), Softmax(1), GLU(1), Identity()), Normal(5, 4)),
        ["encoder layer"] = new(_ => TransformerEncoderLayer(8, nhead: 2, dim_feedforward: 12, dropout: 0), Normal(5, 3, 8)),
        ["attention by hand, shared table"] = new(_ => new TinyTransformer(), Indices(11, 3, 6)),
        ["velocity MLP"] = new(seed => new VelocityMlp(2, seed, width: 16), FlowInputs(6, 2)),
        ["velocity U-Net"] = new(seed => new VelocityUNet(1, seed, width: 8), FlowInputs(2, 1, 8, 8)),
        ["velocity DiT"] = new(seed => new VelocityDiT(seed, new DiTOptions { Patch = 2, Width = 8, Depth = 2, Heads = 2 }), FlowInputs(2, 1, 4, 6)),
        ["ResNet"] = new(seed => new ResNetLite(seed, width: 4, blocksPerStage: 1), Normal(4, 1, 8, 8)),
        ["MLP classifier"] = new(seed => new FashionMlp(seed, inputs: 16, hidden1: 12, hidden2: 8), Normal(5, 1, 4, 4)),
        ["image classifier"] = new(seed => new ImageClassifier(3, seed), Normal(2, 1, 28, 28)),
    };

    /// <summary>K networks of different weights, in training mode.</summary>
    public static List<nn.Module> Make(string name, int first = 0, int count = Count)
    {
        AttentionRules.AddEncoderLayer(heads: 2, dropout: 0);
        return [.. Enumerable.Range(first, count).Select(seed =>
        {
            var module = All[name].Make(seed).to(ScalarType.Float64);
            using var noGrad = torch.no_grad();
            using var generator = new Generator((ulong)(100 + seed));
            foreach (var parameter in module.parameters())
            {
                // Of the size of 1/√fan-in, so that no output saturates; normalisations and biases differ from 1 and 0.
                var size = parameter.dim() < 2 ? 0.5 : 1.5 / Math.Sqrt((double)parameter.numel() / parameter.shape[0]);
                parameter.copy_(torch.randn(parameter.shape, dtype: ScalarType.Float64, generator: generator) * size);
            }

            module.train();
            return module;
        })];
    }

    /// <summary>The inputs of K networks, each <c>[K, batch, …]</c>, different for each.</summary>
    public static Tensor[] Inputs(string name, int seed = 0, int count = Count)
    {
        var each = Enumerable.Range(0, count).Select(k => All[name].Inputs(new Generator((ulong)((1000 * seed) + k)))).ToList();
        return [.. each[0].Select((_, i) => torch.stack([.. each.Select(inputs => inputs[i])]))];
    }

    public static Tensor Call(nn.Module module, Tensor[] inputs) => module switch
    {
        nn.Module<Tensor, Tensor> one => one.call(inputs[0]),
        nn.Module<Tensor, Tensor, Tensor> two => two.call(inputs[0], inputs[1]),
        _ => throw new NotSupportedException(),
    };

    private static Func<Generator, Tensor[]> Normal(params long[] shape)
        => generator => [torch.randn(shape, dtype: ScalarType.Float64, generator: generator)];

    private static Func<Generator, Tensor[]> Indices(long below, params long[] shape)
        => generator => [torch.randint(below, shape, dtype: ScalarType.Int64, generator: generator)];

    private static Func<Generator, Tensor[]> FlowInputs(params long[] shape)
        => generator => [torch.randn(shape, dtype: ScalarType.Float64, generator: generator), torch.rand([shape[0]], dtype: ScalarType.Float64, generator: generator)];
}

/// <summary>Exact zeros that pass gradients on: what follows is evaluated at its kink.</summary>
internal sealed class MinusItself() : nn.Module<Tensor, Tensor>(nameof(MinusItself))
{
    static MinusItself() => BatchRules.PerSample<MinusItself>();

    public override Tensor forward(Tensor input) => input - input.detach();
}

/// <summary>A decoder of one block as research code writes it: batch first, causal, the table also read out.</summary>
internal sealed class TinyTransformer : nn.Module<Tensor, Tensor>
{
    private readonly Embedding table = Embedding(11, 8);
    private readonly LayerNorm norm = LayerNorm(8);
    private readonly Linear projections = Linear(8, 24);
    private readonly Linear output = Linear(8, 8);
    private readonly Linear readout = Linear(8, 11, hasBias: false);

    static TinyTransformer() => BatchRules.PerSample<TinyTransformer>();

    public TinyTransformer()
        : base(nameof(TinyTransformer))
    {
        readout.weight = table.weight!;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = table.call(input);
        var (batch, length) = (x.shape[0], x.shape[1]);
        var parts = projections.call(norm.call(x)).reshape(batch, length, 3, 2, 4).permute(2, 0, 3, 1, 4);
        var attended = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
        return readout.call(x + output.call(attended.transpose(1, 2).reshape(batch, length, 8)));
    }
}
