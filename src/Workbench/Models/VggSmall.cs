using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using Workbench.Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Models;

/// <summary>
/// A small VGG for 28x28 grey images (Simonyan &amp; Zisserman 2015, arXiv:1409.1556): three stages of two 3x3 convolutions with
/// batch normalisation, each followed by 2x2 max pooling, then two linear layers; every ReLU a module of its own, He-initialised.
/// </summary>
public sealed class VggSmall : Module<Tensor, Tensor>, IReluNetwork, IPrunableNetwork
{
    private const int Stages = 3;
    private const int PerStage = 2;

    private readonly ModuleList<Module<Tensor, Tensor>> convs = new();
    private readonly ModuleList<Module<Tensor, Tensor>> norms = new();
    private readonly ModuleList<Module<Tensor, Tensor>> relus = new();
    private readonly MaxPool2d pool;
    private readonly Linear fc1;
    private readonly ReLU relu;
    private readonly Linear fc2;

    /// <summary>Builds the network; the seed determines its weights.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="width">Channels of the first stage; 16 gives 16-32-64.</param>
    /// <param name="hidden">Units of the hidden linear layer.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="side">Height and width of the input, at least 8.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="widths">Channels of groups that have another number (<see cref="ChannelGroups"/>), by their name.</param>
    public VggSmall(int seed, int width = 16, int hidden = 128, int channels = 1, int side = 28, int classes = 10, IReadOnlyDictionary<string, int>? widths = null)
        : base(nameof(VggSmall))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1 << Stages);
        Architecture = new Architecture(nameof(VggSmall), new Dictionary<string, int>
        {
            [nameof(width)] = width,
            [nameof(hidden)] = hidden,
            [nameof(channels)] = channels,
            [nameof(side)] = side,
            [nameof(classes)] = classes,
        }, widths ?? new Dictionary<string, int>());
        var from = channels;
        for (var i = 0; i < Stages * PerStage; i++)
        {
            var to = Architecture.Widths.GetValueOrDefault($"convs.{i}", width << (i / PerStage));
            convs.Add(Conv2d(from, to, 3, padding: 1, bias: false));
            norms.Add(BatchNorm2d(to));
            relus.Add(ReLU());
            from = to;
        }

        var pixels = (side >> Stages) * (side >> Stages);
        pool = MaxPool2d(2);
        var units = Architecture.Widths.GetValueOrDefault("fc1", hidden);
        fc1 = Linear(from * pixels, units);
        relu = ReLU();
        fc2 = Linear(units, classes);
        var layers = Enumerable.Range(0, Stages * PerStage).ToArray();
        ReluSites = [.. layers.Select(i => new ReluSite($"relus.{i}", $"convs.{i}", $"norms.{i}")), new("relu", "fc1")];
        ChannelGroups =
        [
            .. layers.Select(i => new ChannelGroup($"convs.{i}",
            [
                .. ResNetChannels.Written($"convs.{i}", $"norms.{i}"),
                i + 1 < layers.Length ? new ChannelSlice($"convs.{i + 1}.weight", 1) : new ChannelSlice("fc1.weight", 1, pixels),
            ])),
            new("fc1", [new("fc1.weight", 0), new("fc1.bias", 0), new("fc2.weight", 1)]),
        ];
        RegisterComponents();
        HeInitialisation.Apply(this, seed);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReluSite> ReluSites { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ChannelGroup> ChannelGroups { get; }

    /// <inheritdoc/>
    public Architecture Architecture { get; }

    /// <inheritdoc/>
    public Module<Tensor, Tensor> WithWidths(IReadOnlyDictionary<string, int> widths) => PrunableNetworks.Build(Architecture.With(widths));

    /// <summary>Logits.</summary>
    /// <param name="input">Images <c>[batch, channels, side, side]</c>.</param>
    /// <returns>Logits <c>[batch, classes]</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        var x = input;
        for (var i = 0; i < Stages * PerStage; i++)
        {
            x = relus[i].call(norms[i].call(convs[i].call(x)));
            if (i % PerStage == PerStage - 1) x = pool.call(x);
        }

        return fc2.call(relu.call(fc1.call(x.flatten(1))));
    }
}
