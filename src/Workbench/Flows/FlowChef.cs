using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// FlowChef: steers a flow by the gradient of a loss of the predicted data point, taken as if it were a gradient of the state itself,
/// z ← z - s·∇_{x̂_1}L(x̂_1) with x̂_1 = z + (1-t)·v (arXiv 2412.00100, section 4). Neither the network nor the solver is differentiated.
/// </summary>
/// <remarks>
/// Skipping the Jacobian ∂x̂_1/∂z is exact where that is the identity; a straight flow comes near. The step that follows uses the velocity
/// from before the correction, so that a step costs one evaluation. Whether the loss is a mean or a sum over pixels changes s by their number.
/// </remarks>
public sealed record FlowChef
{
    /// <summary>Maps predicted data points, [batch, …], to losses, [batch].</summary>
    public required Func<Tensor, Tensor> Loss { get; init; }

    /// <summary>s, the size of a correction.</summary>
    public double StepSize { get; init; } = 1;

    /// <summary>Corrections a step; the prediction follows each of them with the velocity held fixed.</summary>
    public int Corrections { get; init; } = 1;

    /// <summary>The time from which the flow is left alone, in (0, 1].</summary>
    public double Until { get; init; } = 1;

    /// <summary>True takes the gradient through the velocity field, too, as DPS does (arXiv 2209.14687): the thing FlowChef saves.</summary>
    public bool ThroughField { get; init; }

    /// <summary>Solves from noise to data under the loss.</summary>
    /// <param name="field">The flow.</param>
    /// <param name="x0">Noise, [batch, …].</param>
    /// <param name="steps">Equal Euler steps, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step or correction, or the end of steering is outside (0, 1].</exception>
    /// <exception cref="ArithmeticException">A point is not finite; the message names the step.</exception>
    public Solution Sample(VelocityField field, Tensor x0, int steps)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(x0);
        Batches.RequirePositive(Corrections, nameof(Corrections));
        if (!(Until > 0 && Until <= 1))
            throw new ArgumentOutOfRangeException(nameof(Until), Until, "The end of steering must lie in (0, 1].");
        var grid = TimeGrid.Uniform(steps);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var z = x0.alias();
        for (var i = 0; i < grid.Steps; i++)
        {
            using var step = torch.NewDisposeScope();
            var (time, next) = (grid.Times[i], grid.Times[i + 1]);
            var (velocity, correction) = time < Until ? Steer(field, z, time) : (field.Velocity(z, time), null);
            var moved = (correction is null ? z : z - correction).add(velocity, alpha: next - time);
            using (var finite = moved.isfinite().all())
            {
                if (!finite.item<bool>())
                    throw new ArithmeticException($"A point is not finite after step {i + 1} of {steps}: a smaller StepSize than {StepSize:G4} may help.");
            }

            z = moved.MoveToOuterDisposeScope();
        }

        return new Solution(z.MoveToOuterDisposeScope(), grid, [], steps);
    }

    private (Tensor Velocity, Tensor Correction) Steer(VelocityField field, Tensor z, double time)
    {
        using var grad = torch.enable_grad();
        if (ThroughField)
        {
            var leaf = z.detach().requires_grad_();
            var v = field.Velocity(leaf, time);
            var gradient = torch.autograd.grad([Loss(leaf.add(v, alpha: 1 - time)).sum()], [leaf])[0];
            return (v.detach(), gradient * StepSize);
        }

        Tensor velocity;
        using (torch.no_grad())
            velocity = field.Velocity(z, time);
        var correction = torch.zeros_like(z);
        for (var i = 0; i < Corrections; i++)
        {
            var end = (z - correction).add(velocity, alpha: 1 - time).detach().requires_grad_();
            correction = correction.add(torch.autograd.grad([Loss(end).sum()], [end])[0], alpha: StepSize);
        }

        return (velocity, correction);
    }
}
