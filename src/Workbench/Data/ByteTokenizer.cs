using System.Text;

namespace Workbench.Data;

/// <summary>The 256 bytes of UTF-8 as tokens: any text has them.</summary>
public sealed class ByteTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public int Vocabulary => 256;

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Encoding.UTF8.GetBytes(text)];
    }

    /// <summary>The text of tokens; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <param name="tokens">Tokens in [0, 256).</param>
    /// <exception cref="ArgumentException">A number is no token.</exception>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Encoding.UTF8.GetString([.. tokens.Select(token => token is >= 0 and < 256 ? (byte)token
            : throw new ArgumentException($"{token} is no token; they run from 0 to 255.", nameof(tokens)))]);
    }
}
