namespace Workbench.Data;

/// <summary>Turns text into tokens, numbers from 0, and back.</summary>
public interface ITokenizer
{
    /// <summary>The number of different tokens.</summary>
    int Vocabulary { get; }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It holds what has no token.</exception>
    int[] Encode(string text);

    /// <summary>The text of tokens.</summary>
    /// <param name="tokens">Tokens in [0, <see cref="Vocabulary"/>).</param>
    /// <exception cref="ArgumentException">A number is no token.</exception>
    string Decode(IEnumerable<int> tokens);
}
