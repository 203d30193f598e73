using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The Euler–Maruyama method for dX = [v + (g²/2)·s]dt + g·dW, where the score s is read off the velocity of a flow from N(0, I). Weak
/// order 1, one evaluation a step.
/// </summary>
/// <remarks>
/// Everything is evaluated where a step begins, so t = 1, where the score's 1/β is infinite, is never asked.
/// </remarks>
public sealed class EulerMaruyama
{
    private readonly Diffusion _diffusion;
    private readonly Interpolant _interpolant;

    /// <summary>A sampler with a given diffusion.</summary>
    /// <param name="diffusion">g(t).</param>
    /// <param name="interpolant">The interpolant of the field; linear by default.</param>
    public EulerMaruyama(Diffusion diffusion, Interpolant? interpolant = null)
    {
        ArgumentNullException.ThrowIfNull(diffusion);
        (_diffusion, _interpolant) = (diffusion, interpolant ?? Interpolant.Linear);
    }

    /// <summary>Samples from t = 0 to t = 1 in equal steps.</summary>
    /// <param name="field">The velocity field of a flow from N(0, I).</param>
    /// <param name="x0">Draws of N(0, I), [batch, …].</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <param name="generator">The source of the noise.</param>
    /// <param name="record">Whether to keep the points at every time.</param>
    public Solution Sample(VelocityField field, Tensor x0, int steps, Generator generator, bool record = false) =>
        Sample(field, x0, TimeGrid.Uniform(steps), generator, record);

    /// <summary>Samples along a rising grid of times.</summary>
    /// <param name="field">The velocity field of a flow from N(0, I).</param>
    /// <param name="x">Points at the grid's first time, [batch, …].</param>
    /// <param name="grid">The times, rising.</param>
    /// <param name="generator">The source of the noise.</param>
    /// <param name="record">Whether to keep the points at every time.</param>
    /// <exception cref="ArgumentException">The grid falls: the reverse of this process is another one.</exception>
    /// <exception cref="ArithmeticException">A point is not finite; the message names the step and its times.</exception>
    public Solution Sample(VelocityField field, Tensor x, TimeGrid grid, Generator generator, bool record = false)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(generator);
        if (grid.Times[^1] < grid.Times[0])
            throw new ArgumentException($"Expected rising times; got a grid from {grid.Times[0]:G6} to {grid.Times[^1]:G6}.", nameof(grid));
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var current = x.alias();
        List<Tensor> states = record ? [current] : [];
        for (var i = 0; i < grid.Steps; i++)
        {
            var (time, next) = (grid.Times[i], grid.Times[i + 1]);
            var stepped = Step(field, current, time, next, _diffusion.At(time, next - time), generator);
            using (var finite = stepped.isfinite().all())
            {
                if (!finite.item<bool>())
                    throw new ArithmeticException($"A point is not finite after step {i + 1} of {grid.Steps}, from t = {time:G6} to t = {next:G6} ({_diffusion}).");
            }

            if (record)
                states.Add(stepped);
            else
                current.Dispose();
            current = stepped;
        }

        foreach (var state in states)
            state.MoveToOuterDisposeScope();
        return new Solution(record ? current : current.MoveToOuterDisposeScope(), grid, states, grid.Steps);
    }

    private Tensor Step(VelocityField field, Tensor x, double time, double next, double g, Generator generator)
    {
        using var scope = torch.NewDisposeScope();
        var h = next - time;
        var velocity = field.Velocity(x, time);
        if (g == 0)
            return x.add(velocity, alpha: h).MoveToOuterDisposeScope();
        var score = Prediction.Score.FromVelocity(velocity, x, torch.tensor(time, dtype: x.dtype, device: x.device), _interpolant);
        var noise = torch.randn(x.shape, dtype: x.dtype, device: x.device, generator: generator);
        return x.add(velocity, alpha: h).add(score, alpha: h * g * g / 2).add(noise, alpha: g * Math.Sqrt(h)).MoveToOuterDisposeScope();
    }
}
