namespace Workbench.Data;

/// <summary>One token for each character of a text, numbered in the order of their code points.</summary>
public sealed class CharacterTokenizer : ITokenizer
{
    private readonly char[] _characters;
    private readonly Dictionary<char, int> _tokens;

    private CharacterTokenizer(char[] characters)
        => (_characters, _tokens) = (characters, characters.Select((c, i) => (c, i)).ToDictionary(pair => pair.c, pair => pair.i));

    /// <summary>The tokenizer of the characters that a text has.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static CharacterTokenizer Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new([.. text.Distinct().Order()]);
    }

    /// <inheritdoc/>
    public int Vocabulary => _characters.Length;

    /// <summary>The token of a character.</summary>
    /// <param name="character">A character of the text it was made from.</param>
    /// <exception cref="ArgumentException">There is no such token.</exception>
    public int this[char character] => _tokens.TryGetValue(character, out var token) ? token
        : throw new ArgumentException($"The character '{character}' (U+{(int)character:X4}) has no token; there are {Vocabulary}.", nameof(character));

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new int[text.Length];
        for (var i = 0; i < text.Length; i++)
            tokens[i] = this[text[i]];
        return tokens;
    }

    /// <inheritdoc/>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return new([.. tokens.Select(token => token >= 0 && token < Vocabulary ? _characters[token]
            : throw new ArgumentException($"{token} is no token; they run from 0 to {Vocabulary - 1}.", nameof(tokens)))]);
    }
}
