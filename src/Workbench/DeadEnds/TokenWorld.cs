namespace Workbench.DeadEnds;

/// <summary>
/// A small world of tokens in which every question has an exact answer: the next token depends on a state out of a few, the next state is a
/// function of state and token, and after <see cref="Horizon"/> tokens the text is undesired with a probability of its last state.
/// </summary>
public sealed class TokenWorld
{
    /// <summary>A world.</summary>
    /// <param name="probabilities">π(a | s), [states, vocabulary]: rows of numbers ≥ 0 that sum to 1.</param>
    /// <param name="next">The state after token a in state s, [states, vocabulary].</param>
    /// <param name="risk">The probability that a text that ends in s is undesired, [states].</param>
    /// <param name="start">The probability of each state before the first token, [states].</param>
    /// <param name="horizon">Tokens of a text, positive.</param>
    /// <exception cref="ArgumentException">A shape, a probability or a state is out of its range; the message says where.</exception>
    public TokenWorld(double[,] probabilities, int[,] next, double[] risk, double[] start, int horizon)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        (States, Vocabulary) = (probabilities.GetLength(0), probabilities.GetLength(1));
        if (States == 0 || Vocabulary == 0)
            throw new ArgumentException("A world needs a state and a token.", nameof(probabilities));
        if (next.GetLength(0) != States || next.GetLength(1) != Vocabulary)
            throw new ArgumentException($"Expected [{States}, {Vocabulary}]; got [{next.GetLength(0)}, {next.GetLength(1)}].", nameof(next));
        if (risk.Length != States)
            throw new ArgumentException($"Expected {States} probabilities, one a state; got {risk.Length}.", nameof(risk));
        if (Array.FindIndex(risk, p => !(p is >= 0 and <= 1)) is var wrong and >= 0)
            throw new ArgumentException($"The risk of state {wrong} must lie in [0, 1]; got {risk[wrong]}.", nameof(risk));
        Distribution(start, States, nameof(start), "The start");
        for (var s = 0; s < States; s++)
        {
            var state = s;
            Distribution([.. Enumerable.Range(0, Vocabulary).Select(a => probabilities[state, a])], Vocabulary, nameof(probabilities), $"Row {s}");
            for (var a = 0; a < Vocabulary; a++)
                if (next[s, a] < 0 || next[s, a] >= States)
                    throw new ArgumentException($"Token {a} in state {s} leads to {next[s, a]}; there are states 0 to {States - 1}.", nameof(next));
        }

