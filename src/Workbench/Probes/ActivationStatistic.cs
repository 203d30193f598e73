using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>
/// Something that is known of a point's activations without keeping them: it takes them call by call and holds sums. A new statistic
/// overrides three functions.
/// </summary>
/// <typeparam name="TResult">What is known in the end.</typeparam>
public abstract class ActivationStatistic<TResult> : IDisposable
{
    /// <summary>Takes the activations of one call, without gradient and inside a dispose scope of their own; sums stay on the device.</summary>
    /// <param name="activation">The point's output, such as <c>[batch, position, feature]</c>.</param>
    public abstract void Add(Tensor activation);

    /// <summary>What is known of everything that was added.</summary>
    /// <exception cref="InvalidOperationException">Nothing was.</exception>
    public abstract TResult Result();

    /// <summary>Forgets everything.</summary>
    public abstract void Reset();

    /// <inheritdoc/>
    public void Dispose()
    {
        Reset();
        GC.SuppressFinalize(this);
    }

    /// <summary>Adds to a sum that outlives the call.</summary>
    /// <param name="sum">The sum; null before the first call.</param>
    /// <param name="value">What is added, of the same shape each time.</param>
    protected static void Sum(ref Tensor? sum, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (sum is null)
            sum = value.clone().DetachFromDisposeScope();
        else
            sum.add_(value);
    }

    /// <summary>Releases a sum.</summary>
    /// <param name="sum">The sum.</param>
    protected static void Forget(ref Tensor? sum)
    {
        sum?.Dispose();
        sum = null;
    }

    /// <summary>The error of a result without activations.</summary>
    protected static InvalidOperationException Nothing() => new("The network was not called since it is being probed; there is nothing to report.");
}
