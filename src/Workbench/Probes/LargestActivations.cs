using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Probes;

/// <summary>One activation among the largest.</summary>
/// <param name="Value">Its value, with its sign.</param>
/// <param name="Token">The token it belongs to, counted over all that were seen.</param>
/// <param name="Feature">Its place in the token's vector.</param>
public readonly record struct LargeActivation(double Value, long Token, long Feature);

/// <summary>The k activations of largest magnitude, over all calls.</summary>
/// <remarks>The k largest of all lie in the k tokens with the largest maxima, so that one pass and two small selections find them.</remarks>
/// <param name="k">How many.</param>
public sealed class LargestActivations(int k = 10) : ActivationStatistic<IReadOnlyList<LargeActivation>>
{
    private readonly int _k = k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k, "At least one activation is kept.");
    private Tensor? _values;
    private Tensor? _tokens;
    private Tensor? _features;
    private long _seen;

    /// <inheritdoc/>
    public override void Add(Tensor activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        var width = activation.shape[^1];
        var vectors = activation.reshape(-1, width);
        var tokens = vectors.abs().amax([1L], false).topk((int)Math.Min(_k, vectors.shape[0]), 0).indexes;
        var candidates = vectors.index_select(0, tokens).flatten();
        var rows = (tokens + _seen).repeat_interleave(width);
        var features = torch.arange(width, dtype: ScalarType.Int64, device: activation.device).repeat([tokens.shape[0]]);
        if (_values is not null)
        {
            candidates = torch.cat([_values, candidates]);
            rows = torch.cat([_tokens!, rows]);
            features = torch.cat([_features!, features]);
        }

        var kept = candidates.abs().topk((int)Math.Min(_k, candidates.shape[0]), 0).indexes;
        var (values, places, entries) = (candidates.index_select(0, kept), rows.index_select(0, kept), features.index_select(0, kept));
        _seen += vectors.shape[0];
        Forget();
        (_values, _tokens, _features) = (values.DetachFromDisposeScope(), places.DetachFromDisposeScope(), entries.DetachFromDisposeScope());
    }

    /// <summary>Largest first.</summary>
    public override IReadOnlyList<LargeActivation> Result()
    {
        if (_values is null)
            throw Nothing();
        using var scope = torch.NewDisposeScope();
        var values = _values.to_type(ScalarType.Float64).cpu().data<double>().ToArray();
        var (tokens, features) = (_tokens!.cpu().data<long>().ToArray(), _features!.cpu().data<long>().ToArray());
        return [.. values.Select((value, i) => new LargeActivation(value, tokens[i], features[i]))];
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Forget();
        _seen = 0;
    }

    private void Forget()
    {
        Forget(ref _values);
        Forget(ref _tokens);
        Forget(ref _features);
    }
}
