namespace Workbench.DeadEnds;

/// <summary>
/// Rectified decoding (arXiv 2302.14003): the probability of a token is at most one minus the risk it brings, cap(a) = 1 + Q_D(a) − ε,
/// clipped to [1e-7, 1].
/// </summary>
public static class Rectification
{
    /// <summary>The smallest cap.</summary>
    public const double SmallestCap = 1e-7;

    /// <summary>The caps of the tokens.</summary>
    /// <param name="values">Q_D(s, ·), in [−1, 0].</param>
    /// <param name="epsilon">ε in [0, 1]; larger is stricter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value or ε is out of its range.</exception>
    public static double[] Caps(IReadOnlyList<double> values, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!(epsilon is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε lies in [0, 1].");
        var caps = new double[values.Count];
        for (var a = 0; a < caps.Length; a++)
        {
            // A sum of probabilities may pass 1 by rounding.
            if (!(values[a] is >= -1 - 1e-9 and <= 1e-9))
                throw new ArgumentOutOfRangeException(nameof(values), values[a], $"The value of token {a} must lie in [-1, 0].");
            caps[a] = Math.Clamp(1 + values[a] - epsilon, SmallestCap, 1);
        }

        return caps;
    }

    /// <summary>
    /// The distribution nearest to p among those that keep the caps: the minimum of KL(η ‖ p), which is η = min(cap, λ p) with the one λ ≥ 1
    /// that makes it sum to 1. Exact, by sorting; capping and normalising again and again converges to it.
    /// </summary>
    /// <param name="probabilities">p, sums to 1.</param>
    /// <param name="caps">An upper bound of each probability, positive.</param>
    /// <returns>η. Where the caps of the possible tokens sum to less than 1 no distribution keeps them, and η = cap / Σ cap goes over all by one factor.</returns>
    /// <exception cref="ArgumentException">p is no distribution, or a cap is not positive.</exception>
    public static RectifiedRow Project(IReadOnlyList<double> probabilities, IReadOnlyList<double> caps)
    {
        Require(probabilities, caps);
        var possible = Enumerable.Range(0, probabilities.Count).Where(a => probabilities[a] > 0).ToArray();
        var row = new double[probabilities.Count];
        var room = possible.Sum(a => caps[a]);
        if (room < 1)
        {
            foreach (var a in possible)
                row[a] = caps[a] / room;
            return new RectifiedRow(row, false, possible.Length > 0 ? (1 / room) - 1 : 0);
        }

        if (possible.All(a => probabilities[a] <= caps[a]))
        {
            foreach (var a in possible)
                row[a] = probabilities[a];
            return new RectifiedRow(row, true, 0);
        }

        // Tokens reach their caps in the order of cap / p as λ grows.
        Array.Sort(possible, (a, b) => (caps[a] / probabilities[a]).CompareTo(caps[b] / probabilities[b]));
        var free = new double[possible.Length + 1];
        for (var i = possible.Length - 1; i >= 0; i--)
            free[i] = free[i + 1] + probabilities[possible[i]];
        var (capped, taken) = (0, 0.0);
        while (capped < possible.Length - 1 && caps[possible[capped]] * free[capped] < (1 - taken) * probabilities[possible[capped]])
            taken += caps[possible[capped++]];
        var scale = (1 - taken) / free[capped];
        for (var i = 0; i < possible.Length; i++)
            row[possible[i]] = i < capped ? caps[possible[i]] : Math.Min(caps[possible[i]], scale * probabilities[possible[i]]);
        return new RectifiedRow(row, true, 0);
    }

    /// <summary>
    /// The released rule: <paramref name="rounds"/> times ln p ← min(ln p, ln cap + ln Σ p), then normalise. Two rounds, which the code
    /// takes, leave some probabilities above their caps.
    /// </summary>
    /// <param name="probabilities">p, sums to 1.</param>
    /// <param name="caps">An upper bound of each probability, positive.</param>
    /// <param name="rounds">How often it is capped.</param>
    /// <exception cref="ArgumentException">p is no distribution, or a cap is not positive.</exception>
    public static double[] Rounds(IReadOnlyList<double> probabilities, IReadOnlyList<double> caps, int rounds = 2)
    {
        Require(probabilities, caps);
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        var p = probabilities.ToArray();
        for (var i = 0; i < rounds; i++)
        {
            var sum = p.Sum();
            for (var a = 0; a < p.Length; a++)
                p[a] = Math.Min(p[a] / sum, caps[a]);
        }

        var total = p.Sum();
        return [.. p.Select(v => v / total)];
    }

    /// <summary>The largest amount by which a probability passes its cap; not negative.</summary>
    /// <param name="probabilities">A distribution.</param>
    /// <param name="caps">Its bounds, as many.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static double Excess(IReadOnlyList<double> probabilities, IReadOnlyList<double> caps)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(caps);
        if (probabilities.Count != caps.Count)
            throw new ArgumentException($"{caps.Count} caps for {probabilities.Count} tokens.", nameof(caps));
        return probabilities.Zip(caps, (p, cap) => Math.Max(0, p - cap)).DefaultIfEmpty().Max();
    }

    /// <summary>A policy with every row rectified.</summary>
    /// <param name="policy">What would be written.</param>
    /// <param name="values">Q_D; it may come from another policy on the same tokens and states.</param>
    /// <param name="epsilon">ε in [0, 1].</param>
    /// <exception cref="ArgumentException">The values are of other positions, states or tokens, or ε is out of its range.</exception>
    public static TokenPolicy Apply(TokenPolicy policy, TokenValues values, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(values);
        var world = policy.World;
        if (values.Positions != world.Horizon || values.States != world.States || values.Vocabulary != world.Vocabulary)
            throw new ArgumentException(
                $"Expected values [{world.Horizon}][{world.States}][{world.Vocabulary}]; got [{values.Positions}][{values.States}][{values.Vocabulary}].", nameof(values));
        return new TokenPolicy(policy.World, (t, s) => [.. Project(policy.Row(t, s), Caps(values.Row(t, s), epsilon)).Probabilities]);
    }

    private static void Require(IReadOnlyList<double> probabilities, IReadOnlyList<double> caps)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(caps);
        if (probabilities.Count != caps.Count)
            throw new ArgumentException($"{caps.Count} caps for {probabilities.Count} tokens.", nameof(caps));
        if (probabilities.Any(p => !(p >= 0)) || Math.Abs(probabilities.Sum() - 1) > 1e-6)
            throw new ArgumentException(
                $"Probabilities must be ≥ 0 and sum to 1; the least is {probabilities.DefaultIfEmpty().Min()}, they sum to {probabilities.Sum()}.", nameof(probabilities));
        if (caps.Any(cap => !(cap > 0)))
            throw new ArgumentException("Every cap must be positive.", nameof(caps));
    }
}

/// <summary>A rectified distribution.</summary>
/// <param name="Probabilities">η, sums to 1.</param>
/// <param name="Feasible">Whether any distribution on the possible tokens keeps the caps.</param>
/// <param name="Overshoot">The share by which every probability passes its cap, 0 where feasible.</param>
public sealed record RectifiedRow(IReadOnlyList<double> Probabilities, bool Feasible, double Overshoot);
