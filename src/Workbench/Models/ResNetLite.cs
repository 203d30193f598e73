using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using Workbench.Pruning;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Models;

/// <summary>
/// A small residual network for 28x28 grey images after ResNet-20 (He et al. 2015, arXiv:1512.03385): a 3x3 stem, three
/// stages of basic blocks with halved resolution between them, global average pooling and a linear layer; batch
/// normalisation throughout, He-initialised.
/// </summary>
public sealed class ResNetLite : Module<Tensor, Tensor>, IReluNetwork, IPrunableNetwork
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d norm;
    private readonly ReLU relu;
    private readonly ModuleList<Module<Tensor, Tensor>> blocks;
    private readonly Linear fc;

    /// <summary>Builds the network; the seed determines its weights.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="width">Channels of the first stage; 8 gives 8-16-32.</param>
    /// <param name="blocksPerStage">Basic blocks of a stage; 3 makes it a ResNet-20.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="widths">Channels of groups that have another number (<see cref="ChannelGroups"/>), by their name.</param>
    public ResNetLite(int seed, int width = 8, int blocksPerStage = 3, int channels = 1, int classes = 10, IReadOnlyDictionary<string, int>? widths = null)
        : base(nameof(ResNetLite))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocksPerStage);
        Architecture = new Architecture(nameof(ResNetLite), new Dictionary<string, int>
        {
            [nameof(width)] = width,
            [nameof(blocksPerStage)] = blocksPerStage,
            [nameof(channels)] = channels,
            [nameof(classes)] = classes,
        }, widths ?? new Dictionary<string, int>());
        ChannelGroups = ResNetChannels.Of(blocksPerStage);
        int Width(string group, int stage) => Architecture.Widths.GetValueOrDefault(group, width << stage);
        var from = Width(ResNetChannels.Stream(0, blocksPerStage), 0);
        conv = Conv2d(channels, from, 3, padding: 1, bias: false);
        norm = BatchNorm2d(from);
        relu = ReLU();
        blocks = new ModuleList<Module<Tensor, Tensor>>();
        var sites = new List<ReluSite> { new("relu", "conv", "norm") };
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < blocksPerStage; block++)
            {
                var to = Width(ResNetChannels.Stream(stage, blocksPerStage), stage);
                var path = $"blocks.{blocks.Count}";
                blocks.Add(new BasicBlock(from, Width($"{path}.conv1", stage), to, stage > 0 && block == 0 ? 2 : 1));
                sites.Add(new ReluSite($"{path}.relu1", $"{path}.conv1", $"{path}.norm1"));
                sites.Add(new ReluSite($"{path}.relu2"));
                from = to;
            }
        }

        fc = Linear(from, classes);
        ReluSites = sites;
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
    /// <param name="input">Images <c>[batch, channels, H, W]</c>.</param>
    /// <returns>Logits <c>[batch, classes]</c>.</returns>
    public override Tensor forward(Tensor input)
    {
        var x = relu.call(norm.call(conv.call(input)));
        foreach (var block in blocks) x = block.call(x);
        return fc.call(x.mean([2, 3]));
    }

    // Two 3x3 convolutions and the input, which a 1x1 convolution brings to shape where it differs.
    private sealed class BasicBlock : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1;
        private readonly BatchNorm2d norm1;
        private readonly ReLU relu1;
        private readonly Conv2d conv2;
        private readonly BatchNorm2d norm2;
        private readonly ReLU relu2;
        private readonly Sequential? shortcut;

        public BasicBlock(int from, int inner, int to, int stride)
            : base(nameof(BasicBlock))
        {
            conv1 = Conv2d(from, inner, 3, stride: stride, padding: 1, bias: false);
            norm1 = BatchNorm2d(inner);
            relu1 = ReLU();
            conv2 = Conv2d(inner, to, 3, padding: 1, bias: false);
            norm2 = BatchNorm2d(to);
            relu2 = ReLU();
            shortcut = stride == 1 ? null : Sequential(Conv2d(from, to, 1, stride: stride, bias: false), BatchNorm2d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var x = relu1.call(norm1.call(conv1.call(input)));
            x = norm2.call(conv2.call(x)) + (shortcut?.call(input) ?? input);
            return relu2.call(x);
        }
    }
}
