using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The Adams–Bashforth method of order k: the velocities of the last k steps, interpolated by a polynomial that is integrated over
/// the step. One evaluation a step; steps may have unequal lengths.
/// </summary>
/// <remarks>The first k-1 steps are made by a Runge–Kutta method of at least that order, whose first stage is remembered.</remarks>
public sealed class AdamsBashforth : Solver
{
    // The longest polynomial for which a starting method of its order is here.
    private const int HighestOrder = 4;

    /// <summary>A method of a given order.</summary>
    /// <param name="order">k, from 2 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is out of its range.</exception>
    public AdamsBashforth(int order = 2)
    {
        if (order is < 2 or > HighestOrder)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"The order must lie between 2 and {HighestOrder}.");
        Order = order;
    }

    /// <inheritdoc/>
    public override string Name => $"adams-bashforth-{Order}";

    /// <inheritdoc/>
    public override int Order { get; }

    /// <inheritdoc/>
    public override int EvaluationsPerStep => 1;

    /// <inheritdoc/>
    public override int EvaluationsToBegin => (Order - 1) * (Starter.EvaluationsPerStep - 1);

    private Solver Starter => Order == 2 ? Heun : RungeKutta4;

    /// <inheritdoc/>
    protected override Stepper Start(VelocityField field)
    {
        // Newest first.
        var past = new List<(double Time, Tensor Velocity)>();
        return (x, time, next) =>
        {
            using var scope = torch.NewDisposeScope();
            if (past.Count == Order)
            {
                past[^1].Velocity.Dispose();
                past.RemoveAt(past.Count - 1);
            }

            // An alias, because a field may return a tensor of its own.
            past.Insert(0, (time, field.Velocity(x, time).alias().MoveToOuterDisposeScope()));
            if (past.Count < Order)
                return Starter.Begin(new KnownStart(field, past[0].Velocity))(x, time, next).MoveToOuterDisposeScope();
            var weights = Weights([.. past.Select(p => p.Time)], time, next);
            for (var i = 0; i < Order; i++)
                x = x.add(past[i].Velocity, alpha: weights[i]);
            return x.MoveToOuterDisposeScope();
        };
    }

    /// <summary>∫ℓ_i over [from, to] of the Lagrange polynomials of the nodes, by Gauss–Legendre quadrature, exact to degree 5.</summary>
    private static double[] Weights(double[] nodes, double from, double to)
    {
        double[] points = [-Math.Sqrt(0.6), 0, Math.Sqrt(0.6)];
        double[] quadrature = [5.0 / 9, 8.0 / 9, 5.0 / 9];
        return [.. nodes.Select((node, i) => quadrature.Select((w, q) =>
        {
            var t = (from + to) / 2 + (to - from) / 2 * points[q];
            return w * (to - from) / 2 * nodes.Where((_, j) => j != i).Aggregate(1.0, (product, other) => product * (t - other) / (node - other));
        }).Sum())];
    }

    /// <summary>A field whose first evaluation is known already.</summary>
    private sealed class KnownStart(VelocityField field, Tensor start) : VelocityField
    {
        private bool _isBegun;

        public override Tensor Velocity(Tensor x, Tensor t)
        {
            if (_isBegun)
                return field.Velocity(x, t);
            _isBegun = true;
            return start.alias();
        }
    }
}
