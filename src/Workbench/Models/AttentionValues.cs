using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>
/// The values V of attention layers, kept under keys and put back: what RF-Edit shares between inversion and editing
/// (arXiv 2411.04746, section 3.3).
/// </summary>
/// <remarks>
/// <code>
/// using var values = new AttentionValues(network);
/// using (values.Recording(key)) network.call(x, t);
/// using (values.Replaying(key)) network.call(y, t);   // attends with the values of the call before
/// </code>
/// Outside such a block the network is as it ever was. One thread at a time.
/// </remarks>
public sealed class AttentionValues : IDisposable
{
    private readonly IReadOnlyList<SelfAttention> _layers;
    private readonly Dictionary<object, Tensor?[]> _kept = [];
    private bool _busy;

    /// <summary>A store for the later layers of a network.</summary>
    /// <param name="network">The transformer.</param>
    /// <param name="firstLayer">The first layer that takes part, from 0; by default the second half does.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public AttentionValues(VelocityDiT network, int? firstLayer = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = network.Attentions;
        var first = firstLayer ?? layers.Count / 2;
        if (first < 0 || first >= layers.Count)
            throw new ArgumentOutOfRangeException(nameof(firstLayer), firstLayer, $"The network has the layers 0 to {layers.Count - 1}.");
        _layers = [.. layers.Skip(first)];
    }

    /// <summary>How many calls are kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Keeps the values of the one call that is made until the result is disposed.</summary>
    /// <param name="key">What they are found by; what was there before is released.</param>
    public IDisposable Recording(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Forget(key);
        var kept = new Tensor?[_layers.Count];
        return Begin(
            (layer, value) =>
            {
                if (kept[layer] is not null)
                    throw new InvalidOperationException("The network was called twice while one call was recorded; invert without guidance.");
                kept[layer] = value.detach().clone().DetachFromDisposeScope();
                return value;
            },
            () => _kept[key] = kept);
    }

    /// <summary>Until the result is disposed, every call attends with the values kept under a key instead of its own.</summary>
    /// <param name="key">A key that was recorded.</param>
    /// <exception cref="KeyNotFoundException">Nothing is kept under the key.</exception>
    public IDisposable Replaying(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!_kept.TryGetValue(key, out var kept) || kept.Any(value => value is null))
            throw new KeyNotFoundException($"No values of attention are kept under {key}.");
        return Begin(
            (layer, value) => kept[layer]!.shape.AsSpan().SequenceEqual(value.shape)
                ? kept[layer]!
                : throw new InvalidOperationException(
                    $"Values of the shape [{string.Join(", ", kept[layer]!.shape)}] were kept; the call has [{string.Join(", ", value.shape)}]."),
            () => { });
    }

    /// <summary>Releases all that is kept.</summary>
    public void Dispose()
    {
        foreach (var key in _kept.Keys.ToList())
            Forget(key);
    }

    private void Forget(object key)
    {
        if (!_kept.Remove(key, out var kept))
            return;
        foreach (var value in kept)
            value?.Dispose();
    }

    private Exchanges Begin(Func<int, Tensor, Tensor> exchange, Action end)
    {
        if (_busy || _layers.Any(layer => layer.Exchange is not null))
            throw new InvalidOperationException("Values of the network are being recorded or replayed already.");
        _busy = true;
        for (var i = 0; i < _layers.Count; i++)
        {
            var layer = i;
            _layers[i].Exchange = value => exchange(layer, value);
        }

        return new Exchanges(this, end);
    }

    private sealed class Exchanges(AttentionValues owner, Action end) : IDisposable
    {
        public void Dispose()
        {
            if (!owner._busy)
                return;
            foreach (var layer in owner._layers)
                layer.Exchange = null;
            owner._busy = false;
            end();
        }
    }
}
