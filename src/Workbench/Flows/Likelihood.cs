using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The log-density of data points under a flow from N(0, I), by the change of variables along the way back:
/// log p_1(x) = log N(z_0; 0, I) - ∫∇·v(z_t, t)dt (arXiv 1806.07366, section 4; 1810.01367).
/// </summary>
/// <remarks>
/// The exact divergence takes one backward pass a dimension; Hutchinson's estimate εᵀ(∂v/∂x)ε with a fixed ε a point takes one and is
/// unbiased, with ε of signs (Rademacher), whose variance is the smaller one. The field must let gradients through.
/// </remarks>
public sealed class Likelihood
{
    private readonly Solver _solver;
    private readonly int _probes;

    /// <summary>An evaluation with a given solver and divergence.</summary>
    /// <param name="solver">The solver; RK4 by default.</param>
    /// <param name="probes">How many probes of Hutchinson's estimate; 0 takes the exact divergence.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of probes is negative.</exception>
    public Likelihood(Solver? solver = null, int probes = 0)
    {
        if (probes < 0)
            throw new ArgumentOutOfRangeException(nameof(probes), probes, "The number of probes must not be negative; 0 is the exact divergence.");
        (_solver, _probes) = (solver ?? Solver.RungeKutta4, probes);
    }

    /// <summary>The log-densities, float64, [batch], in nats.</summary>
    /// <param name="field">The velocity field.</param>
    /// <param name="x1">Data points, [batch, …].</param>
    /// <param name="steps">Equal steps of the way back, at least 1.</param>
    /// <param name="generator">The source of the probes; needed only when there are any.</param>
    /// <exception cref="ArgumentNullException">Probes are to be drawn and there is no generator.</exception>
    public Tensor LogDensity(VelocityField field, Tensor x1, int steps, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(x1);
        if (_probes > 0)
            ArgumentNullException.ThrowIfNull(generator);
        using var scope = torch.NewDisposeScope();
        var points = x1.to_type(ScalarType.Float64);
        Tensor[] probes = [.. Enumerable.Range(0, _probes).Select(_ =>
            torch.randint(0, 2, points.shape, dtype: ScalarType.Float64, device: points.device, generator: generator) * 2 - 1)];
        var start = torch.cat([points.flatten(1), torch.zeros(points.shape[0], 1, dtype: ScalarType.Float64, device: points.device)], 1);
        var end = _solver.SolveBackward(new WithDivergence(field, points.shape, x1.dtype, probes), start, steps).Final;
        var z0 = end.narrow(1, 0, end.shape[1] - 1);
        // On the way back the last column has gathered -∫∇·v dt from 0 to 1.
        var logBase = -0.5 * z0.square().sum(1) - 0.5 * z0.shape[1] * Math.Log(2 * Math.PI);
        return (logBase + end.select(1, end.shape[1] - 1)).MoveToOuterDisposeScope();
    }

    /// <summary>The points and, as one more column, the integral of the divergence.</summary>
    private sealed class WithDivergence(VelocityField field, long[] shape, ScalarType dtype, Tensor[] probes) : VelocityField
    {
        public override Tensor Velocity(Tensor x, Tensor t)
        {
            using var scope = torch.NewDisposeScope();
            using var grad = torch.enable_grad();
            var points = x.narrow(1, 0, x.shape[1] - 1).reshape(shape).detach().requires_grad_();
            var velocity = field.Velocity(points.to_type(dtype), t.to_type(dtype)).to_type(ScalarType.Float64);
            var divergence = probes.Length == 0 ? Exact(velocity, points) : Estimate(velocity, points);
            return torch.cat([velocity.detach().flatten(1), divergence.unsqueeze(1)], 1).MoveToOuterDisposeScope();
        }

        private static Tensor Exact(Tensor velocity, Tensor points)
        {
            var flat = velocity.flatten(1);
            var sum = torch.zeros(flat.shape[0], dtype: ScalarType.Float64, device: flat.device);
            for (var i = 0L; i < flat.shape[1]; i++)
                sum = sum + Derivative(flat.select(1, i).sum(), points, i < flat.shape[1] - 1).flatten(1).select(1, i);
            return sum;
        }

        private Tensor Estimate(Tensor velocity, Tensor points)
        {
            var sum = torch.zeros(points.shape[0], dtype: ScalarType.Float64, device: points.device);
            for (var i = 0; i < probes.Length; i++)
                sum = sum + (Derivative((velocity * probes[i]).sum(), points, i < probes.Length - 1) * probes[i]).flatten(1).sum(1);
            return sum / probes.Length;
        }

        private static Tensor Derivative(Tensor of, Tensor points, bool isKept)
        {
            // A velocity that does not depend on the points has no divergence.
            if (!of.requires_grad)
                return torch.zeros_like(points);
            return torch.autograd.grad([of], [points], retain_graph: isKept, allow_unused: true)[0] ?? torch.zeros_like(points);
        }
    }
}
