using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>Checks and shapes shared by everything that works on batches of pairs.</summary>
internal static class Batches
{
    /// <summary>Throws unless both tensors are batches of the same shape.</summary>
    public static void RequirePaired(Tensor x0, Tensor x1, string nameOfX1 = "x1")
    {
        ArgumentNullException.ThrowIfNull(x0);
        ArgumentNullException.ThrowIfNull(x1);
        if (x0.dim() < 2)
            throw new ArgumentException($"Expected a batch [batch, …]; got the shape {Shape(x0)}.", nameof(x0));
        if (!x0.shape.AsSpan().SequenceEqual(x1.shape))
            throw new ArgumentException(
                $"Points must be paired one to one; got {Shape(x0)} on the source side and {Shape(x1)} on the data side.", nameOfX1);
    }

    /// <summary>Throws unless t is a scalar or one time a point, every one in [0, 1].</summary>
    public static void RequireTimes(Tensor t, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(t);
        if (t.dim() > 1 || (t.dim() == 1 && t.shape[0] != x.shape[0]))
            throw new ArgumentException($"Expected one time or {x.shape[0]} times for the shape {Shape(x)}; got {Shape(t)}.", nameof(t));
        using var scope = torch.NewDisposeScope();
        var least = t.min().to_type(ScalarType.Float64).item<double>();
        var greatest = t.max().to_type(ScalarType.Float64).item<double>();
        if (!(least >= 0 && greatest <= 1))
            throw new ArgumentOutOfRangeException(nameof(t), $"Times must lie in [0, 1]; got values from {least:G6} to {greatest:G6}.");
    }

    /// <summary>Throws unless the count is at least one.</summary>
    public static void RequirePositive(long count, string name)
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(name, count, $"{name} must be at least 1.");
    }

    /// <summary>Gives times [batch] the trailing unit dimensions they need to multiply x; scalars stay scalars.</summary>
    public static Tensor Broadcast(Tensor t, Tensor x)
    {
        if (t.dim() == 0)
            return t;
        var shape = new long[x.dim()];
        Array.Fill(shape, 1);
        shape[0] = t.shape[0];
        return t.reshape(shape);
    }

    /// <summary>The sum over all dimensions but the first, [batch].</summary>
    public static Tensor SumPerSample(Tensor x) => x.dim() == 1 ? x : x.flatten(1).sum(1);

    /// <summary>A shape as it is written in messages.</summary>
    public static string Shape(Tensor x) => $"[{string.Join(", ", x.shape)}]";
}
