using TorchSharp;
using TorchSharp.Modules;
using Workbench.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Models;

/// <summary>
/// A small residual network for 28x28 grey images after ResNet-20 (He et al. 2015, arXiv:1512.03385): a 3x3 stem, three
/// stages of basic blocks with halved resolution between them, global average pooling and a linear layer; batch
/// normalisation throughout, He-initialised.
/// </summary>
public sealed class ResNetLite : Module<Tensor, Tensor>, IReluNetwork
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
    public ResNetLite(int seed, int width = 8, int blocksPerStage = 3, int channels = 1, int classes = 10)
        : base(nameof(ResNetLite))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocksPerStage);
        conv = Conv2d(channels, width, 3, padding: 1, bias: false);
        norm = BatchNorm2d(width);
        relu = ReLU();
        blocks = new ModuleList<Module<Tensor, Tensor>>();
        var sites = new List<ReluSite> { new("relu", "conv", "norm") };
        var from = width;
        for (var stage = 0; stage < 3; stage++)
        {
            for (var block = 0; block < blocksPerStage; block++)
            {
                var to = width << stage;
                var path = $"blocks.{blocks.Count}";
                blocks.Add(new BasicBlock(from, to, stage > 0 && block == 0 ? 2 : 1));
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

        public BasicBlock(int from, int to, int stride)
            : base(nameof(BasicBlock))
        {
            conv1 = Conv2d(from, to, 3, stride: stride, padding: 1, bias: false);
            norm1 = BatchNorm2d(to);
            relu1 = ReLU();
            conv2 = Conv2d(to, to, 3, padding: 1, bias: false);
            norm2 = BatchNorm2d(to);
            relu2 = ReLU();
            shortcut = from == to && stride == 1 ? null : Sequential(Conv2d(from, to, 1, stride: stride, bias: false), BatchNorm2d(to));
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
