using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>
/// Fidelity and diversity of generated samples by nearest neighbours: precision and recall (arXiv 1904.06991), density and coverage
/// (arXiv 2002.09797).
/// </summary>
/// <param name="Precision">The share of generated points inside the k-nearest-neighbour ball of some real point.</param>
/// <param name="Recall">The share of real points inside such a ball of some generated point.</param>
/// <param name="Density">How many balls of real points hold a generated one, over k; about 1 for a perfect sample, not bounded by it.</param>
/// <param name="Coverage">The share of real points whose ball holds a generated point.</param>
public sealed record PrecisionRecall(double Precision, double Recall, double Density, double Coverage)
{
    /// <summary>Measures a generated sample against a real one.</summary>
    /// <param name="real">Real points or features, [n, …], more than <paramref name="k"/>.</param>
    /// <param name="generated">Generated ones, [m, …], of the same shape, more than <paramref name="k"/>.</param>
    /// <param name="k">Which neighbour's distance is the radius; 5 in arXiv 2002.09797, 3 in 1904.06991.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a sample is too small.</exception>
    public static PrecisionRecall Of(Tensor real, Tensor generated, int k = 5)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (real.shape[0] <= k || generated.shape[0] <= k)
            throw new ArgumentException($"Expected more than k = {k} points on both sides; got {real.shape[0]} and {generated.shape[0]}.", nameof(generated));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (r, g) = (real.to_type(ScalarType.Float64), generated.to_type(ScalarType.Float64));
        var radiusOfReal = Radius(r, k).unsqueeze(1);
        var radiusOfGenerated = Radius(g, k).unsqueeze(0);
        // [real, generated]
        var distance = TransportCosts.SquaredEuclidean(r, g);
        var insideReal = distance <= radiusOfReal;
        static double Share(Tensor isTrue) => isTrue.to_type(ScalarType.Float64).mean().item<double>();
        return new PrecisionRecall(
            Share(insideReal.any(0)),
            Share((distance <= radiusOfGenerated).any(1)),
            insideReal.to_type(ScalarType.Float64).sum().item<double>() / ((double)k * g.shape[0]),
            Share(insideReal.any(1)));
    }

    /// <summary>The squared distance to the k-th nearest other point.</summary>
    private static Tensor Radius(Tensor points, int k)
    {
        var distances = TransportCosts.SquaredEuclidean(points, points);
        // The nearest of all is the point itself.
        distances.diagonal().fill_(-1);
        return distances.kthvalue(k + 1, 1).values;
    }
}
