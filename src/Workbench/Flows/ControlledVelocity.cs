using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// RF-Inversion's controlled flow v + η(t)·((y - x)/(T - t) - v): the optimal control towards y at the time T, mixed into the model's own
/// velocity (arXiv 2410.10792, equations 8 and 15). η = 1 all the way ends at y exactly, η = 0 is the model.
/// </summary>
/// <remarks>
/// To invert an image, solve backward from t = 1 with y a draw of N(0, I), T = 0 and η = γ (0.5 in the paper); to edit, solve forward
/// with y the image, T = 1 and an η that falls to 0 (0.9 over the first quarter of the steps). At T itself the control is 0/0; there the model's
/// velocity is returned.
/// </remarks>
public sealed class ControlledVelocity : VelocityField
{
    private readonly VelocityField _field;
    private readonly Tensor _target;
    private readonly double _time;
    private readonly Func<double, double> _strength;

    /// <summary>Controls a flow.</summary>
    /// <param name="field">The model's velocity.</param>
    /// <param name="target">y, of the shape of the points that will be solved.</param>
    /// <param name="time">T: 1 for a target at the data, 0 for one at the noise.</param>
    /// <param name="strength">η at a time in [0, 1], between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is neither end.</exception>
    public ControlledVelocity(VelocityField field, Tensor target, double time, Func<double, double> strength)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(strength);
        if (time is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(time), time, "The target stands at t = 0 or t = 1.");
        (_field, _target, _time, _strength) = (field, target, time, strength);
    }

    /// <summary>Inverts data points to noise: the controlled flow solved backward.</summary>
    /// <param name="field">The model's velocity, without a condition or with that of the data.</param>
    /// <param name="x1">Data points, [batch, …].</param>
    /// <param name="noise">Draws of N(0, I) of the same shape, towards which the way is bent.</param>
    /// <param name="gamma">γ in [0, 1]: 0 is plain inversion, 1 returns the noise itself.</param>
    /// <param name="solver">The solver; Euler by default, as in the paper.</param>
    /// <param name="steps">Equal steps; 28 in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is outside [0, 1].</exception>
    public static Solution Invert(VelocityField field, Tensor x1, Tensor noise, double gamma = 0.5, Solver? solver = null, int steps = 28)
    {
        Batches.RequirePaired(x1, noise, nameof(noise));
        RequireShare(gamma, nameof(gamma));
        return (solver ?? Solver.Euler).SolveBackward(new ControlledVelocity(field, noise, 0, _ => gamma), x1, steps);
    }

    /// <summary>Makes data from inverted noise while staying near an image: the controlled flow solved forward.</summary>
    /// <param name="field">The model's velocity under the wanted condition.</param>
    /// <param name="z0">Inverted noise, [batch, …].</param>
    /// <param name="image">The image to stay near, of the same shape.</param>
    /// <param name="eta">η in [0, 1].</param>
    /// <param name="stop">The time from which the model is alone, in [0, 1]; a quarter by default.</param>
    /// <param name="solver">The solver; Euler by default, as in the paper.</param>
    /// <param name="steps">Equal steps; 28 in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">η or the time is outside [0, 1].</exception>
    public static Solution Edit(
        VelocityField field, Tensor z0, Tensor image, double eta = 0.9, double stop = 0.25, Solver? solver = null, int steps = 28)
    {
        Batches.RequirePaired(z0, image, nameof(image));
        RequireShare(eta, nameof(eta));
        RequireShare(stop, nameof(stop));
        return (solver ?? Solver.Euler).Solve(new ControlledVelocity(field, image, 1, t => t < stop ? eta : 0), z0, steps);
    }

    /// <inheritdoc/>
    public override Tensor Velocity(Tensor x, Tensor t)
    {
        ArgumentNullException.ThrowIfNull(t);
        if (t.dim() != 0)
            throw new ArgumentException($"A controlled flow is solved at one time for all points; got times {Batches.Shape(t)}.", nameof(t));
        // Of the solver's own times, up to the rounding of their dtype.
        var time = t.to_type(ScalarType.Float64).item<double>();
        var eta = _strength(time);
        RequireShare(eta, "strength");
        if (eta == 0 || time == _time)
            return _field.Velocity(x, t);
        var control = (_target - x) / (_time - t);
        return eta == 1 ? control : _field.Velocity(x, t) * (1 - eta) + control * eta;
    }

    private static void RequireShare(double value, string name)
    {
        if (!(value >= 0 && value <= 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must lie in [0, 1].");
    }
}
