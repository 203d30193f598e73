using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>What a layer's heads attend to.</summary>
/// <param name="Name">Name of the point.</param>
/// <param name="Sink">Of each head, the mean attention that queries from position 1 on pay to position 0.</param>
/// <param name="Entropy">Of each head, the mean of -Σ p·ln p over those queries: 0 when one token gets all.</param>
/// <param name="Attended">Of each head, the mean number of tokens with attention above 0, over those queries.</param>
/// <param name="Outside">Of each head, the mean attention that goes to no token: to a learned key, where the layer has one.</param>
public sealed record AttentionHeads(
    string Name, IReadOnlyList<double> Sink, IReadOnlyList<double> Entropy, IReadOnlyList<double> Attended, IReadOnlyList<double> Outside);

/// <summary>Attention sinks and entropy, from the attention pattern of a layer.</summary>
/// <param name="name">Name of the point.</param>
public sealed class AttentionShape(string name) : ActivationStatistic<AttentionHeads>
{
    private Tensor? _sums;
    private long _queries;

    /// <summary>Takes patterns.</summary>
    /// <param name="activation">Attention [batch, head, query, key]; keys beyond the number of queries are learned ones.</param>
    public override void Add(Tensor activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (activation.dim() != 4 || activation.shape[2] < 2 || activation.shape[3] < activation.shape[2])
            throw new ArgumentException(
                $"'{name}' has the shape [{string.Join(", ", activation.shape)}], expected attention [batch, head, query, key] of at least two queries.", nameof(activation));
        var tokens = activation.shape[2];
        // The first query sees nothing but itself.
        var pattern = activation.narrow(2, 1, tokens - 1).to_type(ScalarType.Float32);
        Tensor OverQueries(Tensor values) => values.sum([0L, 2L], type: ScalarType.Float64);
        var logarithm = pattern.clamp(min: 1e-30).log();
        Sum(ref _sums, torch.stack([
            OverQueries(pattern.select(3, 0)),
            OverQueries(-(pattern * logarithm).sum(-1)),
            OverQueries(pattern.narrow(3, 0, tokens).gt(0).sum(-1, type: ScalarType.Float32)),
            OverQueries(pattern.narrow(3, tokens, activation.shape[3] - tokens).sum(-1)),
        ]));
        _queries += activation.shape[0] * (tokens - 1);
    }

    /// <inheritdoc/>
    public override AttentionHeads Result()
    {
        if (_sums is null)
            throw Nothing();
        using var scope = torch.NewDisposeScope();
        double[] Mean(int i) => _sums[i].div(_queries).cpu().data<double>().ToArray();
        return new AttentionHeads(name, Mean(0), Mean(1), Mean(2), Mean(3));
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Forget(ref _sums);
        _queries = 0;
    }
}
