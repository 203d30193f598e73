using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// Derivatives of sampled values by central differences, at the borders one-sided of order <paramref name="edge_order"/> (1 or 2):
    /// one tensor of the input's shape for each dimension, or for <paramref name="dim"/> alone.
    /// </summary>
    /// <param name="input">The values.</param>
    /// <param name="spacing">The distance between neighbours; 1 by default.</param>
    /// <param name="dim">The dimension to differentiate along; all by default.</param>
    /// <param name="edge_order">The order of the estimate at the borders.</param>
    [OverloadResolutionPriority(1)]
    public static ICollection<Tensor> gradient(Tensor input, Scalar? spacing = null, long? dim = null, int edge_order = 1) =>
        Ops.gradient_scalarint(input, spacing ?? 1, dim, edge_order);

    /// <inheritdoc cref="gradient(Tensor, Scalar?, long?, int)"/>
    public static ICollection<Tensor> gradient(Tensor input, Scalar? spacing = null, long[]? dims = null, int edge_order = 1) =>
        dims is null ? gradient(input, spacing, (long?)null, edge_order) : Ops.gradient_scalararray(input, spacing ?? 1, dims, edge_order);

    /// <summary>As <see cref="gradient(Tensor, Scalar?, long?, int)"/>, with the coordinates of the samples along each dimension.</summary>
    public static ICollection<Tensor> gradient(Tensor input, Tensor[] spacing, long? dim = null, int edge_order = 1) =>
        Ops.gradient_tensorarrayint(input, spacing, dim, edge_order);
}
