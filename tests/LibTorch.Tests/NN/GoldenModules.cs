using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>The modules that stand for the cases of tests/golden/nn.py and nn_more.py, under the same names.</summary>
internal static class GoldenModules
{
    public delegate (Module module, Func<Tensor[], Tensor[]> call) Make();

    public static readonly Dictionary<string, Make> All = Build();

    private static Dictionary<string, Make> Build()
    {
        var all = new Dictionary<string, Make>();
        void One(string name, Func<Module<Tensor, Tensor>> make) => all[name] = () =>
        {
            var module = make();
            return (module, x => [module.call(x[0])]);
        };
        void Two(string name, Func<Module<Tensor, Tensor, Tensor>> make) => all[name] = () =>
        {
            var module = make();
            return (module, x => [module.call(x[0], x[1])]);
        };
        void Three(string name, Func<Module<Tensor, Tensor, Tensor, Tensor>> make) => all[name] = () =>
        {
            var module = make();
            return (module, x => [module.call(x[0], x[1], x[2])]);
        };
        void Function(string name, Func<Tensor[], Tensor> f) => all[name] = () => (nn.Identity(), x => [f(x)]);
        void Any(string name, Make make) => all[name] = make;

        GoldenModuleList.Activations(One);
        GoldenModuleList.Layers(One, Two, Function, Any);
        GoldenModuleList.Convolutions(One, Any);
        GoldenModuleList.Pools(One, Any);
        GoldenModuleList.Norms(One);
        GoldenModuleList.Vision(One, Function);
        GoldenModuleList.Losses(Two, Three, Any);
        GoldenSequenceModules.Recurrent(Any, Function);
        GoldenSequenceModules.Attention(Any, Function);
        GoldenMoreLosses.Losses(Two, Three, Any);
        GoldenMoreModules.Elementwise(One);
        GoldenMoreModules.Layers(One, Two, Any);
        GoldenMoreModules.Images(One);
        GoldenMoreModules.Sequences(Any);
        return all;
    }
}

internal static class GoldenModuleList
{
    public static void Activations(Action<string, Func<Module<Tensor, Tensor>>> one)
    {
        one("ReLU", () => ReLU());
        one("ReLU6", () => ReLU6());
        one("LeakyReLU", () => LeakyReLU(0.2));
        one("ELU", () => ELU(1.3));
        one("CELU", () => CELU(1.3));
        one("SELU", () => SELU());
        one("GELU", () => GELU());
        one("GELU.tanh", () => GELU(TorchSharp.Modules.GELU.Approximate.tanh));
        one("SiLU", () => nn.SiLU());
        one("Mish", () => nn.Mish());
        one("Sigmoid", () => Sigmoid());
        one("LogSigmoid", () => LogSigmoid());
        one("Tanh", () => Tanh());
        one("Softsign", () => nn.Softsign());
        one("Softplus", () => Softplus(2, 5));
        one("Hardtanh", () => nn.Hardtanh(-2, 3));
        one("Hardsigmoid", () => Hardsigmoid());
        one("Hardswish", () => Hardswish());
        one("Hardshrink", () => nn.Hardshrink(0.7));
        one("Softshrink", () => nn.Softshrink(0.7));
        one("Tanhshrink", () => nn.Tanhshrink());
        one("Threshold", () => nn.Threshold(0.1, -2));
        one("RReLU.eval", () => RReLU());
        one("PReLU", () => PReLU(3));
        one("Softmax", () => Softmax(1));
        one("Softmin", () => Softmin(1));
        one("LogSoftmax", () => LogSoftmax(1));
        one("GLU", () => GLU(1));
        one("Softmax2d", () => Softmax2d());
    }

