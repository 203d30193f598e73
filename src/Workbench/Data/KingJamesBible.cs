using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Workbench.Papers;

namespace Workbench.Data;

/// <summary>A verse.</summary>
/// <param name="Reference">Book, chapter and verse as the file writes them, such as <c>Ge1:1</c>.</param>
/// <param name="Text">Its words.</param>
public sealed record Verse(string Reference, string Text);

/// <summary>
/// The King James Bible, 31,102 verses and 4.1 million characters of English, read from <c>bible.data</c> as Debian's package
/// <c>bible-kjv-text</c> has it (public domain): small enough for language models on a CPU, large enough that they learn.
/// </summary>
/// <remarks>
/// <code>
/// var text = KingJamesBible.Text();                       // one verse a line, without references
/// var tokens = CharacterTokenizer.Of(text);               // 63 characters
/// using var data = TokenStream.Of(tokens.Encode(text), trainShare: 0.95);
/// </code>
/// </remarks>
public static class KingJamesBible
{
    /// <summary>The number of verses.</summary>
    public const int Count = 31_102;

    /// <summary>Where Debian's package puts the file.</summary>
    public const string DebianFolder = "/usr/lib";

    /// <summary>The name of the file.</summary>
    public const string FileName = "bible.data";

    private const string Magic = "EC02Compressed Data File";
    private const string Sha256 = "e53aaf0af1e58f259e35d0d9f7ca1bbe154fd77bb95471279b37b34d3c397a98";

    /// <summary>All verses, from Genesis to Revelation.</summary>
    /// <param name="folder">
    /// Where the file is; null looks in <c>$WORKBENCH_DATA/bible-kjv</c>, <c>$WORKBENCH_DATA</c>, <c>data/cache/bible-kjv</c> of this
    /// checkout and Debian's folder.
    /// </param>
    /// <exception cref="FileNotFoundException">The file is in none of these folders.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<Verse> Verses(string? folder = null)
    {
        // The first line is a title; every other is "Ge1:1 In the beginning …".
        var lines = Content(FindFile(folder)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Skip(1).Select(line => new Verse(line[..line.IndexOf(' ')], line[(line.IndexOf(' ') + 1)..]))];
    }

    /// <summary>The whole text, one verse a line, without references.</summary>
    /// <param name="folder">As for <see cref="Verses"/>.</param>
    /// <exception cref="FileNotFoundException">The file is in none of these folders.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static string Text(string? folder = null) => string.Join('\n', Verses(folder).Select(verse => verse.Text));

    /// <summary>The file that is read.</summary>
    /// <param name="folder">The only folder to look in; null looks in the usual places.</param>
    /// <exception cref="FileNotFoundException">It is in none of them; the message names what brings it.</exception>
    public static string FindFile(string? folder = null) => DataFile.Find(
        FileName, folder, "bible-kjv", DebianFolder, "The King James Bible is not there",
        "'./workbench run' takes the file out of Debian's package bible-kjv-text; 'sudo apt-get install bible-kjv-text' installs it; "
        + $"or put the file in a folder and name it in {FashionMnist.Variable}.");

    /// <summary>
    /// The file is a header and a table (big-endian: length of a window at 84, number of windows at 88, then where each begins, and the
    /// end), followed by the windows, each compressed for itself.
    /// </summary>
    private static string Content(string path)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length < 96 || Encoding.ASCII.GetString(file, 0, Magic.Length) != Magic)
            throw Damaged(path, $"it does not begin with '{Magic}'");
        int At(int offset) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(offset));
        var windows = At(88);
        if (windows < 1 || 92 + (4L * (windows + 1)) > file.Length)
            throw Damaged(path, $"it says that it has {windows} windows");
        using var content = new MemoryStream();
        for (var i = 0; i < windows; i++)
        {
            var (from, to) = (At(92 + (4 * i)), At(96 + (4 * i)));
            if (from < 96 || to < from || to > file.Length)
                throw Damaged(path, $"window {i + 1} of {windows} lies from byte {from} to {to} of {file.Length}");
            try
            {
                content.Write(UnixCompress.Expand(file.AsSpan(from, to - from)));
            }
            catch (InvalidDataException error)
            {
                throw Damaged(path, $"window {i + 1} of {windows}: {error.Message}");
            }
        }

        var found = Convert.ToHexStringLower(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        return found == Sha256 ? Encoding.ASCII.GetString(content.GetBuffer(), 0, (int)content.Length)
            : throw Damaged(path, $"the SHA-256 checksum of its content is {found}, expected {Sha256}");
    }

    private static InvalidDataException Damaged(string path, string reason) =>
        new($"The file '{path}' is damaged or not what it should be: {reason}.");
}
