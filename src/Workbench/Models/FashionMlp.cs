using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using Workbench.Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Models;

/// <summary>
/// The small ReLU classifier of the pruning experiments, 784-300-100-10 (LeNet-300-100): two hidden layers, each ReLU a
/// module of its own so that it can be probed. Weights are drawn from <c>N(0, 2 / fan-in)</c> (He et al. 2015,
/// arXiv:1502.01852), biases are 0.
/// </summary>
public sealed class FashionMlp : Module<Tensor, Tensor>, IReluNetwork, IPrunableNetwork
{
    private readonly Linear fc1;
    private readonly ReLU relu1;
    private readonly Linear fc2;
    private readonly ReLU relu2;
    private readonly Linear fc3;

    /// <summary>Builds the network; the seed determines its weights.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="inputs">Numbers per sample.</param>
    /// <param name="hidden1">Units of the first hidden layer.</param>
    /// <param name="hidden2">Units of the second hidden layer.</param>
    /// <param name="classes">Classes.</param>
    public FashionMlp(int seed, int inputs = 784, int hidden1 = 300, int hidden2 = 100, int classes = 10)
        : base(nameof(FashionMlp))
    {
        Architecture = new Architecture(nameof(FashionMlp), new Dictionary<string, int>
        {
            [nameof(inputs)] = inputs,
            [nameof(hidden1)] = hidden1,
            [nameof(hidden2)] = hidden2,
            [nameof(classes)] = classes,
        }, new Dictionary<string, int>());
        fc1 = Linear(inputs, hidden1);
        relu1 = ReLU();
        fc2 = Linear(hidden1, hidden2);
        relu2 = ReLU();
        fc3 = Linear(hidden2, classes);
        RegisterComponents();
        HeInitialisation.Apply(this, seed);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReluSite> ReluSites { get; } = [new("relu1", "fc1"), new("relu2", "fc2")];

    /// <inheritdoc/>
    public IReadOnlyList<ChannelGroup> ChannelGroups { get; } =
    [
        new("fc1", [new("fc1.weight", 0), new("fc1.bias", 0), new("fc2.weight", 1)]),
        new("fc2", [new("fc2.weight", 0), new("fc2.bias", 0), new("fc3.weight", 1)]),
    ];

    /// <inheritdoc/>
    public Architecture Architecture { get; }

    /// <inheritdoc/>
    public Module<Tensor, Tensor> WithWidths(IReadOnlyDictionary<string, int> widths) => PrunableNetworks.Build(Architecture.With(widths));

    /// <summary>Logits.</summary>
    /// <param name="input">Images or vectors <c>[batch, …]</c> of <c>inputs</c> numbers each.</param>
    /// <returns>Logits <c>[batch, classes]</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        var x = relu1.call(fc1.call(input.flatten(1)));
        return fc3.call(relu2.call(fc2.call(x)));
    }
}
