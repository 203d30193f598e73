using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>The mean over all tokens of a measure of the vector of each, such as <see cref="SparsityMeasures.Hoyer"/>.</summary>
/// <param name="measure">Takes [tokens, feature] and returns [tokens].</param>
public sealed class TokenMean(Func<Tensor, Tensor> measure) : ActivationStatistic<double>
{
    private Tensor? _sum;
    private long _count;

    /// <inheritdoc/>
    public override void Add(Tensor activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        var values = measure(activation.reshape(-1, activation.shape[^1]));
        Sum(ref _sum, values.sum(ScalarType.Float64));
        _count += values.numel();
    }

    /// <inheritdoc/>
    public override double Result() => _sum is null ? throw Nothing() : _sum.item<double>() / _count;

    /// <inheritdoc/>
    public override void Reset()
    {
        Forget(ref _sum);
        _count = 0;
    }
}
