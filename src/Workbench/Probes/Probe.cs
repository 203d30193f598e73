using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Probes;

/// <summary>
/// Looks at the named points of any network until it is disposed: records activations, reduces them online, replaces them. Nothing is kept
/// unless it is asked for, and the network is not changed.
/// </summary>
/// <remarks>
/// <code>
/// using var probe = new Probe(model);
/// var firing = probe.Reduce("blocks.*.feedForward.gate", name => new FiringCount(name));
/// var massive = probe.Reduce("blocks.*", name => new MassiveActivations(name));
/// for (var step = 0; step &lt; steps; step++) { probe.Step = step; Train(); }
/// firing["blocks.0.feedForward.gate"].NonZeroShare
/// </code>
/// <see cref="Enabled"/> switches it off for a while. One thread at a time.
/// </remarks>
public sealed class Probe : IDisposable
{
    private readonly nn.Module _network;
    private readonly Dictionary<string, Site> _sites = [];
    private readonly List<IDisposable> _owned = [];

    /// <summary>A probe of a network, which looks at nothing yet.</summary>
    /// <param name="network">The network.</param>
    public Probe(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
    }

    /// <summary>The names that can be probed.</summary>
    public IReadOnlyList<string> Points => ProbePoints.Of(_network);

    /// <summary>Whether calls of the network are seen and changed.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The step that the calls belong to, which errors name.</summary>
    public long Step { get; set; }

    /// <summary>Feeds every activation of some points into a statistic each.</summary>
    /// <param name="points">A name, or a pattern (<see cref="ProbePoints.Match"/>).</param>
    /// <param name="statistic">Makes the statistic of the point with the given name; the probe disposes it.</param>
    /// <exception cref="ArgumentException">There is no such point.</exception>
    public Probed<TResult> Reduce<TResult>(string points, Func<string, ActivationStatistic<TResult>> statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        var names = ProbePoints.Match(_network, points);
        var statistics = names.Select(statistic).ToList();
        _owned.AddRange(statistics);
        foreach (var (name, one) in names.Zip(statistics))
            SiteOf(name).Reductions.Add(one.Add);
        return new Probed<TResult>(names, statistics, CheckFinite);
    }

    /// <summary>Keeps what some points put out in the latest call.</summary>
    /// <param name="points">Names or patterns; none selects every point.</param>
    /// <exception cref="ArgumentException">There is no such point.</exception>
    public ActivationRecord Record(params string[] points)
    {
        var record = new ActivationRecord(_network);
        _owned.Add(record);
        RecordInto(record, points);
        return record;
    }

    /// <summary>Puts something else in the place of a point's output from now on.</summary>
    /// <param name="points">A name or a pattern.</param>
    /// <param name="replacement">Takes the output and returns what the network goes on with, of the same shape; gradients flow through it.</param>
    /// <returns>Dispose it to end the replacement.</returns>
    /// <exception cref="ArgumentException">There is no such point.</exception>
    public IDisposable Replace(string points, Func<Tensor, Tensor> replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        var sites = ProbePoints.Match(_network, points).Select(SiteOf).ToList();
        foreach (var site in sites)
            site.Replacements.Add(replacement);
        return new Ended(() => sites.ForEach(site => site.Replacements.Remove(replacement)));
    }

    /// <summary>Looks no more, and releases what was recorded.</summary>
    public void Dispose()
    {
        foreach (var site in _sites.Values)
            site.Dispose();
        foreach (var owned in _owned)
            owned.Dispose();
        _sites.Clear();
        _owned.Clear();
    }

    /// <summary>Fills a record that outlives the probe.</summary>
    internal void RecordInto(ActivationRecord record, string[] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        foreach (var name in points.Length == 0 ? Points : points.SelectMany(pattern => ProbePoints.Match(_network, pattern)).Distinct())
            SiteOf(name).Records.Add(output => record.Keep(name, output));
    }

    /// <summary>Throws for the first layer of the first step whose activations were NaN or infinite.</summary>
    private void CheckFinite()
    {
        var order = Points;
        var (step, name) = _sites.Select(pair => (Step: pair.Value.FirstBroken(), pair.Key)).Where(pair => pair.Step is not null)
            .OrderBy(pair => pair.Step).ThenBy(pair => order.ToList().IndexOf(pair.Key)).FirstOrDefault();
        if (step is not null)
            throw new InvalidOperationException($"The activations of '{name}' are NaN or infinite at step {step}, the first point and step where they are.");
    }

    private Site SiteOf(string name)
    {
        if (!_sites.TryGetValue(name, out var site))
            _sites[name] = site = new Site(this, NamedModules.Find<nn.Module>(_network, name), name);
        return site;
    }

    private sealed class Ended(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    /// <summary>What happens at one point.</summary>
    private sealed class Site : IDisposable
    {
        private const int MostWaiting = 256;

        private readonly Probe _probe;
        private readonly string _name;
        private readonly IDisposable _hook;
        private readonly List<(long Step, Tensor Sum)> _sums = [];
        private long? _broken;

        public Site(Probe probe, nn.Module module, string name)
        {
            (_probe, _name) = (probe, name);
            _hook = ProbePoints.Attach(module, name, See);
        }

        public List<Action<Tensor>> Reductions { get; } = [];

        public List<Action<Tensor>> Records { get; } = [];

        public List<Func<Tensor, Tensor>> Replacements { get; } = [];

        public long? FirstBroken()
        {
            if (_sums.Count > 0)
            {
                using var noGrad = torch.no_grad();
                using var scope = torch.NewDisposeScope();
                // Read in one go, so that a GPU is waited for once.
                var finite = torch.stack(_sums.Select(entry => entry.Sum)).isfinite().cpu().data<bool>().ToArray();
                var broken = Array.IndexOf(finite, false);
                if (broken >= 0)
                    _broken ??= _sums[broken].Step;
                Clear();
            }

            return _broken;
        }

        public void Dispose()
        {
            _hook.Dispose();
            Clear();
        }

        private void Clear()
        {
            foreach (var (_, sum) in _sums)
                sum.Dispose();
            _sums.Clear();
        }

        private Tensor See(Tensor output)
        {
            if (!_probe.Enabled)
                return output;
            foreach (var replacement in Replacements.ToArray())
            {
                var replaced = replacement(output);
                if (!replaced.shape.AsSpan().SequenceEqual(output.shape))
                    throw new InvalidOperationException(
                        $"The replacement at '{_name}' has the shape [{string.Join(", ", replaced.shape)}]; the point has [{string.Join(", ", output.shape)}].");
                output = replaced;
            }

            if (Reductions.Count + Records.Count == 0)
                return output;
            using var noGrad = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            var seen = output.detach();
            foreach (var record in Records)
                record(seen);
            foreach (var reduction in Reductions)
                reduction(seen);
            if (Reductions.Count > 0)
            {
                // One pass: a NaN or an infinity reaches the sum.
                _sums.Add((_probe.Step, seen.sum(ScalarType.Float32).DetachFromDisposeScope()));
                if (_sums.Count >= MostWaiting)
                    FirstBroken();
            }

            return output;
        }
    }
}
