using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Activations;

/// <summary>Moments of an activation under N(0, 1), and its facts as far as a grid shows them.</summary>
public static class ActivationMeasurement
{
    // Gauss-Legendre with four nodes on [-1, 1].
    private static readonly double[] Nodes = [-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526];
    private static readonly double[] Weights = [0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538];

    /// <summary>The moments of a pointwise activation, by quadrature on [-12, 12] in float64, exact to about 1e-9 with the kinks known.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="kinks">Where the panels must end; none when null.</param>
    /// <exception cref="ArgumentException">The activation is not pointwise.</exception>
    public static GaussianMoments Moments(Activation activation, IReadOnlyList<double>? kinks = null)
    {
        RequirePointwise(activation);
        var edges = Enumerable.Range(0, 2401).Select(i => (i - 1200) / 100.0).Concat(kinks ?? []).Where(e => Math.Abs(e) <= 12).Distinct().Order().ToArray();
        var (points, weights) = (new double[4 * (edges.Length - 1)], new double[4 * (edges.Length - 1)]);
        for (var i = 0; i < edges.Length - 1; i++)
        {
            var (half, middle) = ((edges[i + 1] - edges[i]) / 2, (edges[i + 1] + edges[i]) / 2);
            for (var k = 0; k < 4; k++)
            {
                var z = middle + half * Nodes[k];
                (points[4 * i + k], weights[4 * i + k]) = (z, half * Weights[k] * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI));
            }
        }

        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(points, dtype: ScalarType.Float64);
        var w = torch.tensor(weights, dtype: ScalarType.Float64);
        var (y, slope) = ValueAndSlope(activation, x);
        double Mean(Tensor values) => (values * w).sum().item<double>();
        return new GaussianMoments(Mean(y), Mean(y.square()), Mean(slope.square()), Mean(x * y * slope));
    }

    /// <summary>Values and slopes (autograd's) at given points.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="x">Points of any shape.</param>
    /// <returns>Two tensors of the same shape, without history.</returns>
    public static (Tensor Value, Tensor Slope) ValueAndSlope(Activation activation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = torch.NewDisposeScope();
        using var record = torch.enable_grad();
        var leaf = x.detach().clone().requires_grad_();
        var y = activation.Apply(leaf);
        if (!y.requires_grad)
            return (y.MoveToOuterDisposeScope(), torch.zeros_like(x).MoveToOuterDisposeScope());
        y.sum().backward();
        return (y.detach().MoveToOuterDisposeScope(), leaf.grad!.clone().MoveToOuterDisposeScope());
    }

    /// <summary>The facts of a pointwise activation as a grid on [-30, 30] shows them: infinite ends and jumps are guessed from it.</summary>
    /// <param name="activation">The activation.</param>
    /// <exception cref="ArgumentException">The activation is not pointwise.</exception>
    public static ActivationFacts Of(Activation activation)
    {
        RequirePointwise(activation);
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        const int perUnit = 2000;
        var x = torch.arange(-30 * perUnit, 30 * perUnit + 1, dtype: ScalarType.Float64) / perUnit;
        var y = activation.Apply(x);
        var steps = (y.narrow(0, 1, y.shape[0] - 1) - y.narrow(0, 0, y.shape[0] - 1)) * perUnit;
        var (low, high) = (y.min().item<double>(), y.max().item<double>());
        // A slope that is no smaller at the ends than within is that of a function without bound.
        var secants = steps.abs();
        var (left, right) = (y[0].item<double>(), y[-1].item<double>());
        bool Leaves(double value, double extreme, Tensor slopes) => value == extreme && slopes.mean().item<double>() > 1e-4;
        var slopesLeft = secants.narrow(0, 0, perUnit);
        var slopesRight = secants.narrow(0, secants.shape[0] - perUnit, perUnit);
        var slope = secants.max().item<double>();
        // Curvature far above that of the neighbourhood is a kink; a secant that grows with the grid's fineness is a jump.
        var turns = (steps.narrow(0, 1, steps.shape[0] - 1) - steps.narrow(0, 0, steps.shape[0] - 1)).abs();
        var kinks = (turns > 0.02).nonzero().flatten().data<long>().ToArray().Select(i => (i + 1) / (double)perUnit - 30)
            .Aggregate(new List<double>(), (found, k) => { if (found.Count == 0 || k - found[^1] > 2.5 / perUnit) found.Add(k); return found; });
        return new ActivationFacts
        {
            Lowest = Leaves(left, low, slopesLeft) || Leaves(right, low, slopesRight) ? double.NegativeInfinity : low,
            Highest = Leaves(left, high, slopesLeft) || Leaves(right, high, slopesRight) ? double.PositiveInfinity : high,
            Monotone = steps.min().item<double>() >= -1e-9 || steps.max().item<double>() <= 1e-9,
            Lipschitz = slope > perUnit / 50.0 ? double.PositiveInfinity : slope,
            SecondMoment = Moments(activation, kinks).Second,
            Kinks = kinks,
        };
    }

    private static void RequirePointwise(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (!activation.IsPointwise)
            throw new ArgumentException($"{activation.Name} is not pointwise: it has no moments of a single entry.", nameof(activation));
    }
}

/// <summary>Moments of an activation f at z ~ N(0, 1).</summary>
/// <param name="Mean">E f.</param>
/// <param name="Second">E f².</param>
/// <param name="SlopeSecond">E f'².</param>
/// <param name="Growth">E z·f·f'.</param>
public sealed record GaussianMoments(double Mean, double Second, double SlopeSecond, double Growth)
{
    /// <summary>E f² - (E f)².</summary>
    public double Variance => Second - Mean * Mean;

    /// <summary>χ = E[z f f']/E f²: by what a small error of the log variance is multiplied in a layer; above 1 no initialisation is stable.</summary>
    public double Chi => Growth / Second;
}
