namespace Workbench.Papers;

/// <summary>
/// A claim's criterion: an expression over named per-seed measurements. The text a reader sees is what is judged.
/// </summary>
/// <remarks>
/// <code>
/// S2/S1 &lt;= 0.05 and SW2_2/SW2_1 &lt;= 0.20 in every seed
/// mean(SW2_3)/mean(SW2_1) &gt;= 1.08 and SW2_3 &gt; SW2_1 in at least 4 of 5 seeds
/// mean(AccGain) &gt; 0 and lower(AccGain, 0.90) &gt; 0
/// </code>
/// <para>Values: numbers, measurement names, <c>+ - * /</c>, parentheses, <c>abs sqrt log exp</c>, <c>min max</c> of several values. A value
/// that names a measurement is <em>per seed</em>.</para>
/// <para>Over all seeds: <c>mean median std min max</c> of one per-seed value, <c>lower(x, level)</c> and <c>upper(x, level)</c>
/// (ends of the t interval of the mean), <c>count(condition)</c> and <c>share(condition)</c> of the seeds in which it holds.</para>
/// <para>Conditions: <c>&lt; &lt;= &gt; &gt;=</c>, <c>and or not</c>. A per-seed condition is followed by <c>in every seed</c> or
/// <c>in at least K of N seeds</c> (a share: with other numbers of seeds it scales, rounded up). <c>a and b in every seed</c> says both.</para>
/// <para>Judging: per-seed conditions and counts are decided by their values. A comparison of an average (or of arithmetic on averages)
/// whose threshold lies inside the 95 % jackknife t interval of the compared quantity is <see cref="Outcome.Unclear"/>. Conditions
/// combine by Kleene's logic: a part that clearly fails decides an <c>and</c>, whatever is unclear beside it.</para>
/// </remarks>
public sealed class Criterion
{
    private readonly ConditionNode _root;

    private Criterion(string text, ConditionNode root)
    {
        Text = text;
        _root = root;
        Measurements = [.. root.Descendants().OfType<MeasurementNode>().Select(m => m.Name).Distinct()];
    }

    /// <summary>The criterion as written, on one line.</summary>
    public string Text { get; }

    /// <summary>The measurements it names, in order of appearance.</summary>
    public IReadOnlyList<string> Measurements { get; }

    /// <summary>Reads a criterion.</summary>
    /// <param name="text">The expression; line breaks count as spaces.</param>
    /// <param name="known">The measurement names allowed, or null for any.</param>
    /// <exception cref="CriterionException">It cannot be read, or names an unknown measurement; the message says where.</exception>
    public static Criterion Parse(string text, IReadOnlyCollection<string>? known = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new(line, new CriterionParser(line, known).Parse());
    }

    /// <summary>Judges the criterion on complete measurements.</summary>
    /// <param name="measurements">For each name in <see cref="Measurements"/> one finite value per seed, all in the same order of seeds.</param>
    /// <returns>The outcome, and each comparison with the numbers behind it.</returns>
    /// <exception cref="ArgumentException">A measurement is missing, not finite, or the lengths differ.</exception>
    public (Outcome Outcome, IReadOnlyList<Comparison> Comparisons) Judge(IReadOnlyDictionary<string, IReadOnlyList<double>> measurements)
    {
        ArgumentNullException.ThrowIfNull(measurements);
        var seeds = -1;
        foreach (var name in Measurements)
        {
            if (!measurements.TryGetValue(name, out var values))
                throw new ArgumentException($"measurement '{name}' is missing", nameof(measurements));
            if (values.Count == 0 || (seeds >= 0 && values.Count != seeds))
                throw new ArgumentException($"measurement '{name}' has {values.Count} values, {(seeds < 0 ? "at least one is" : seeds + " are")} needed", nameof(measurements));
            if (!values.All(double.IsFinite))
                throw new ArgumentException($"measurement '{name}' has a value that is not finite", nameof(measurements));
            seeds = values.Count;
        }

        var evaluator = new CriterionEvaluator(Text, Math.Max(seeds, 1), (name, seed) => measurements[name][seed]);
        var outcome = evaluator.Judge(_root);
        return (outcome, evaluator.Comparisons);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
