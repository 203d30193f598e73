using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Metrics;

/// <summary>Wasserstein-2 distances between samples: exact on the line and for small sets, sliced and entropic in more dimensions.</summary>
public static class Wasserstein
{
    /// <summary>The exact W2 distance between two samples on the line, of any sizes: the quantile coupling.</summary>
    /// <param name="x">One sample, not empty.</param>
    /// <param name="y">The other, not empty.</param>
    /// <exception cref="ArgumentException">A sample is empty or holds a value that is not finite.</exception>
    public static double OneDimensional(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var a = Sorted(x, nameof(x));
        var b = Sorted(y, nameof(y));
        // Walk both quantile functions from one jump to the next; positions are counted in units of 1/(n·m).
        double sum = 0;
        long position = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var endOfA = (long)(i + 1) * b.Length;
            var endOfB = (long)(j + 1) * a.Length;
            var next = Math.Min(endOfA, endOfB);
            sum += (next - position) * (a[i] - b[j]) * (a[i] - b[j]);
            position = next;
            if (next == endOfA)
                i++;
            if (next == endOfB)
                j++;
        }

        return Math.Sqrt(sum / ((double)a.Length * b.Length));
    }

    /// <summary>
    /// The sliced W2 distance: the root of the mean, over random directions on the sphere, of the squared W2 distance of
    /// the projections.
    /// </summary>
    /// <remarks>
    /// Both sets must have as many points. The directions depend on the seed alone, so that values can be compared; the
    /// distance between two samples of one law is not zero but a floor that falls with the number of points (see
    /// <see cref="Flows.GaussianMixture.SampleEqualCounts"/>).
    /// </remarks>
    /// <param name="x">Points, [batch, …].</param>
    /// <param name="y">As many points of the same shape.</param>
    /// <param name="directions">The number of directions, at least 1.</param>
    /// <param name="seed">Seed of the directions.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Sliced(Tensor x, Tensor y, int directions = 64, int seed = 0)
    {
        Sets.RequireSameShape(x, y);
        if (directions < 1)
            throw new ArgumentOutOfRangeException(nameof(directions), directions, "At least one direction is needed.");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (a, b) = (x.to_type(ScalarType.Float64).flatten(1), y.to_type(ScalarType.Float64).flatten(1));
        using var generator = new Generator((ulong)seed, torch.CPU);
        var axes = torch.randn([a.shape[1], directions], dtype: ScalarType.Float64, generator: generator);
        axes = (axes / axes.square().sum(0, keepdim: true).sqrt()).to(x.device);
        var (left, right) = (a.matmul(axes).sort(0).Values, b.matmul(axes).sort(0).Values);
        return Math.Sqrt((left - right).square().mean().item<double>());
    }

    /// <summary>The exact W2 distance between two sets of equally many points, by the assignment of least cost, which takes O(n³): up to some thousands of points.</summary>
    /// <param name="x">Points, [n, …].</param>
    /// <param name="y">As many points of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Exact(Tensor x, Tensor y)
    {
        Sets.RequireSameShape(x, y);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (a, b) = (x.to_type(ScalarType.Float64), y.to_type(ScalarType.Float64));
        var partner = Flows.TransportCosts.Assign(Flows.TransportCosts.SquaredEuclidean(a, b));
        return Math.Sqrt((a - b.index_select(0, partner)).square().sum().item<double>() / x.shape[0]);
    }

    /// <summary>
    /// The Sinkhorn divergence OT_ε(x, y) - ½·OT_ε(x, x) - ½·OT_ε(y, y) with squared distances (arXiv 1706.00292, 1810.08278): not
    /// negative, 0 for equal sets, the squared W2 distance as ε goes to 0.
    /// </summary>
    /// <param name="x">Points, [n, …].</param>
    /// <param name="y">Points, [m, …], of the same shape.</param>
    /// <param name="epsilon">ε, positive, in units of the squared distance.</param>
    /// <param name="maxIterations">The most Sinkhorn iterations.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double SinkhornDivergence(Tensor x, Tensor y, double epsilon, int maxIterations = 2000)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (a, b) = (x.to_type(ScalarType.Float64), y.to_type(ScalarType.Float64));
        double Cost(Tensor p, Tensor q) => Flows.Sinkhorn.Solve(Flows.TransportCosts.SquaredEuclidean(p, q), epsilon, maxIterations, 1e-7).RegularisedCost;
        return Cost(a, b) - (Cost(a, a) + Cost(b, b)) / 2;
    }

    private static double[] Sorted(IReadOnlyList<double> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count == 0)
            throw new ArgumentException("The sample is empty.", name);
        double[] sorted = [.. values];
        if (sorted.Any(v => !double.IsFinite(v)))
            throw new ArgumentException("The sample holds a value that is not finite.", name);
        Array.Sort(sorted);
        return sorted;
    }
}
