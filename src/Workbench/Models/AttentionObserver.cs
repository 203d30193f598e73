using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Models;

/// <summary>What was seen of one attention layer.</summary>
/// <param name="MaxLogit">The greatest |q·k|/√d.</param>
/// <param name="Entropy">The mean of -Σ p·ln p over queries, heads and samples: ln(tokens) for even attention, 0 for attention to one token.</param>
public readonly record struct AttentionStatistics(double MaxLogit, double Entropy);

/// <summary>
/// Watches the attention layers of a transformer until it is disposed, over all calls in between: logits that grow and
/// entropies that collapse announce the instability against which QK-norm helps (arXiv 2403.03206, section 5.3.2).
/// </summary>
/// <remarks>
/// <code>
/// using var seen = new AttentionObserver(network);
/// network.call(x, t);
/// var worst = seen.Layers.Max(layer => layer.MaxLogit);
/// </code>
/// One observer at a time watches a network.
/// </remarks>
public sealed class AttentionObserver : IDisposable
{
    private readonly IReadOnlyList<SelfAttention> _layers;
    private readonly double[] _greatest;
    private readonly double[] _entropies;
    private readonly long[] _calls;

    /// <summary>Watches a network from now on.</summary>
    /// <param name="network">The transformer.</param>
    /// <exception cref="InvalidOperationException">It is being watched already.</exception>
    public AttentionObserver(VelocityDiT network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _layers = network.Attentions;
        if (_layers.Any(layer => layer.Watch is not null))
            throw new InvalidOperationException("The network is being watched already; dispose the other observer first.");
        (_greatest, _entropies, _calls) = (new double[_layers.Count], new double[_layers.Count], new long[_layers.Count]);
        for (var i = 0; i < _layers.Count; i++)
        {
            var layer = i;
            _layers[i].Watch = (logits, attention) => See(layer, logits, attention);
        }
    }

    /// <summary>What was seen of each layer, from the first to the last; entropies are means over the calls.</summary>
    /// <exception cref="InvalidOperationException">The network was not called.</exception>
    public IReadOnlyList<AttentionStatistics> Layers => _calls.All(calls => calls > 0)
        ? [.. _greatest.Select((greatest, i) => new AttentionStatistics(greatest, _entropies[i] / _calls[i]))]
        : throw new InvalidOperationException("The network was not called since it is being watched.");

    /// <summary>Stops watching; what was seen can still be read.</summary>
    public void Dispose()
    {
        foreach (var layer in _layers)
            layer.Watch = null;
    }

    private void See(int layer, Tensor logits, Tensor attention)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        // p·ln p is 0 at p = 0, whose logarithm is kept finite.
        var entropy = -(attention * attention.clamp(min: 1e-30).log()).sum(-1).mean();
        var greatest = logits.abs().max().to_type(ScalarType.Float64).item<double>();
        // Math.Max keeps a NaN.
        _greatest[layer] = Math.Max(_greatest[layer], greatest);
        _entropies[layer] += entropy.to_type(ScalarType.Float64).item<double>();
        _calls[layer]++;
    }
}
