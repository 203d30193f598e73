using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benches;

/// <summary>
/// A small residual network for grey images with any activation (the GPU protocol of <see cref="FashionBench"/>): a 3×3 stem, three stages of
/// basic blocks with halved resolution and doubled channels between them, batch normalisation, global average pooling.
/// </summary>
public sealed class ActivatedResNet : Module<Tensor, Tensor>
{
    private readonly Sequential body;
    private readonly Linear head;

    /// <summary>Builds the network; the seed determines its weights, evenly from ±1/√fan-in.</summary>
    /// <param name="activation">Makes an activation; called once for the stem and twice a block.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="width">Channels of the first stage; 32 gives 32-64-128.</param>
    /// <param name="blocksPerStage">Basic blocks of a stage.</param>
    /// <param name="classes">Classes.</param>
    public ActivatedResNet(Func<Module<Tensor, Tensor>> activation, int seed, int width = 32, int blocksPerStage = 2, int classes = 10)
        : base(nameof(ActivatedResNet))
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocksPerStage, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var layers = new List<(string, Module<Tensor, Tensor>)>
        {
            ("conv", Conv2d(1, width, 3L, padding: 1, bias: false)), ("norm", BatchNorm2d(width)), ("activation", activation()),
        };
        for (var i = 0; i < 3 * blocksPerStage; i++)
        {
            var (stage, first) = (i / blocksPerStage, i % blocksPerStage == 0);
            layers.Add(($"block{i + 1}", new Block(width << Math.Max(0, first ? stage - 1 : stage), width << stage, stage > 0 && first ? 2 : 1, activation)));
        }

        body = Sequential(layers.ToArray());
        head = Linear(width << 2, classes);
        RegisterComponents();
        BenchWeights.Draw(this, [], seed);
    }

    /// <summary>Logits.</summary>
    /// <param name="input">Images [batch, 1, H, W].</param>
    /// <returns>[batch, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = torch.NewDisposeScope();
        return head.call(body.call(input).mean([2L, 3L])).MoveToOuterDisposeScope();
    }

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1;
        private readonly BatchNorm2d norm1;
        private readonly Module<Tensor, Tensor> activation1;
        private readonly Conv2d conv2;
        private readonly BatchNorm2d norm2;
        private readonly Module<Tensor, Tensor> activation2;
        private readonly Sequential? shortcut;

        public Block(int from, int to, int stride, Func<Module<Tensor, Tensor>> activation)
            : base(nameof(Block))
        {
            conv1 = Conv2d(from, to, 3L, stride: stride, padding: 1, bias: false);
            norm1 = BatchNorm2d(to);
            activation1 = activation();
            conv2 = Conv2d(to, to, 3L, padding: 1, bias: false);
            norm2 = BatchNorm2d(to);
            activation2 = activation();
            shortcut = from == to ? null : Sequential(Conv2d(from, to, 1L, stride: stride, bias: false), BatchNorm2d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = torch.NewDisposeScope();
            var x = activation1.call(norm1.call(conv1.call(input)));
            x = norm2.call(conv2.call(x)) + (shortcut?.call(input) ?? input);
            return activation2.call(x).MoveToOuterDisposeScope();
        }
    }
}
