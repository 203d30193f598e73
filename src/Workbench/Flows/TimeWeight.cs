using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Flows;

/// <summary>
/// A factor of the training loss that depends on the time. Weighting by w(t) and drawing times with density ∝ w(t) have the same
/// expectation; they differ in the noise of the gradient.
/// </summary>
public sealed class TimeWeight
{
    private readonly Func<Tensor, Tensor> _weight;

    /// <summary>A weight given by a function of times.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="weight">Maps times [batch] to weights [batch].</param>
    public TimeWeight(string name, Func<Tensor, Tensor> weight)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(weight);
        (Name, _weight) = (name, weight);
    }

    /// <summary>Every time counts alike.</summary>
    public static TimeWeight One { get; } = new("one", t => torch.ones_like(t));

    /// <summary>t, the Huber part's weight in arXiv 2405.20320 (there 1 - t, with noise at t = 1).</summary>
    public static TimeWeight Time { get; } = new("time", t => t);

    /// <summary>t/(1-t), with which the squared velocity error is the squared error of noise prediction in units of 1/(t·(1-t)); clipped at 1e3.</summary>
    public static TimeWeight SignalToNoise { get; } = new("signal-to-noise", t => (t / (1 - t).clamp(min: 1e-6)).clamp(max: 1e3));

    /// <summary>The weights of the library.</summary>
    public static IReadOnlyList<TimeWeight> All { get; } = [One, Time, SignalToNoise];

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The density of a time sampler as a weight.</summary>
    /// <param name="times">The law of times.</param>
    public static TimeWeight DensityOf(TimeSampler times)
    {
        ArgumentNullException.ThrowIfNull(times);
        return new TimeWeight($"density of {times.Name}", times.Density);
    }

    /// <summary>The weight of that name from <see cref="All"/>.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <exception cref="ArgumentException">No weight has the name; the message gives the nearest one.</exception>
    public static TimeWeight ByName(string name) => Named.Find(All, w => w.Name, name, "time weight");

    /// <summary>The weights at given times, [batch].</summary>
    /// <param name="t">Times in [0, 1], [batch].</param>
    public Tensor At(Tensor t) => _weight(t);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
