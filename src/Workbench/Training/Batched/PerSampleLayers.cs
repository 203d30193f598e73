using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Workbench.Training;

/// <summary>torch.nn's layers without parameters and its containers, which treat every sample by itself.</summary>
internal static class PerSampleLayers
{
    public static void Register()
    {
        Type[] types =
        [
            typeof(Sequential), typeof(ModuleList<>), typeof(ModuleDict<>), typeof(Identity),
            typeof(ReLU), typeof(ReLU6), typeof(LeakyReLU), typeof(ELU), typeof(SELU), typeof(CELU), typeof(GELU), typeof(SiLU), typeof(Mish),
            typeof(Tanh), typeof(Sigmoid), typeof(LogSigmoid), typeof(Softplus), typeof(Softsign), typeof(Softshrink), typeof(Hardshrink),
            typeof(Tanhshrink), typeof(Hardswish), typeof(Hardsigmoid), typeof(Hardtanh), typeof(Threshold),
            typeof(Softmax), typeof(LogSoftmax), typeof(Softmin), typeof(GLU), typeof(Flatten), typeof(Unflatten),
            typeof(MaxPool1d), typeof(MaxPool2d), typeof(AvgPool1d), typeof(AvgPool2d), typeof(AdaptiveAvgPool1d), typeof(AdaptiveAvgPool2d),
            typeof(AdaptiveMaxPool1d), typeof(AdaptiveMaxPool2d), typeof(Upsample), typeof(PixelShuffle), typeof(PixelUnshuffle), typeof(ZeroPad2d),
        ];
        foreach (var type in types) BatchRules.PerSample(type);
    }
}
