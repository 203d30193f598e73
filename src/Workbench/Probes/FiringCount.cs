using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>Counts the neurons that fire: activation sparsity per layer and per token, and dead neurons.</summary>
/// <param name="name">Name of the point.</param>
/// <param name="threshold">A neuron fires when |a| exceeds it; 0 counts what is not exactly 0.</param>
public sealed class FiringCount(string name, double threshold = 0) : ActivationStatistic<Firing>
{
    private readonly double _threshold = threshold >= 0 ? threshold
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must not be negative.");

    private Tensor? _histogram;
    private Tensor? _firings;
    private long _tokens;

    /// <inheritdoc/>
    public override void Add(Tensor activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        var neurons = activation.shape[^1];
        if (_firings is not null && _firings.shape[0] != neurons)
            throw new InvalidOperationException($"'{name}' had {_firings.shape[0]} neurons in one call and {neurons} in another.");
        var vectors = activation.reshape(-1, neurons);
        // Signs and their sums cost a quarter of comparisons and sums of truth values; float32 counts exactly up to 16 million.
        var fires = _threshold > 0 ? vectors.abs().gt(_threshold).to_type(ScalarType.Float32) : vectors.sign().abs_();
        Sum(ref _firings, fires.sum(0, type: ScalarType.Float32).to_type(ScalarType.Int64));
        Sum(ref _histogram, fires.sum(1, type: ScalarType.Float32).to_type(ScalarType.Int64).bincount(null, neurons + 1));
        _tokens += vectors.shape[0];
    }

    /// <inheritdoc/>
    public override Firing Result() => _histogram is null || _firings is null ? throw Nothing()
        : new Firing(name, _firings.shape[0], _tokens, Values(_histogram), Values(_firings));

    /// <inheritdoc/>
    public override void Reset()
    {
        Forget(ref _histogram);
        Forget(ref _firings);
        _tokens = 0;
    }

    private static long[] Values(Tensor counts)
    {
        using var here = counts.cpu();
        return here.data<long>().ToArray();
    }
}
