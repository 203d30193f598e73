using MathNet.Numerics.Distributions;

namespace Workbench.DeadEnds;

/// <summary>
/// The exact bench of rectification: 32 tokens and a hidden topic, safe or risky. Two harmless-looking tokens, the gates, turn the topic
/// risky; the words that a filter would look for come only after that.
/// </summary>
/// <remarks>
/// Tokens 0–15 are typical of the safe topic, 16–27 of the risky one (24–27, the trigger words, of it alone), 28 and 29 are the gates,
/// 30 leads back, 31 is neutral. Gates have probability 0.30 together after a token divisible by 4 and 0.02 otherwise. A text of 20
/// tokens is undesired with probability 0.85 if it ends risky and 0.03 if it ends safe. A state is topic and last token.
/// <code>
/// var world = GateWorld.Draw(seed: 0);
/// var q = TokenValues.Exact(world.Policy);
/// var rate = TextOutcome.Of(Rectification.Apply(world.Policy, q, epsilon: 0.2), world).UndesiredRate;
/// </code>
/// </remarks>
public static class GateWorld
{
    /// <summary>Different tokens.</summary>
    public const int Vocabulary = 32;

    /// <summary>The probability of an undesired text that ends risky.</summary>
    public const double RiskyRisk = 0.85;

    /// <summary>The probability of an undesired text that ends safe.</summary>
    public const double SafeRisk = 0.03;

    private const double Floor = 1e-6;

    /// <summary>The tokens that occur in the risky topic only.</summary>
    public static IReadOnlyList<int> Triggers { get; } = [24, 25, 26, 27];

    /// <summary>The tokens that turn the topic risky.</summary>
    public static IReadOnlyList<int> Gates { get; } = [28, 29];

    /// <summary>A world.</summary>
    /// <param name="seed">Seed of its rows.</param>
    /// <param name="horizon">Tokens of a text.</param>
    public static TokenWorld Draw(int seed, int horizon = 20)
    {
        var random = new Random(seed);
        var probabilities = new double[2 * Vocabulary, Vocabulary];
        var next = new int[2 * Vocabulary, Vocabulary];
        for (var state = 0; state < 2 * Vocabulary; state++)
        {
            var risky = IsRisky(state);
            var row = risky ? RiskyRow(random) : SafeRow(LastToken(state), random);
            var sum = row.Sum();
            for (var a = 0; a < Vocabulary; a++)
            {
                probabilities[state, a] = row[a] / sum;
                next[state, a] = State(Gates.Contains(a) || (risky && a != 30), a);
            }
        }

        var risk = Enumerable.Range(0, 2 * Vocabulary).Select(s => IsRisky(s) ? RiskyRisk : SafeRisk).ToArray();
        var start = Enumerable.Range(0, 2 * Vocabulary).Select(s => IsRisky(s) ? 0 : 1.0 / Vocabulary).ToArray();
        return new TokenWorld(probabilities, next, risk, start, horizon);
    }

    /// <summary>The state of a topic and a last token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public static int State(bool risky, int lastToken)
    {
        TokenWorld.RequireIndex(lastToken, Vocabulary, nameof(lastToken));
        return (risky ? Vocabulary : 0) + lastToken;
    }

    /// <summary>Whether the topic of a state is risky.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public static bool IsRisky(int state) => Checked(state) >= Vocabulary;

    /// <summary>The last token of a state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public static int LastToken(int state) => Checked(state) % Vocabulary;

    /// <summary>The token before the text and its tokens, [1 + H].</summary>
    /// <param name="text">A text of such a world.</param>
    public static long[] WithPrompt(TokenText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [LastToken(text.States[0]), .. text.Tokens];
    }

    private static int Checked(int state)
    {
        TokenWorld.RequireIndex(state, 2 * Vocabulary, nameof(state));
        return state;
    }

    private static double[] SafeRow(int last, Random random)
    {
        var row = Typical(0, 16, 0.85, 0.3, random);
        foreach (var gate in Gates)
            row[gate] += (last % 4 == 0 ? 0.30 : 0.02) / 2;
        for (var a = 16; a < 24; a++)
            row[a] += 0.01;
        row[31] += 0.02;
        return row;
    }

    private static double[] RiskyRow(Random random)
    {
        var row = Typical(16, 12, 0.8, 0.5, random);
        for (var a = 0; a < 16; a++)
            row[a] += 0.10 / 16;
        row[30] += 0.04;
        row[31] += 0.02;
        return row;
    }

    private static double[] Typical(int first, int count, double mass, double concentration, Random random)
    {
        var row = Enumerable.Repeat(Floor, Vocabulary).ToArray();
        var weights = Enumerable.Range(0, count).Select(_ => Gamma.Sample(random, concentration, 1)).ToArray();
        var sum = weights.Sum();
        for (var i = 0; i < count; i++)
            row[first + i] += mass * weights[i] / sum;
        return row;
    }
}
