using System.Text;

namespace Workbench.Data;

/// <summary>
/// Byte-pair encoding (Gage 1994; Sennrich et al., arXiv 1508.07909, on bytes as in GPT-2): starting from the 256 bytes, the pair of
/// neighbours that is most frequent becomes a token of its own, again and again.
/// </summary>
/// <remarks>
/// Merges stay inside words: a word is a run of letters, of digits or of anything else, with the one space before it, so that encoding a
/// text word by word gives the same as encoding it whole. Of pairs that are equally frequent the one with the smaller tokens is merged.
/// <code>
/// var tokens = BytePairTokenizer.Train(text, vocabulary: 512);
/// tokens.Encode("In the beginning")      // fewer tokens than bytes
/// </code>
/// </remarks>
public sealed class BytePairTokenizer : ITokenizer
{
    private readonly byte[][] _bytes;
    private readonly Dictionary<(int, int), int> _merges;

    private BytePairTokenizer(IReadOnlyList<(int Left, int Right)> merges)
    {
        Merges = merges;
        _merges = [];
        _bytes = new byte[256 + merges.Count][];
        for (var i = 0; i < 256; i++)
            _bytes[i] = [(byte)i];
        for (var i = 0; i < merges.Count; i++)
        {
            _merges[merges[i]] = 256 + i;
            _bytes[256 + i] = [.. _bytes[merges[i].Left], .. _bytes[merges[i].Right]];
        }
    }

    /// <summary>What was merged, in order: merge i makes token 256 + i.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges { get; }

    /// <inheritdoc/>
    public int Vocabulary => _bytes.Length;

    /// <summary>Learns merges from a text; it has fewer tokens than asked for when nothing repeats any more.</summary>
    /// <param name="text">The text to learn from.</param>
    /// <param name="vocabulary">Tokens in the end, more than 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 256 tokens are asked for.</exception>
    public static BytePairTokenizer Train(string text, int vocabulary)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (vocabulary <= 256)
            throw new ArgumentOutOfRangeException(nameof(vocabulary), vocabulary, "Byte pairs need more tokens than the 256 bytes.");

        // Equal words are counted once; which words hold a pair is kept, so that a merge touches those only.
        var words = Words(text).CountBy(word => word).Select(pair => (Tokens: ByteTokens(pair.Key), Count: (long)pair.Value)).ToArray();
        var counts = new Dictionary<(int, int), long>();
        var places = new Dictionary<(int, int), HashSet<int>>();
        for (var i = 0; i < words.Length; i++)
            Add(i, +1);
        var merges = new List<(int, int)>();
        while (merges.Count < vocabulary - 256)
        {
            ((int, int) Pair, long Count) best = ((int.MaxValue, 0), 1);
            foreach (var (pair, count) in counts)
                if (count > best.Count || (count == best.Count && pair.CompareTo(best.Pair) < 0))
                    best = (pair, count);
            if (best.Count < 2)
                break;
            var merged = 256 + merges.Count;
            merges.Add(best.Pair);
            foreach (var i in places[best.Pair].ToArray())
            {
                Add(i, -1);
                words[i].Tokens = Merged(words[i].Tokens, best.Pair, merged);
                Add(i, +1);
            }
        }

        return new(merges);

        void Add(int word, int sign)
        {
            var (tokens, count) = words[word];
            for (var j = 0; j + 1 < tokens.Count; j++)
            {
                var pair = (tokens[j], tokens[j + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + (sign * count);
                if (!places.TryGetValue(pair, out var at))
                    places[pair] = at = [];
                if (sign > 0)
                    at.Add(word);
                else
                    at.Remove(word);
            }
        }
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var known = new Dictionary<string, List<int>>();
        var tokens = new List<int>(text.Length / 2);
        foreach (var word in Words(text))
        {
            if (!known.TryGetValue(word, out var parts))
                known[word] = parts = Encoded(ByteTokens(word));
            tokens.AddRange(parts);
        }

        return [.. tokens];
    }

    /// <summary>The text of tokens; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="tokens">Tokens in [0, <see cref="Vocabulary"/>).</param>
    /// <exception cref="ArgumentException">A number is no token.</exception>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Encoding.UTF8.GetString([.. tokens.SelectMany(token => token >= 0 && token < Vocabulary ? _bytes[token]
            : throw new ArgumentException($"{token} is no token; they run from 0 to {Vocabulary - 1}.", nameof(tokens)))]);
    }

    private List<int> Encoded(List<int> tokens)
    {
        while (true)
        {
            var first = int.MaxValue;
            for (var j = 0; j + 1 < tokens.Count; j++)
                if (_merges.TryGetValue((tokens[j], tokens[j + 1]), out var merged) && merged < first)
                    first = merged;
            if (first == int.MaxValue)
                return tokens;
            tokens = Merged(tokens, Merges[first - 256], first);
        }
    }

    private static List<int> Merged(List<int> tokens, (int Left, int Right) pair, int merged)
    {
        var result = new List<int>(tokens.Count);
        for (var j = 0; j < tokens.Count; j++)
        {
            if (j + 1 < tokens.Count && tokens[j] == pair.Left && tokens[j + 1] == pair.Right)
            {
                result.Add(merged);
                j++;
            }
            else
            {
                result.Add(tokens[j]);
            }
        }

        return result;
    }

    private static List<int> ByteTokens(string word) => [.. Encoding.UTF8.GetBytes(word).Select(b => (int)b)];

    private static IEnumerable<string> Words(string text)
    {
        static int Kind(char c) => char.IsLetter(c) ? 0 : char.IsDigit(c) ? 1 : c == ' ' ? 2 : 3;
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && Kind(text[end]) == Kind(text[start]))
                end++;
            if (text[start] == ' ' && end < text.Length)
            {
                // The last of several spaces belongs to what follows.
                if (end > start + 1)
                    end--;
                else
                    while (++end < text.Length && Kind(text[end]) == Kind(text[end - 1]))
                        ;
            }

            yield return text[start..end];
            start = end;
        }
    }
}
