using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>The standard normal law N(0, I), the usual source of a flow.</summary>
public sealed class StandardNormal : ISampler
{
    private readonly long[] _shape;

    /// <summary>Standard normal points of a given shape.</summary>
    /// <param name="shape">The shape of one point: 2 for the plane, (1, 28, 28) for an image.</param>
    /// <exception cref="ArgumentException">The shape is empty or has a dimension below 1.</exception>
    public StandardNormal(params long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length == 0 || shape.Any(s => s < 1))
            throw new ArgumentException($"Expected one or more dimensions of at least 1; got [{string.Join(", ", shape)}].", nameof(shape));
        _shape = [.. shape];
    }

    /// <inheritdoc/>
    public Tensor Sample(long count, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Batches.RequirePositive(count, nameof(count));
        return torch.randn([count, .. _shape], device: generator.device, generator: generator);
    }
}
