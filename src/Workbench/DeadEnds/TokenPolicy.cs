namespace Workbench.DeadEnds;

/// <summary>A policy in a <see cref="TokenWorld"/>: the probabilities of the next token at every position and state.</summary>
public sealed class TokenPolicy
{
    private readonly double[][][] rows;

    /// <summary>A policy whose every row is computed once.</summary>
    /// <param name="world">Where it writes.</param>
    /// <param name="row">η(· | position, state), positions from 0; sums to 1.</param>
    /// <exception cref="ArgumentException">A row is no distribution over the tokens; the message says which.</exception>
    public TokenPolicy(TokenWorld world, Func<int, int, double[]> row)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(row);
        World = world;
        rows = [.. Enumerable.Range(0, world.Horizon).Select(t => Enumerable.Range(0, world.States)
            .Select(s => TokenWorld.Distribution(row(t, s), world.Vocabulary, nameof(row), $"The row of position {t}, state {s}")).ToArray())];
    }

    /// <summary>A policy that is the same at every position; positions share its rows.</summary>
    internal TokenPolicy(TokenWorld world, double[][] row)
    {
        World = world;
        rows = [.. Enumerable.Repeat(row, world.Horizon)];
    }

    /// <summary>Where it writes.</summary>
    public TokenWorld World { get; }

    /// <summary>The probabilities of the next token.</summary>
    /// <param name="position">Tokens written so far.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position or state.</exception>
    public IReadOnlyList<double> this[int position, int state]
    {
        get
        {
            TokenWorld.RequireIndex(position, World.Horizon, nameof(position));
            TokenWorld.RequireIndex(state, World.States, nameof(state));
            return rows[position][state];
        }
    }

    internal double[] Row(int position, int state) => rows[position][state];

    /// <summary>Writes texts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Source of the draws.</param>
    public IReadOnlyList<TokenText> Sample(int count, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(random);
        var texts = new TokenText[count];
        for (var i = 0; i < count; i++)
        {
            var states = new int[World.Horizon + 1];
            var tokens = new int[World.Horizon];
            states[0] = Draw(World.Start, random);
            for (var t = 0; t < tokens.Length; t++)
            {
                tokens[t] = Draw(rows[t][states[t]], random);
                states[t + 1] = World.Next[states[t], tokens[t]];
            }

            texts[i] = new TokenText(states, tokens, random.NextDouble() < World.Risk[states[^1]]);
        }

        return texts;
    }

    private static int Draw(double[] p, Random random)
    {
        var left = random.NextDouble();
        var last = 0;
        for (var a = 0; a < p.Length; a++)
        {
            if (p[a] <= 0) continue;
            last = a;
            if ((left -= p[a]) < 0) return a;
        }

        return last;
    }
}

/// <summary>A text written in a <see cref="TokenWorld"/>.</summary>
/// <param name="States">The states before each token and after the last, [H + 1].</param>
/// <param name="Tokens">The tokens, [H].</param>
/// <param name="Undesired">Its label.</param>
public sealed record TokenText(IReadOnlyList<int> States, IReadOnlyList<int> Tokens, bool Undesired);
