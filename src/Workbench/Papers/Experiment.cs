using System.Diagnostics;
using System.Globalization;
using Workbench.Display;

namespace Workbench.Papers;

/// <summary>
/// A run of a paper's notebook: which claims, which seeds, how much to spend; takes the measurements and gives the verdicts.
/// </summary>
/// <remarks>
/// <code>
/// var experiment = Experiment.Open("01-rectified-flow");          // papers/01-rectified-flow.md
/// experiment                                                       // shows the claims, the paper's numbers and the criteria
/// var steps = experiment.Pick(smoke: 20, quick: 2000, full: 2500);
/// foreach (var seed in experiment.Seeds)                           // the card's verification seeds
/// {
///     // … train, integrate, measure …
///     experiment.Record(seed, ("S1", s1), ("S2", s2), ("SW2_1", sw1), ("SW2_2", sw2));
/// }
/// experiment.Values("S1")                                          // what was recorded, for plots
/// experiment.Verdicts()                                            // judges every claim, writes result files, shows the table
/// </code>
/// A measurement belongs to no claim: every claim whose criterion names it uses it. Its name and meaning are declared in the card.
/// </remarks>
[TypeFormatterSource(typeof(ExperimentFormatters), PreferredMimeTypes = [Mime.Html, Mime.Text])]
public sealed class Experiment
{
    private readonly ExperimentSettings _settings;
    private readonly Dictionary<string, SortedDictionary<int, double>> _recorded = [];
    private readonly HashSet<string> _kept = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly (string Notebook, string Hash)? _code;

    private Experiment(Card card, ExperimentSettings settings)
    {
        Card = card;
        _settings = settings;
        Seeds = SeedsOf(card.Claims);
        // Now, not when the verdicts are given: someone may edit the file while a long run goes on.
        _code = NotebookCode.Of(settings.Root, settings.Notebook ?? card.Notebook);
    }

    /// <summary>The paper's card.</summary>
    public Card Card { get; }

    /// <summary>How much to spend.</summary>
    public Protocol Protocol => _settings.Protocol;

    /// <summary>
    /// The seeds to run: those of all claims under this protocol, in the card's order. With WORKBENCH_SEEDS, that many (continuing
    /// beyond the card's when more are asked for). Under smoke two development seeds.
    /// </summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>"cpu" or "cuda", whichever GPU: what WORKBENCH_DEVICE asked for, "auto" resolved.</summary>
    public string Device => LoadedTorch.KindOf(_settings.Device);

    /// <summary>Opens the card of a paper under the protocol, seeds and device of the environment.</summary>
    /// <param name="slug">The card's name, e.g. "01-rectified-flow".</param>
    /// <exception cref="ArgumentException">There is no such card (the nearest is named), or an environment variable is not understood.</exception>
    /// <exception cref="CardException">The card is not valid.</exception>
    public static Experiment Open(string slug) => Open(slug, ExperimentSettings.FromEnvironment());

    /// <summary>Opens the card of a paper under the given settings.</summary>
    /// <param name="slug">The card's name.</param>
    /// <param name="settings">What the run is told.</param>
    public static Experiment Open(string slug, ExperimentSettings settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(slug);
        ArgumentNullException.ThrowIfNull(settings);
        var cards = Repository.Cards(settings.Root).ToDictionary(f => Path.GetFileNameWithoutExtension(f)!);
        return cards.TryGetValue(slug, out var path)
            ? new(Card.Load(path), settings)
            : throw new ArgumentException($"there is no paper card '{slug}' in papers/.{Nearest.Hint(slug, cards.Keys)}", nameof(slug));
    }

    /// <summary>The value for this run's protocol.</summary>
    /// <param name="smoke">For seconds.</param>
    /// <param name="quick">For the CPU protocol.</param>
    /// <param name="full">For the GPU protocol.</param>
    public T Pick<T>(T smoke, T quick, T full) => Protocol switch { Protocol.Smoke => smoke, Protocol.Quick => quick, _ => full };

    /// <summary>The claim with the given id.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public Claim Claim(string id) => Card.Claim(id);

    /// <summary>The seeds one claim asks for under this protocol, when it needs a run of its own.</summary>
    /// <param name="claimId">The claim.</param>
    /// <exception cref="ArgumentException">Unknown claim; the message names the nearest.</exception>
    public IReadOnlyList<int> SeedsFor(string claimId) => SeedsOf([Claim(claimId)]);

    /// <summary>Records a measurement; recording it again replaces it, so a cell can be run twice. Runs on several threads may record at once.</summary>
    /// <param name="seed">The seed it was measured with.</param>
    /// <param name="measurement">Its name in the card.</param>
    /// <param name="value">The value; NaN or infinite counts as missing and makes the claims that use it inconclusive.</param>
    /// <exception cref="ArgumentException">The card declares no such measurement; the message names the nearest.</exception>
    public void Record(int seed, string measurement, double value)
    {
        Known(measurement);
        lock (_recorded)
        {
            if (!_recorded.TryGetValue(measurement, out var bySeed))
                _recorded[measurement] = bySeed = [];
            bySeed[seed] = value;
        }

        KeepWhatIsComplete();
    }

    /// <summary>Records several measurements of one seed.</summary>
    /// <param name="seed">The seed they were measured with.</param>
    /// <param name="measurements">Names and values, as in <see cref="Record(int, string, double)"/>.</param>
    public void Record(int seed, params (string Name, double Value)[] measurements)
    {
        foreach (var (name, value) in measurements)
            Record(seed, name, value);
    }

