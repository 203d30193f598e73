using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Probes;

/// <summary>
/// What points of a network put out in one call, to look at or to patch into another call (activation patching: the output of a run when
/// some activations are those of another run).
/// </summary>
/// <remarks>
/// <code>
/// using var clean = ActivationRecord.Of(model, () => model.call(prompt), "blocks.*");
/// using (clean.Patch("blocks.2")) logits = model.call(corrupted);    // block 2 says what it said of the prompt
/// </code>
/// Patched into the call it was recorded from, it changes nothing.
/// </remarks>
public sealed class ActivationRecord : IDisposable
{
    private readonly nn.Module _network;
    private readonly Dictionary<string, Tensor> _kept = [];
    private readonly List<string> _order = [];

    internal ActivationRecord(nn.Module network) => _network = network;

    /// <summary>Records one call.</summary>
    /// <param name="network">The network.</param>
    /// <param name="call">Calls it once.</param>
    /// <param name="points">Names or patterns; none selects every point.</param>
    /// <exception cref="ArgumentException">There is no such point.</exception>
    public static ActivationRecord Of(nn.Module network, Action call, params string[] points)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(call);
        var record = new ActivationRecord(network);
        using var probe = new Probe(network);
        probe.RecordInto(record, points);
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        call();
        return record;
    }

    /// <summary>The points that were reached, in the order of the call.</summary>
    public IReadOnlyList<string> Names => _order;

    /// <summary>A point's output, without gradient; it belongs to the record.</summary>
    /// <param name="name">Name of the point.</param>
    /// <exception cref="ArgumentException">It was not recorded, or not reached by a call.</exception>
    public Tensor this[string name] => _kept.TryGetValue(name, out var kept) ? kept
        : throw new ArgumentException($"Nothing is recorded of '{name}'. Recorded: {(_order.Count == 0 ? "nothing, the network was not called" : string.Join(", ", _order))}.", nameof(name));

    /// <summary>Has the network put out, at some points, what is recorded instead of its own.</summary>
    /// <param name="points">Names or patterns of recorded points; none selects all that are recorded.</param>
    /// <returns>Dispose it to end the patching.</returns>
    /// <exception cref="ArgumentException">There is no such point, or it is not recorded.</exception>
    public IDisposable Patch(params string[] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var names = points.Length == 0 ? [.. _order] : points.SelectMany(pattern => ProbePoints.Match(_network, pattern)).Distinct().ToArray();
        var values = names.Select(name => this[name]).ToArray();
        var probe = new Probe(_network);
        foreach (var (name, value) in names.Zip(values))
            probe.Replace(name, _ => value);
        return probe;
    }

    /// <summary>Releases the activations.</summary>
    public void Dispose()
    {
        foreach (var kept in _kept.Values)
            kept.Dispose();
        _kept.Clear();
        _order.Clear();
    }

    /// <summary>Keeps a copy, as what follows may write into the output.</summary>
    internal void Keep(string name, Tensor output)
    {
        if (_kept.Remove(name, out var before))
        {
            before.Dispose();
            _order.Remove(name);
        }

        _kept[name] = output.clone().DetachFromDisposeScope();
        _order.Add(name);
    }
}
