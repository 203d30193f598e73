using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>Checks shared by the distances between sets of points.</summary>
internal static class Sets
{
    public static void RequireSameShape(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.dim() < 2 || x.shape[0] == 0)
            throw new ArgumentException($"Expected points [batch, …]; got [{string.Join(", ", x.shape)}].", nameof(x));
        if (!x.shape.AsSpan().SequenceEqual(y.shape))
            throw new ArgumentException(
                $"Expected as many points of the same shape on both sides; got [{string.Join(", ", x.shape)}] and [{string.Join(", ", y.shape)}].",
                nameof(y));
    }
}