    /// <summary>What was recorded under a name, in the order of seeds; empty if nothing was.</summary>
    /// <param name="measurement">Its name in the card; an unknown one is an error as in recording.</param>
    /// <exception cref="ArgumentException">The card declares no such measurement; the message names the nearest.</exception>
    public double[] Values(string measurement)
    {
        Known(measurement);
        lock (_recorded)
            return _recorded.TryGetValue(measurement, out var bySeed) ? [.. bySeed.Values] : [];
    }

    /// <summary>The verdict on one claim from what has been recorded so far. Writes nothing.</summary>
    /// <param name="claimId">The claim.</param>
    /// <exception cref="ArgumentException">Unknown claim; the message names the nearest.</exception>
    public Verdict Verdict(string claimId) => Judged(Claim(claimId));

    /// <summary>
    /// Judges every claim of the card and writes a result file for each that was judged (none under smoke). That of a claim whose measurements
    /// are complete has been written when its last one was recorded.
    /// </summary>
    public VerdictTable Verdicts()
    {
        var verdicts = Card.Claims.Select(Judged).ToArray();
        var seconds = Keep(verdicts);
        return new(Card.Slug, Card.Title, Protocol.Name(), Device, seconds,
            [.. verdicts.Select(v => new VerdictRow(v.Claim.Id, v.Claim.Title, v.Kind.Words(), v.Claim.Paper, v.Ours, v.Reason))]);
    }

    /// <summary>How the run is set, and the card's claims, as text.</summary>
    public override string ToString() => ExperimentFormatters.Text(this);

    /// <summary>Writes the result of each claim whose last measurement has come: a run that is ended loses what it had not measured, no more.</summary>
    private void KeepWhatIsComplete()
    {
        Verdict[] complete;
        lock (_recorded)
        {
            complete = [.. Card.Claims.Where(claim => claim.Protocols.TryGetValue(Protocol, out var asked) && IsComplete(asked) && _kept.Add(claim.Id)).Select(Judged)];
        }

        Keep(complete);
    }

    private bool IsComplete(ClaimProtocol asked) => asked.Criterion.Measurements.Union(asked.Partial?.Criterion.Measurements ?? [])
        .All(name => _recorded.TryGetValue(name, out var bySeed) && asked.Seeds.All(bySeed.ContainsKey));

    private double Keep(IReadOnlyCollection<Verdict> verdicts)
    {
        var seconds = Math.Round(_clock.Elapsed.TotalSeconds, 1);
        var judged = verdicts.Where(v => v.Kind.IsJudged()).ToArray();
        if (judged.Length > 0)
        {
            var commit = GitCommit.Of(_settings.Root);
            foreach (var verdict in judged)
                Result(verdict, commit, seconds).Save(Path.GetFullPath(_settings.Results, _settings.Root));
        }

        return seconds;
    }

    private void Known(string measurement)
    {
        if (!Card.Measurements.ContainsKey(measurement))
            throw new ArgumentException($"card {Card.Slug} declares no measurement '{measurement}'.{Nearest.Hint(measurement, Card.Measurements.Keys)}", nameof(measurement));
    }

    private Verdict Judged(Claim claim)
    {
        lock (_recorded)
            return Judge.Claim(claim, Protocol, _recorded);
    }

    private int[] SeedsOf(IEnumerable<Claim> claims)
    {
        if (Protocol == Protocol.Smoke)
            return [.. Enumerable.Range(0, _settings.SeedCount ?? 2)];
        int[] asked = [.. claims.SelectMany(c => c.Protocols.TryGetValue(Protocol, out var p) ? p.Seeds : []).Distinct()];
        if (_settings.SeedCount is not { } count || asked.Length == 0)
            return asked;
        var beyond = asked.Max() + 1;
        return [.. asked.Concat(Enumerable.Range(beyond, Math.Max(0, count - asked.Length))).Take(count)];
    }

    private ClaimResult Result(Verdict verdict, string commit, double seconds) => new()
    {
        Claim = verdict.Claim.Id,
        Card = Card.Slug,
        Verdict = verdict.Kind.Words(),
        Reason = verdict.Reason,
        Ours = verdict.Ours,
        Partial = verdict.Partial,
        Protocol = Protocol.Name(),
        Device = Device,
        Criterion = verdict.Claim.Protocols[Protocol].Criterion.Text,
        Definition = verdict.Claim.DefinitionHash(Protocol),
        Notebook = _code?.Notebook,
        Experiment = _code?.Hash,
        Seeds = verdict.Seeds,
        Measurements = verdict.Measurements.ToDictionary(m => m.Key, m => (IReadOnlyList<double?>)[.. m.Value.Select(ClaimResult.Finite)]),
        Comparisons = [.. verdict.Comparisons.Select(c => new ComparisonResult(c.Text, c.Quantity, c.Operator, c.Threshold,
            ClaimResult.Finite(c.Estimate.Mean), ClaimResult.Finite(c.Estimate.Interval.Low), ClaimResult.Finite(c.Estimate.Interval.High),
            ClaimResult.Finite(c.EffectSize), c.SeedsHolding, c.Outcome.ToString().ToLowerInvariant()))],
        Machine = Machine.Current,
        Libtorch = _settings.Libtorch ?? LoadedTorch.Version(),
        Commit = commit,
        Seconds = seconds,
        Date = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Command = _settings.Command ?? $"./workbench run {Card.Notebook} --protocol {Protocol.Name()}{(Device == "cpu" ? "" : $" --device {Device}")}",
    };
}
