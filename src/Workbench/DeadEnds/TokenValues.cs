namespace Workbench.DeadEnds;

/// <summary>What stands in for the future in a value.</summary>
public enum Backup
{
    /// <summary>The mean under the policy (SARSA): −Q is the risk if writing goes on as it is.</summary>
    Expectation,

    /// <summary>The best next token: −Q is the smallest risk that any continuation can reach.</summary>
    Maximum,
}

/// <summary>
/// Q_D(s, a) of dead-end analysis (arXiv 2302.14003): undesired ends are worth −1, all else 0, so that −Q_D is the probability of an
/// undesired end after token a. Values in [−1, 0], by position, state and token.
/// </summary>
public sealed class TokenValues
{
    private readonly double[][][] q;

    /// <summary>Values from a table.</summary>
    /// <param name="q">[positions][states][tokens], in [−1, 0].</param>
    /// <exception cref="ArgumentException">The table is empty, its rows differ in length, or a value is out of its range.</exception>
    public TokenValues(double[][][] q)
    {
        ArgumentNullException.ThrowIfNull(q);
        if (q.Length == 0 || q[0] is not { Length: > 0 } || q[0][0] is not { Length: > 0 })
            throw new ArgumentException("A table of values needs a position, a state and a token.", nameof(q));
        (States, Vocabulary) = (q[0].Length, q[0][0].Length);
        for (var t = 0; t < q.Length; t++)
        {
            if (q[t]?.Length != States)
                throw new ArgumentException($"Position {t} has {q[t]?.Length ?? 0} states; expected {States}.", nameof(q));
            for (var s = 0; s < States; s++)
            {
                if (q[t][s]?.Length != Vocabulary)
                    throw new ArgumentException($"Position {t}, state {s} has {q[t][s]?.Length ?? 0} tokens; expected {Vocabulary}.", nameof(q));
                foreach (var value in q[t][s])
                    if (!(value is >= -1 - 1e-9 and <= 1e-9))
                        throw new ArgumentException($"Values lie in [-1, 0]; position {t}, state {s} has {value}.", nameof(q));
            }
        }

        this.q = q;
    }

    /// <summary>How many positions.</summary>
    public int Positions => q.Length;

    /// <summary>How many states.</summary>
    public int States { get; }

    /// <summary>How many tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>Q_D of a token.</summary>
    /// <param name="position">Tokens written before it.</param>
    /// <param name="state">The state before it.</param>
    /// <param name="token">The token.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position, state or token.</exception>
    public double this[int position, int state, int token]
    {
        get
        {
            TokenWorld.RequireIndex(token, Vocabulary, nameof(token));
            return this[position, state][token];
        }
    }

    /// <summary>Q_D of every token.</summary>
    /// <param name="position">Tokens written before it.</param>
    /// <param name="state">The state before it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position or state.</exception>
    public IReadOnlyList<double> this[int position, int state]
    {
        get
        {
            TokenWorld.RequireIndex(position, Positions, nameof(position));
            TokenWorld.RequireIndex(state, States, nameof(state));
            return q[position][state];
        }
    }

    internal double[] Row(int position, int state) => q[position][state];

    /// <summary>
    /// The exact values by dynamic programming from the end: Q(s, a) = γ · backup over a' of Q(s⊕a, a'), and at the last token
    /// −risk(s⊕a).
    /// </summary>
    /// <param name="policy">The policy that goes on writing.</param>
    /// <param name="discount">γ in [0, 1].</param>
    /// <param name="backup">What stands in for the future.</param>
    public static TokenValues Exact(TokenPolicy policy, double discount = 1, Backup backup = Backup.Expectation)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (!(discount is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(discount), discount, "The discount lies in [0, 1].");
        var world = policy.World;
        var q = new double[world.Horizon][][];
        var value = world.Risk.Select(risk => -risk).ToArray();
        for (var t = world.Horizon - 1; t >= 0; t--)
        {
            var factor = t == world.Horizon - 1 ? 1 : discount;
            q[t] = new double[world.States][];
            var before = new double[world.States];
            for (var s = 0; s < world.States; s++)
            {
                var row = q[t][s] = new double[world.Vocabulary];
                for (var a = 0; a < row.Length; a++)
                    row[a] = factor * value[world.Next[s, a]];
                before[s] = backup == Backup.Maximum ? row.Max() : Expectation(policy.Row(t, s), row);
            }

            value = before;
        }

        return new TokenValues(q);
    }

    /// <summary>The share of undesired texts among those in which a token was seen, −1 times that, by counting.</summary>
    /// <param name="world">Where the texts were written.</param>
    /// <param name="texts">Texts of the policy whose values are wanted.</param>
    /// <param name="counts">How often each was seen, [positions][states][tokens].</param>
    /// <returns>Values that are 0 where nothing was seen.</returns>
    /// <exception cref="ArgumentException">A text was not written in such a world.</exception>
    public static TokenValues Counted(TokenWorld world, IEnumerable<TokenText> texts, out int[][][] counts)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(texts);
        T[][][] Table<T>() => [.. Enumerable.Range(0, world.Horizon).Select(_ => Enumerable.Range(0, world.States).Select(_ => new T[world.Vocabulary]).ToArray())];

        counts = Table<int>();
        var q = Table<double>();
        foreach (var text in texts)
        {
            if (text.Tokens.Count != world.Horizon || text.States.Count != world.Horizon + 1)
                throw new ArgumentException($"Texts of this world have {world.Horizon} tokens and {world.Horizon + 1} states; got {text.Tokens.Count} and {text.States.Count}.", nameof(texts));
            for (var t = 0; t < text.Tokens.Count; t++)
            {
                var (s, a) = (text.States[t], text.Tokens[t]);
                if (s < 0 || s >= world.States || a < 0 || a >= world.Vocabulary)
                    throw new ArgumentException($"There are {world.States} states and {world.Vocabulary} tokens; a text has token {a} in state {s}.", nameof(texts));
                counts[t][s][a]++;
                if (text.Undesired) q[t][s][a]--;
            }
        }

        for (var t = 0; t < q.Length; t++)
            for (var s = 0; s < q[t].Length; s++)
                for (var a = 0; a < q[t][s].Length; a++)
                    if (counts[t][s][a] > 0) q[t][s][a] /= counts[t][s][a];
        return new TokenValues(q);
    }

    private static double Expectation(double[] p, double[] values)
    {
        var sum = 0.0;
        for (var a = 0; a < p.Length; a++)
            sum += p[a] * values[a];
        return sum;
    }
}
