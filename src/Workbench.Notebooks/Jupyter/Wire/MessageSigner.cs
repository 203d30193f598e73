using System.Security.Cryptography;
using System.Text;

namespace Workbench.Notebooks.Jupyter.Wire;

/// <summary>Signs messages with HMAC-SHA256 over the bytes of header, parent header, metadata and content.</summary>
/// <param name="key">The secret; empty signs nothing and accepts everything.</param>
internal sealed class MessageSigner(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The signature in lower-case hexadecimal digits; empty without a key.</summary>
    public byte[] Sign(ReadOnlySpan<byte[]> parts)
    {
        if (_key.Length == 0)
            return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts)
            hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether a signature is right; takes as long for a nearly right one.</summary>
    public bool IsSigned(ReadOnlySpan<byte[]> parts, byte[] signature) =>
        _key.Length == 0 || CryptographicOperations.FixedTimeEquals(Sign(parts), signature);

    /// <summary>Whether there is a key.</summary>
    public bool HasKey => _key.Length > 0;
}
