using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// FlowEdit: moves a data point by the difference of the velocities under two conditions, at points noised alike, without inverting it
/// (arXiv 2412.08629, algorithm 1).
/// </summary>
/// <remarks>
/// At a time τ with noise e: z_s = (1-τ)·e + τ·x, z_t = x_e + z_s - x, and x_e moves by h·(u(z_t | target) - u(z_s | source)), averaged over
/// noises. Only the last <see cref="EditSteps"/> of <see cref="Steps"/> steps are made; the fewer, the nearer the result to x. The
/// last <see cref="SampleSteps"/> of those are ordinary sampling from z_t under the target.
/// </remarks>
public sealed record FlowEdit
{
    /// <summary>T, the steps of the whole interval [0, 1]; 50 for Stable Diffusion 3, 28 for FLUX.</summary>
    public int Steps { get; init; } = 50;

    /// <summary>n_max, how many steps from the end the editing begins; 33 and 24.</summary>
    public int EditSteps { get; init; } = 33;

    /// <summary>n_min, how many steps at the end are ordinary sampling; 0.</summary>
    public int SampleSteps { get; init; }

    /// <summary>n_avg, noises averaged a step; 1.</summary>
    public int Noises { get; init; } = 1;

    /// <summary>Edits data points.</summary>
    /// <param name="source">The flow under the condition that describes the points.</param>
    /// <param name="target">The flow under the wanted condition.</param>
    /// <param name="x">Data points, [batch, …].</param>
    /// <param name="generator">The source of the noises.</param>
    /// <returns>Edited points, of the same shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The numbers of steps are not 0 ≤ n_min &lt; n_max ≤ T, or there is no noise.</exception>
    public Tensor Apply(VelocityField source, VelocityField target, Tensor x, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(generator);
        Check();
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var edited = Run(source, target, x, x.alias(), EditSteps, SampleSteps, generator);
        if (SampleSteps > 0)
        {
            // From here on the edited point travels with noise, as a sample does.
            var start = Time(SampleSteps);
            var noised = (1 - start) * Noise(x, generator) + start * x;
            var grid = new TimeGrid(Enumerable.Range(0, SampleSteps + 1).Select(i => Time(SampleSteps - i)));
            edited = Solver.Euler.Solve(target, edited + noised - x, grid).Final;
        }

        return edited.MoveToOuterDisposeScope();
    }

    /// <summary>The time at which a given number of steps remain.</summary>
    internal double Time(int remaining) => 1 - (double)remaining / Steps;

    /// <summary>Throws unless the numbers of steps fit together.</summary>
    internal void Check()
    {
        Batches.RequirePositive(Steps, nameof(Steps));
        Batches.RequirePositive(Noises, nameof(Noises));
        if (EditSteps < 1 || EditSteps > Steps)
            throw new ArgumentOutOfRangeException(nameof(EditSteps), EditSteps, $"EditSteps must lie between 1 and Steps = {Steps}.");
        if (SampleSteps < 0 || SampleSteps >= EditSteps)
            throw new ArgumentOutOfRangeException(nameof(SampleSteps), SampleSteps, $"SampleSteps must lie between 0 and EditSteps - 1 = {EditSteps - 1}.");
    }

    /// <summary>The steps with <paramref name="first"/>, …, <paramref name="last"/> + 1 remaining, from the edited points so far.</summary>
    internal Tensor Run(VelocityField source, VelocityField target, Tensor x, Tensor edited, int first, int last, Generator generator)
    {
        for (var remaining = first; remaining > last; remaining--)
        {
            using var step = torch.NewDisposeScope();
            var time = Time(remaining);
            var difference = torch.zeros_like(x);
            for (var i = 0; i < Noises; i++)
                difference = difference + Difference(source, target, x, edited, time, Noise(x, generator));
            edited = edited.add(difference, alpha: 1.0 / ((double)Steps * Noises)).MoveToOuterDisposeScope();
        }

        return edited;
    }

    /// <summary>u(x_e + z_s - x | target) - u(z_s | source) for one noise.</summary>
    internal static Tensor Difference(VelocityField source, VelocityField target, Tensor x, Tensor edited, double time, Tensor noise)
    {
        var noised = (1 - time) * noise + time * x;
        return target.Velocity(edited + noised - x, time) - source.Velocity(noised, time);
    }

    /// <summary>Noise of the points' shape, dtype and device.</summary>
    internal static Tensor Noise(Tensor x, Generator generator) => torch.randn(x.shape, dtype: x.dtype, device: x.device, generator: generator);
}
