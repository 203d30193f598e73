using System.Text.RegularExpressions;

namespace Workbench.Data;

/// <summary>
/// One token a word, in lower case and without punctuation: token 0 stands for every word that is not among the most frequent ones, token 1
/// is the most frequent word, and so on.
/// </summary>
/// <remarks>
/// Words are runs of letters and apostrophes. Words that are equally frequent keep the order of the alphabet.
/// <code>
/// var words = WordTokenizer.Of(KingJamesBible.Text(), vocabulary: 2000);
/// words.Encode("In the beginning")      // three tokens
/// </code>
/// </remarks>
public sealed partial class WordTokenizer : ITokenizer
{
    /// <summary>The token of every other word.</summary>
    public const int Unknown = 0;

    /// <summary>How <see cref="Unknown"/> is written.</summary>
    public const string UnknownWord = "<unk>";

    private readonly string[] _words;
    private readonly Dictionary<string, int> _tokens;

    private WordTokenizer(string[] words)
        => (_words, _tokens) = (words, words.Select((word, i) => (word, i)).Skip(1).ToDictionary(pair => pair.word, pair => pair.i));

    /// <summary>The tokenizer of the most frequent words of a text; it has fewer tokens than asked for when the text has fewer words.</summary>
    /// <param name="text">The text, with a word at least.</param>
    /// <param name="vocabulary">Tokens at most, with the unknown one, at least 2.</param>
    /// <exception cref="ArgumentException">The text has no word, or fewer than 2 tokens are asked for.</exception>
    public static WordTokenizer Of(string text, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 2);
        var counts = Words(text).CountBy(word => word).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        string[] words = [UnknownWord, .. counts.Take(vocabulary - 1).Select(pair => pair.Key)];
        return words.Length > 1 ? new(words) : throw new ArgumentException("The text has no word.", nameof(text));
    }

    /// <inheritdoc/>
    public int Vocabulary => _words.Length;

    /// <summary>The word of a token.</summary>
    /// <param name="token">A token in [0, <see cref="Vocabulary"/>).</param>
    /// <exception cref="ArgumentException">There is no such token.</exception>
    public string this[int token] => token >= 0 && token < Vocabulary ? _words[token]
        : throw new ArgumentException($"{token} is no token; they run from 0 to {Vocabulary - 1}.", nameof(token));

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Words(text).Select(word => _tokens.GetValueOrDefault(word, Unknown))];
    }

    /// <summary>The words of tokens with a space between them; not the text they came from, as punctuation and rare words are lost.</summary>
    /// <param name="tokens">Tokens in [0, <see cref="Vocabulary"/>).</param>
    /// <exception cref="ArgumentException">A number is no token.</exception>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return string.Join(' ', tokens.Select(token => this[token]));
    }

    private static IEnumerable<string> Words(string text) => Word().Matches(text).Select(match => match.Value.ToLowerInvariant());

    [GeneratedRegex(@"\p{L}[\p{L}']*")]
    private static partial Regex Word();
}
