using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// The times 0, 1/k, …, (k-1)/k, each as likely: at which k Euler steps evaluate the field. Training at them alone distils a flow into k
/// steps (arXiv 2209.03003, section 2.2); k = 1 is one-step distillation.
/// </summary>
public sealed class GridTimes : TimeSampler
{
    private readonly int _steps;

    /// <summary>The starts of k equal steps.</summary>
    /// <param name="steps">k, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public GridTimes(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        _steps = steps;
    }

    /// <inheritdoc/>
    public override string Name => $"{_steps} times";

    /// <summary>There is none: single times have all the mass.</summary>
    /// <param name="t">Times.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Tensor Density(Tensor t) => throw new NotSupportedException($"The law of {_steps} single times has no density.");

    /// <inheritdoc/>
    public override Tensor Quantile(Tensor u)
    {
        ArgumentNullException.ThrowIfNull(u);
        using var scope = torch.NewDisposeScope();
        return ((u * _steps).floor().clamp(max: _steps - 1) / _steps).MoveToOuterDisposeScope();
    }
}
