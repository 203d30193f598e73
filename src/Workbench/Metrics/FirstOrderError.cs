using TorchSharp;
using static TorchSharp.torch;
using Workbench.Flows;

namespace Workbench.Metrics;

/// <summary>
/// How far the trajectories of a flow are from first-order ones: FO = E[mean over the path of ‖ε̂_t - ε̄‖²]/E‖ε̄‖², where ε̂_t is the
/// noise that the flow predicts along a trajectory and ε̄ its mean along it (after arXiv 2410.07303, section 3.2).
/// </summary>
/// <remarks>
/// FO is 0 exactly when the predicted noise is constant along every trajectory; then any number of DDIM steps gives the same
/// sample, whatever the interpolant, and for the linear one the trajectories are straight.
/// </remarks>
public static class FirstOrderError
{
    /// <summary>Measures FO along a recorded solution.</summary>
    /// <param name="field">The flow that was solved.</param>
    /// <param name="solution">A solution with its path; times at which the interpolant does not move tell nothing and must not be in it.</param>
    /// <param name="interpolant">The interpolant of the flow; linear by default.</param>
    /// <exception cref="ArgumentException">The path was not recorded.</exception>
    public static double Along(VelocityField field, Solution solution, Interpolant? interpolant = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.States.Count != solution.Grid.Steps + 1)
            throw new ArgumentException("The path was not recorded; solve with record: true.", nameof(solution));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var noises = torch.stack(solution.States.Select((state, i) => NoiseAt(field, state, solution.Grid.Times[i], interpolant ?? Interpolant.Linear)));
        var mean = noises.mean([0L]);
        var deviation = (noises - mean).square().flatten(2).sum(2).mean();
        return (deviation / mean.square().flatten(1).sum(1).mean()).item<double>();
    }

    private static Tensor NoiseAt(VelocityField field, Tensor x, double time, Interpolant interpolant)
    {
        var t = torch.tensor(time, dtype: ScalarType.Float64, device: x.device);
        var velocity = field.Velocity(x, time).to_type(ScalarType.Float64);
        return Posterior.Of(velocity, x.to_type(ScalarType.Float64), t, interpolant).X0;
    }
}
