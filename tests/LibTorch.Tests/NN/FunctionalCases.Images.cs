using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace Workbench.LibTorch.Tests.NN;

internal static partial class FunctionalCases
{
    private static void Pools(Action<string, string, Func<Tensor[], Dictionary<string, Tensor>, Tensor>> add)
    {
        void One(string function, string golden, Func<Tensor, Tensor> call) => add(function, golden, (x, _) => call(x[0]));
        One("max_pool1d", "MaxPool1d", x => functional.max_pool1d(x, 3, 2, 1));
        One("max_pool1d_with_indices", "MaxPool1d", x => max_pool1d_with_indices(x, 3, 2, 1).output);
        One("max_pool2d", "MaxPool2d.rect", x => functional.max_pool2d(x, [3, 2], [2, 1], [1, 0], [1, 2], ceil_mode: true));
        One("max_pool2d_with_indices", "MaxPool2d", x => max_pool2d_with_indices(x, [2, 2]).output);
        One("max_pool3d", "MaxPool3d.rect", x => functional.max_pool3d(x, [2, 1, 2], [1, 2, 2], [1, 0, 1], ceil_mode: true));
        One("max_pool3d_with_indices", "MaxPool3d", x => max_pool3d_with_indices(x, [2, 2, 2]).output);
        One("avg_pool1d", "AvgPool1d.ceil", x => functional.avg_pool1d(x, 3, 2, 1, true, false));
        One("avg_pool2d", "AvgPool2d.rect", x => functional.avg_pool2d(x, (3, 2), (2, 1), (1, 0), true, false));
        One("avg_pool3d", "AvgPool3d", x => functional.avg_pool3d(x, [2, 2, 2]));
        One("adaptive_avg_pool1d", "AdaptiveAvgPool1d", x => functional.adaptive_avg_pool1d(x, 3));
        One("adaptive_avg_pool2d", "AdaptiveAvgPool2d", x => functional.adaptive_avg_pool2d(x, (2, 3)));
        One("adaptive_avg_pool3d", "AdaptiveAvgPool3d", x => functional.adaptive_avg_pool3d(x, 2));
        One("adaptive_max_pool1d", "AdaptiveMaxPool1d", x => functional.adaptive_max_pool1d(x, 3));
        One("adaptive_max_pool1d_with_indices", "AdaptiveMaxPool1d", x => adaptive_max_pool1d_with_indices(x, 3).Item1);
        One("adaptive_max_pool2d", "AdaptiveMaxPool2d", x => functional.adaptive_max_pool2d(x, [2, 3]));
        One("adaptive_max_pool2d_with_indices", "AdaptiveMaxPool2d", x => adaptive_max_pool2d_with_indices(x, [2, 3]).Item1);
        One("adaptive_max_pool3d", "AdaptiveMaxPool3d", x => functional.adaptive_max_pool3d(x, [2, 2, 2]));
        One("adaptive_max_pool3d_with_indices", "AdaptiveMaxPool3d", x => adaptive_max_pool3d_with_indices(x, [2, 2, 2]).Item1);
        One("lp_pool1d", "LPPool1d", x => lp_pool1d(x, 2, 3, 2));
        One("lp_pool2d", "LPPool2d", x => lp_pool2d(x, 3, 2));
        add("max_unpool1d", "MaxUnpool1d", (x, _) => max_unpool1d(x[0], x[1], 2));
        add("max_unpool2d", "MaxUnpool2d", (x, _) => max_unpool2d(x[0], x[1], [2, 2]));
        add("max_unpool3d", "MaxUnpool3d", (x, _) => max_unpool3d(x[0], x[1], [2, 2, 2]));
    }

    private static void Images(Action<string, string, Func<Tensor[], Dictionary<string, Tensor>, Tensor>> add)
    {
        void One(string function, string golden, Func<Tensor, Tensor> call) => add(function, golden, (x, _) => call(x[0]));
        One("interpolate", "interpolate.area", x => interpolate(x, [2, 2], mode: InterpolationMode.Area));
        One("upsample", "Upsample.corners", x => upsample(x, [5, 7], mode: UpsampleMode.Bilinear, align_corners: true));
        One("upsample_bilinear", "Upsample.corners", x => upsample_bilinear(x, [5, 7], align_corners: true));
        One("upsample_nearest", "Upsample.nearest", x => upsample_nearest(x, scale_factor: [2, 2]));
        One("upsample_nearest1d", "Upsample.nearest1d", x => upsample_nearest1d(x, 7, null));
        One("upsample_nearest2d", "Upsample.nearest", x => upsample_nearest2d(x, scaleFactors: [2, 2]));
        One("upsample_nearest3d", "Upsample.nearest3d", x => upsample_nearest3d(x, scaleFactors: [2, 1, 3]));
        One("pad", "ConstantPad1d", x => pad(x, (1, 2), PaddingModes.Constant, 3.5));
        One("pad", "ReflectionPad2d", x => pad(x, (1, 2, 0, 1), PaddingModes.Reflect));
        One("pad", "ReplicationPad3d.same", x => pad(x, new long[] { 1, 1, 1, 1, 1, 1 }, PaddingModes.Replicate));
        One("pad", "ConstantPad2d", x => pad(x, [1, 1, 1, 1], PaddingModes.Constant, -1));
        add("grid_sample", "grid_sample.nearest", (x, _) => grid_sample(x[0], x[1], GridSampleMode.Nearest, align_corners: true));
        One("affine_grid", "affine_grid", x => affine_grid(x, [1, 1, 2, 3]));
        One("pixel_shuffle", "PixelShuffle", x => pixel_shuffle(x, 2));
        One("pixel_unshuffle", "PixelUnshuffle", x => pixel_unshuffle(x, 2));
        One("channel_shuffle", "ChannelShuffle", x => channel_shuffle(x, 2));
        One("unfold", "Unfold", x => unfold(x, (2, 3), padding: (1, 1), stride: (2, 1)));
        One("unfold", "Unfold.square", x => unfold(x, 2, 2, 1, 1));
        One("fold", "Fold", x => fold(x, (3, 4), (2, 2)));
        One("fold", "Fold.square", x => fold(x, 4, 2, 1, 1, 2));
    }
}