    public static void Layers(Action<string, Func<Module<Tensor, Tensor>>> one, Action<string, Func<Module<Tensor, Tensor, Tensor>>> two,
        Action<string, Func<Tensor[], Tensor>> function, Action<string, GoldenModules.Make> any)
    {
        one("Linear", () => Linear(5, 3));
        one("Linear.plain", () => Linear(5, 3, hasBias: false));
        two("Bilinear", () => Bilinear(3, 4, 2));
        one("Identity", () => Identity());
        one("Flatten", () => Flatten());
        one("Unflatten", () => Unflatten(1, [2, 3]));
        two("CosineSimilarity", () => CosineSimilarity(1));
        two("PairwiseDistance", () => PairwiseDistance(3));
        one("Embedding", () => Embedding(5, 3));
        one("Embedding.padding", () => Embedding(5, 3, padding_idx: 1, max_norm: 1.0));
        foreach (var mode in Enum.GetValues<EmbeddingBagMode>())
            any($"EmbeddingBag.{mode.ToString().ToLowerInvariant()}", () =>
            {
                var bag = EmbeddingBag(5, 3, mode: mode);
                return (bag, x => [bag.call(x[0])]);
            });
        any("EmbeddingBag.offsets", () =>
        {
            var bag = EmbeddingBag(5, 3);
            return (bag, x => [bag.call(x[0], x[1])]);
        });
        function("normalize", x => normalize(x[0]));
        function("one_hot", x => one_hot(x[0], 6));
        one("Dropout.eval0.0", () => Dropout(0));
        one("Dropout.eval0.5", () => Dropout());
    }

    public static void Convolutions(Action<string, Func<Module<Tensor, Tensor>>> one, Action<string, GoldenModules.Make> any)
    {
        one("Conv1d", () => Conv1d(2, 3, 3, stride: 2, padding: 1));
        one("Conv1d.same", () => Conv1d(2, 4, 3, Padding.Same, groups: 2, bias: false));
        one("Conv1d.circular", () => Conv1d(2, 3, 3, padding: 2, padding_mode: PaddingModes.Circular));
        one("Conv2d", () => Conv2d(2, 3, 3, stride: 2, padding: 1));
        one("Conv2d.groups", () => Conv2d(4, 6, (3, 2), (1, 2), (2, 1), (2, 1), groups: 2));
        one("Conv2d.same", () => Conv2d(2, 2, (4, 3), Padding.Same, dilation: (1, 2)));
        one("Conv2d.reflect", () => Conv2d(2, 2, (3, 3), padding: (2, 1), padding_mode: PaddingModes.Reflect));
        one("Conv2d.replicate", () => Conv2d(2, 2, 3, Padding.Same, padding_mode: PaddingModes.Replicate));
        one("Conv2d.unbatched", () => Conv2d(2, 3, 2));
        one("Conv3d", () => Conv3d(2, 2, (2, 2, 2), (1, 2, 1), (0, 1, 1)));
        one("ConvTranspose1d", () => ConvTranspose1d(2, 3, 3, stride: 2, padding: 1, output_padding: 1));
        one("ConvTranspose2d", () => ConvTranspose2d(2, 4, 3, stride: 2, padding: 1, output_padding: 1, groups: 2));
        one("ConvTranspose2d.rect", () => ConvTranspose2d(2, 2, (3, 2), (2, 1), dilation: (1, 2), bias: false));
        any("ConvTranspose2d.size", () =>
        {
            var conv = ConvTranspose2d(2, 2, 3, stride: 2, padding: 1);
            return (conv, x => [conv.forward(x[0], [6, 8])]);
        });
        one("ConvTranspose3d", () => ConvTranspose3d(1, 2, 2, stride: 2));
    }

