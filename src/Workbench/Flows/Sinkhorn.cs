using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// Entropic optimal transport between uniform weights, min ⟨π, C⟩ + ε·KL(π | a⊗b), by Sinkhorn's iterations in the logarithmic domain
/// (Cuturi 2013; Peyré and Cuturi, section 4.4), on the device of the costs.
/// </summary>
public static class Sinkhorn
{
    /// <summary>Finds the plan.</summary>
    /// <param name="costs">C, [n, m].</param>
    /// <param name="epsilon">ε, positive, in units of the costs.</param>
    /// <param name="maxIterations">The most pairs of updates, at least 1.</param>
    /// <param name="tolerance">Ends when the row sums are off by less than this share on average.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant is out of its range.</exception>
    public static SinkhornPlan Solve(Tensor costs, double epsilon, int maxIterations = 1000, double tolerance = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(costs);
        if (costs.dim() != 2 || costs.NumberOfElements == 0)
            throw new ArgumentException($"Expected costs [n, m]; got {Batches.Shape(costs)}.", nameof(costs));
        if (!(epsilon > 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "The regularisation must be positive.");
        Batches.RequirePositive(maxIterations, nameof(maxIterations));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (n, m) = (costs.shape[0], costs.shape[1]);
        var kernel = costs / -epsilon;
        var (logA, logB) = (-Math.Log(n), -Math.Log(m));
        var f = torch.zeros(n, 1, dtype: costs.dtype, device: costs.device);
        var g = torch.zeros(1, m, dtype: costs.dtype, device: costs.device);
        var iterations = 0;
        var error = double.PositiveInfinity;
        while (iterations < maxIterations && error > tolerance)
        {
            using var step = torch.NewDisposeScope();
            // In units of ε: row sums of exp(f + g + K)·a·b become a, then column sums b.
            var newF = -(kernel + g + logB).logsumexp(1, keepdim: true);
            var newG = -(kernel + newF + logA).logsumexp(0, keepdim: true);
            iterations++;
            // Looking at the error makes a GPU wait, so not at every turn.
            if (iterations % 10 == 0 || iterations == maxIterations)
            {
                var rows = (kernel + newF + newG + logB).logsumexp(1).exp();
                error = (rows - 1).abs().mean().to_type(ScalarType.Float64).item<double>();
            }

            f.Dispose();
            g.Dispose();
            (f, g) = (newF.MoveToOuterDisposeScope(), newG.MoveToOuterDisposeScope());
        }

        var plan = (kernel + f + g + (logA + logB)).exp();
        var cost = (plan * costs).sum().to_type(ScalarType.Float64).item<double>();
        // At the optimum the regularised cost is the dual value ε·(mean f + mean g).
        var dual = epsilon * (f.mean() + g.mean()).to_type(ScalarType.Float64).item<double>();
        return new SinkhornPlan(plan.MoveToOuterDisposeScope(), cost, dual, iterations, error);
    }
}

/// <summary>An entropic plan.</summary>
/// <param name="Plan">π, [n, m], with row sums 1/n and column sums 1/m.</param>
/// <param name="TransportCost">⟨π, C⟩.</param>
/// <param name="RegularisedCost">⟨π, C⟩ + ε·KL(π | a⊗b).</param>
/// <param name="Iterations">How many pairs of updates were made.</param>
/// <param name="Error">The mean relative error of the row sums when last looked at.</param>
public sealed record SinkhornPlan(Tensor Plan, double TransportCost, double RegularisedCost, int Iterations, double Error);