        (Probabilities, Next, Risk, Start, Horizon) = (probabilities, next, risk, start, horizon);
    }

    /// <summary>How many states.</summary>
    public int States { get; }

    /// <summary>How many tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>π(a | s), [states, vocabulary].</summary>
    public double[,] Probabilities { get; }

    /// <summary>The state after a token, [states, vocabulary].</summary>
    public int[,] Next { get; }

    /// <summary>The probability that a text that ends in a state is undesired.</summary>
    public double[] Risk { get; }

    /// <summary>The probability of each state before the first token.</summary>
    public double[] Start { get; }

    /// <summary>H, tokens of a text.</summary>
    public int Horizon { get; }

    /// <summary>The policy that writes as the world does, the same at every position.</summary>
    public TokenPolicy Policy => new(this, [.. Enumerable.Range(0, States).Select(Row)]);

    /// <summary>π(· | s), a copy.</summary>
    /// <param name="state">A state.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public double[] Row(int state)
    {
        RequireIndex(state, States, nameof(state));
        var row = new double[Vocabulary];
        for (var a = 0; a < Vocabulary; a++)
            row[a] = Probabilities[state, a];
        return row;
    }

    /// <summary>The same states and tokens with other habits: <paramref name="change"/> of every row.</summary>
    /// <param name="change">Gets state and row; gives a row that sums to 1.</param>
    /// <exception cref="ArgumentException">What it gives is no distribution over the tokens; the message says of which state.</exception>
    public TokenWorld With(Func<int, double[], double[]> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var rows = new double[States, Vocabulary];
        for (var s = 0; s < States; s++)
        {
            var row = Distribution(change(s, Row(s)), Vocabulary, nameof(change), $"Row {s}, changed,");
            for (var a = 0; a < Vocabulary; a++)
                rows[s, a] = row[a];
        }

        return new TokenWorld(rows, Next, Risk, Start, Horizon);
    }

    /// <summary>Writes at another temperature: rows p^(1/T), normalised.</summary>
    /// <param name="temperature">T, positive.</param>
    public TokenWorld AtTemperature(double temperature)
    {
        if (!(temperature > 0 && double.IsFinite(temperature)))
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is finite and positive.");
        return With((_, row) =>
        {
            // By the largest, so that a low temperature leaves that one and does not round all to 0.
            var largest = row.Max();
            var raised = row.Select(p => Math.Pow(p / largest, 1 / temperature)).ToArray();
            var sum = raised.Sum();
            return [.. raised.Select(p => p / sum)];
        });
    }

    /// <summary>Never writes the given tokens: a word filter.</summary>
    /// <param name="tokens">What is taken out of every row; the rest is normalised.</param>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or a row would be left empty.</exception>
    public TokenWorld Without(params int[] tokens) => Weighted(0, tokens);

    /// <summary>Writes the given tokens more or less often: their probabilities times a weight, and every row normalised.</summary>
    /// <param name="weight">The weight, not negative.</param>
    /// <param name="tokens">What is weighted.</param>
    /// <exception cref="ArgumentException">The weight is negative, a token is outside the vocabulary, or a row would be left empty.</exception>
    public TokenWorld Weighted(double weight, params int[] tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight is finite and not negative.");
        foreach (var token in tokens)
            if (token < 0 || token >= Vocabulary)
                throw new ArgumentOutOfRangeException(nameof(tokens), token, $"Tokens lie in [0, {Vocabulary - 1}].");
        int[] weighted = [.. tokens.Distinct()];
        return With((state, row) =>
        {
            foreach (var token in weighted)
                row[token] *= weight;
            var sum = row.Sum();
            return sum > 0 ? [.. row.Select(p => p / sum)] : throw new ArgumentException($"Nothing is left of row {state}.", nameof(tokens));
        });
    }

    /// <summary>Writes as this world with a probability and as another one otherwise, token by token: a mixture of their rows.</summary>
    /// <param name="share">This world's share, in [0, 1].</param>
    /// <param name="other">A world with the same states and tokens.</param>
    /// <exception cref="ArgumentException">The share is outside [0, 1], or the other world has other states or tokens.</exception>
    public TokenWorld Mixed(double share, TokenWorld other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!(share is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies in [0, 1].");
        if (other.States != States || other.Vocabulary != Vocabulary)
            throw new ArgumentException($"Expected a world of {States} states and {Vocabulary} tokens; got {other.States} and {other.Vocabulary}.", nameof(other));
        return With((state, row) => [.. row.Zip(other.Row(state), (a, b) => (share * a) + ((1 - share) * b))]);
    }

    internal static double[] Distribution(double[] p, int length, string name, string what)
    {
        if (p?.Length != length)
            throw new ArgumentException($"{what} has {p?.Length ?? 0} entries; expected {length}.", name);
        var sum = 0.0;
        foreach (var v in p)
            sum += v >= 0 ? v : double.NaN;
        return Math.Abs(sum - 1) <= 1e-9 ? p
            : throw new ArgumentException($"{what} is no distribution: its entries must be ≥ 0 and sum to 1; the least is {p.Min()}, they sum to {p.Sum()}.", name);
    }

    internal static void RequireIndex(int index, int count, string name)
    {
        if (index < 0 || index >= count)
            throw new ArgumentOutOfRangeException(name, index, $"It lies in [0, {count - 1}].");
    }
}
