using TorchSharp;
using Workbench.Data;
using static TorchSharp.torch;

namespace Workbench.Tests.Pruning;

/// <summary>4x4 images of noise, brighter in the upper or in the lower half: two classes a small network tells apart.</summary>
internal static class PrunedClassifierData
{
    public static LabelledImages Stripes(int count)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(9);
        var labels = torch.arange(count).remainder(2).to_type(ScalarType.Int64);
        var lower = labels.to_type(ScalarType.Float32).reshape(count, 1, 1, 1);
        var images = torch.rand([count, 1, 4, 4], generator: generator) * 0.5;
        images.narrow(2, 0, 2).add_((1 - lower) * 0.5);
        images.narrow(2, 2, 2).add_(lower * 0.5);
        return new LabelledImages(images.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
    }
}
