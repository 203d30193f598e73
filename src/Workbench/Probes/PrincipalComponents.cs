using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>The directions in which points vary most.</summary>
/// <param name="Mean">Mean of the points, [feature].</param>
/// <param name="Directions">Orthonormal, the most important first, [components, feature]; the entry of largest magnitude of each is positive.</param>
/// <param name="Shares">Share of the whole variance along each.</param>
public sealed record PrincipalComponents(Tensor Mean, Tensor Directions, IReadOnlyList<double> Shares) : IDisposable
{
    /// <summary>Principal component analysis by singular values, in float64.</summary>
    /// <param name="points">[…, feature], at least two points.</param>
    /// <param name="components">How many directions, at most the points and the features.</param>
    /// <exception cref="ArgumentException">Too few points, or points that are NaN, infinite or all the same.</exception>
    public static PrincipalComponents Of(Tensor points, int components = 2)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var matrix = points.reshape(-1, points.shape[^1]).to_type(ScalarType.Float64).cpu();
        var most = Math.Min(matrix.shape[0], matrix.shape[1]);
        if (matrix.shape[0] < 2)
            throw new ArgumentException("Principal components need at least two points.", nameof(points));
        if (components < 1 || components > most)
            throw new ArgumentOutOfRangeException(nameof(components), components, $"{matrix.shape[0]} points of {matrix.shape[1]} features have 1 to {most} components.");
        var mean = matrix.mean([0L]);
        var centred = matrix - mean;
        var total = centred.square().sum().item<double>();
        if (!double.IsFinite(total) || total == 0)
            throw new ArgumentException(total == 0 ? "All points are the same; they vary in no direction." : "Points are NaN or infinite.", nameof(points));
        var (_, singular, right) = torch.linalg.svd(centred, fullMatrices: false);
        var directions = right.narrow(0, 0, components);
        var signs = directions.gather(1, directions.abs().argmax(1, true)).sign();
        return new PrincipalComponents(
            mean.MoveToOuterDisposeScope(), (directions * signs).MoveToOuterDisposeScope(),
            [.. singular.data<double>().ToArray().Take(components).Select(value => value * value / total)]);
    }

    /// <summary>Coordinates of points along the directions.</summary>
    /// <param name="points">[…, feature].</param>
    /// <returns>float64 […, components].</returns>
    public Tensor Project(Tensor points)
    {
        ArgumentNullException.ThrowIfNull(points);
        using var scope = torch.NewDisposeScope();
        return (points.detach().to_type(ScalarType.Float64).cpu() - Mean).matmul(Directions.transpose(0, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Mean.Dispose();
        Directions.Dispose();
    }
}
