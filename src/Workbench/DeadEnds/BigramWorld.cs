namespace Workbench.DeadEnds;

/// <summary>
/// A world whose next token depends on the last one as in a text, and whose risk grows with how many marked tokens were written: nothing in
/// it is a dead end, every marked token adds a little.
/// </summary>
/// <remarks>
/// A state is the number of marked tokens so far, up to a most, and the last token. Texts start after a token of the text's own
/// frequencies, which is not counted.
/// <code>
/// var words = WordTokenizer.Of(text, vocabulary: 400);
/// var world = BigramWorld.Of(words.Encode(text), 400, marked: [20, 21, 22], most: 6, risk: count => 0.1 * count, horizon: 20);
/// </code>
/// </remarks>
public static class BigramWorld
{
    /// <summary>A world.</summary>
    /// <param name="tokens">A text; its end is followed by its beginning.</param>
    /// <param name="vocabulary">Different tokens, each of which occurs.</param>
    /// <param name="marked">The tokens that are counted.</param>
    /// <param name="most">The largest count that is told apart, positive.</param>
    /// <param name="risk">The probability of an undesired text by its count, from 0 to <paramref name="most"/>.</param>
    /// <param name="horizon">Tokens of a text, positive.</param>
    /// <exception cref="ArgumentException">A token is outside the vocabulary or does not occur, or a number is out of its range.</exception>
    public static TokenWorld Of(IReadOnlyList<int> tokens, int vocabulary, IReadOnlyCollection<int> marked, int most, Func<int, double> risk, int horizon)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(marked);
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(vocabulary);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        foreach (var token in marked.Where(token => token < 0 || token >= vocabulary))
            throw new ArgumentException($"Marked tokens must lie in [0, {vocabulary - 1}]; got {token}.", nameof(marked));
        var pairs = Pairs(tokens, vocabulary);
        var sums = Enumerable.Range(0, vocabulary).Select(last => Enumerable.Range(0, vocabulary).Sum(a => pairs[last, a])).ToArray();
        if (Array.IndexOf(sums, 0) is var missing and >= 0)
            throw new ArgumentException($"Token {missing} does not occur, so that nothing is known of what follows it.", nameof(tokens));

        var isMarked = marked.ToHashSet();
        var states = (most + 1) * vocabulary;
        var (probabilities, next, start) = (new double[states, vocabulary], new int[states, vocabulary], new double[states]);
        for (var state = 0; state < states; state++)
        {
            var (count, last) = (state / vocabulary, state % vocabulary);
            for (var a = 0; a < vocabulary; a++)
            {
                probabilities[state, a] = (double)pairs[last, a] / sums[last];
                next[state, a] = (Math.Min(most, count + (isMarked.Contains(a) ? 1 : 0)) * vocabulary) + a;
            }

            if (count == 0) start[state] = (double)sums[last] / tokens.Count;
        }

        return new TokenWorld(probabilities, next, [.. Enumerable.Range(0, states).Select(state => risk(state / vocabulary))], start, horizon);
    }

    private static int[,] Pairs(IReadOnlyList<int> tokens, int vocabulary)
    {
        var pairs = new int[vocabulary, vocabulary];
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] < 0 || tokens[i] >= vocabulary)
                throw new ArgumentException($"Tokens must lie in [0, {vocabulary - 1}]; token {i} is {tokens[i]}.", nameof(tokens));
            if (i > 0) pairs[tokens[i - 1], tokens[i]]++;
        }

        if (tokens.Count > 0) pairs[tokens[^1], tokens[0]]++;
        return pairs;
    }
}