    public static void Pools(Action<string, Func<Module<Tensor, Tensor>>> one, Action<string, GoldenModules.Make> any)
    {
        one("MaxPool1d", () => MaxPool1d(3, 2, 1));
        one("MaxPool2d", () => MaxPool2d(2));
        one("MaxPool2d.rect", () => MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), ceil_mode: true));
        one("MaxPool3d", () => MaxPool3d(2));
        one("AvgPool1d", () => AvgPool1d(3, 2, 1));
        one("AvgPool2d", () => AvgPool2d(2));
        one("AvgPool2d.rect", () => AvgPool2d((3, 2), (2, 1), (1, 0), true, false));
        one("AvgPool2d.divisor", () => AvgPool2d(2, divisor_override: 3));
        one("AvgPool3d", () => AvgPool3d(2));
        one("AdaptiveAvgPool1d", () => AdaptiveAvgPool1d(3));
        one("AdaptiveAvgPool2d", () => AdaptiveAvgPool2d((2, 3)));
        one("AdaptiveAvgPool3d", () => AdaptiveAvgPool3d(2));
        one("AdaptiveMaxPool1d", () => AdaptiveMaxPool1d(3));
        one("AdaptiveMaxPool2d", () => AdaptiveMaxPool2d([2, 3]));
        one("AdaptiveMaxPool3d", () => AdaptiveMaxPool3d([2, 2, 2]));
        one("LPPool1d", () => LPPool1d(2, 3, 2));
        one("LPPool2d", () => LPPool2d(3, 2));
        any("MaxUnpool1d", () =>
        {
            var pool = MaxUnpool1d(2);
            return (pool, x => [pool.call(x[0], x[1])]);
        });
        any("MaxUnpool2d", () =>
        {
            var pool = MaxUnpool2d(2);
            return (pool, x => [pool.call(x[0], x[1])]);
        });
        any("MaxUnpool3d", () =>
        {
            var pool = MaxUnpool3d(2);
            return (pool, x => [pool.call(x[0], x[1])]);
        });
    }

    public static void Norms(Action<string, Func<Module<Tensor, Tensor>>> one)
    {
        one("BatchNorm1d", () => BatchNorm1d(3));
        one("BatchNorm1d.eval", () => BatchNorm1d(3));
        one("BatchNorm2d", () => BatchNorm2d(3, eps: 1e-3, momentum: 0.3));
        one("BatchNorm2d.average", () =>
        {
            var norm = BatchNorm2d(2);
            norm.momentum = null;
            return norm;
        });
        one("BatchNorm2d.stateless", () => BatchNorm2d(2, affine: false, track_running_stats: false));
        one("BatchNorm3d", () => BatchNorm3d(2));
        one("InstanceNorm1d", () => InstanceNorm1d(3));
        one("InstanceNorm2d", () => InstanceNorm2d(2, affine: true, track_running_stats: true));
        one("InstanceNorm2d.unbatched", () => InstanceNorm2d(2));
        one("InstanceNorm3d", () => InstanceNorm3d(2));
        one("LayerNorm", () => LayerNorm(4));
        one("LayerNorm.shape", () => LayerNorm([3, 2], eps: 1e-3, elementwise_affine: false));
        one("GroupNorm", () => GroupNorm(2, 4));
        one("LocalResponseNorm", () => LocalResponseNorm(3, 0.1, 0.6, 2));
        one("LocalResponseNorm.flat", () => LocalResponseNorm(2));
    }

    public static void Vision(Action<string, Func<Module<Tensor, Tensor>>> one, Action<string, Func<Tensor[], Tensor>> function)
    {
        one("Upsample.nearest", () => Upsample(scale_factor: [2]));
        one("Upsample.bilinear", () => Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear));
        one("Upsample.bicubic", () => Upsample(scale_factor: [2], mode: UpsampleMode.Bicubic));
        one("Upsample.corners", () => Upsample([5, 7], mode: UpsampleMode.Bilinear, align_corners: true));
        one("Upsample.linear", () => Upsample(scale_factor: [1.5], mode: UpsampleMode.Linear));
        one("Upsample.trilinear", () => Upsample(scale_factor: [2], mode: UpsampleMode.Trilinear));
        function("interpolate.area", x => interpolate(x[0], [2, 2], mode: InterpolationMode.Area));
        function("interpolate.exact", x => interpolate(x[0], scale_factor: [1.7], mode: InterpolationMode.NearestExact));
        function("interpolate.recompute",
            x => interpolate(x[0], scale_factor: [1.7], mode: InterpolationMode.Bilinear, recompute_scale_factor: true));
        function("interpolate.antialias", x => interpolate(x[0], [2, 3], mode: InterpolationMode.Bilinear, antialias: true));
        one("PixelShuffle", () => PixelShuffle(2));
        one("PixelUnshuffle", () => PixelUnshuffle(2));
        one("ChannelShuffle", () => ChannelShuffle(2));
        one("Unfold", () => Unfold((2, 3), padding: (1, 1), stride: (2, 1)));
        one("Fold", () => Fold((3, 4), (2, 2)));
        function("grid_sample.zeros", x => grid_sample(x[0], x[1]));
        function("grid_sample.border", x => grid_sample(x[0], x[1], padding_mode: GridSamplePaddingMode.Border));
        function("grid_sample.reflection", x => grid_sample(x[0], x[1], padding_mode: GridSamplePaddingMode.Reflection));
        function("grid_sample.nearest", x => grid_sample(x[0], x[1], GridSampleMode.Nearest, align_corners: true));
        function("affine_grid", x => affine_grid(x[0], [1, 1, 2, 3]));
        one("ConstantPad1d", () => ConstantPad1d((1, 2), 3.5));
        one("ConstantPad2d", () => ConstantPad2d(1, -1));
        one("ConstantPad3d", () => ConstantPad3d((1, 0, 0, 1, 1, 1), 2));
        one("ZeroPad2d", () => ZeroPad2d((1, 2, 0, 1)));
        one("ReflectionPad1d", () => ReflectionPad1d((1, 2)));
        one("ReflectionPad2d", () => ReflectionPad2d((1, 2, 0, 1)));
        one("ReflectionPad3d", () => ReflectionPad3d(1));
        one("ReplicationPad1d", () => ReplicationPad1d((1, 2)));
        one("ReplicationPad2d", () => ReplicationPad2d(2));
        one("ReplicationPad3d", () => ReplicationPad3d((0, 1, 1, 0, 2, 1)));
    }

    public static void Losses(Action<string, Func<Module<Tensor, Tensor, Tensor>>> two,
        Action<string, Func<Module<Tensor, Tensor, Tensor, Tensor>>> three, Action<string, GoldenModules.Make> any)
    {
        foreach (var r in Enum.GetValues<Reduction>())
        {
            var name = r.ToString().ToLowerInvariant();
            two($"CrossEntropyLoss.{name}", () => CrossEntropyLoss(reduction: r));
            two($"MSELoss.{name}", () => MSELoss(r));
            two($"NLLLoss.{name}", () => NLLLoss(reduction: r));
            two($"BCEWithLogitsLoss.{name}", () => BCEWithLogitsLoss(reduction: r));
            two($"L1Loss.{name}", () => L1Loss(r));
            two($"KLDivLoss.{name}", () => KLDivLoss(reduction: r));
            three($"GaussianNLLLoss.{name}", () => GaussianNLLLoss(reduction: r));
            three($"TripletMarginLoss.{name}", () => TripletMarginLoss(reduction: r));
        }
        static Tensor Weight() => tensor(new[] { 0.5f, 1, 2 });
        two("CrossEntropyLoss.weight", () => new CrossEntropyLoss(Weight(), 1, label_smoothing: 0.1));
        two("CrossEntropyLoss.soft", () => CrossEntropyLoss());
        two("CrossEntropyLoss.image", () => CrossEntropyLoss());
        two("NLLLoss.weight", () => NLLLoss(Weight()));
        two("BCELoss", () => BCELoss());
        two("BCEWithLogitsLoss.weights", () => BCEWithLogitsLoss(Weight(), pos_weights: tensor(new[] { 2f, 1, 3 })));
        two("SmoothL1Loss", () => SmoothL1Loss(beta: 0.7));
        two("HuberLoss", () => HuberLoss(0.7));
        two("KLDivLoss.probabilities", () => KLDivLoss(log_target: false));
        two("PoissonNLLLoss", () => PoissonNLLLoss(full: true));
        two("PoissonNLLLoss.rate", () => PoissonNLLLoss(log_input: false));
        three("CosineEmbeddingLoss", () => CosineEmbeddingLoss(0.2));
        two("HingeEmbeddingLoss", () => HingeEmbeddingLoss(0.8));
        three("MarginRankingLoss", () => MarginRankingLoss(0.3));
        two("SoftMarginLoss", () => SoftMarginLoss());
        two("MultiLabelMarginLoss", () => MultiLabelMarginLoss());
        two("MultiLabelSoftMarginLoss", () => MultiLabelSoftMarginLoss(Weight()));
        two("MultiMarginLoss", () => MultiMarginLoss(2, 0.7, Weight()));
        three("TripletMarginLoss.swap", () => TripletMarginLoss(0.5, 1, swap: true));
        three("TripletMarginWithDistanceLoss", () => TripletMarginWithDistanceLoss(swap: true));
        any("CTCLoss", () =>
        {
            var loss = CTCLoss();
            return (loss, x => [loss.call(x[0], x[1], x[2], x[3])]);
        });
    }
}
