using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Workbench.Notebooks.Intelligence.Documentation;

/// <summary>Finds members in a compiler's documentation file by reading through it: such files reach megabytes, and few questions are asked.</summary>
internal static class XmlDocumentationFile
{
    private const int ChunkSize = 1 << 18;

    /// <summary>No member's documentation is nearly as long.</summary>
    private const int LongestMember = 1 << 20;

    private static readonly byte[] MemberEnd = "</member>"u8.ToArray();

    /// <summary>The element of a member (<c>M:System.String.Trim</c>), or null when the file has none or cannot be read.</summary>
    public static XElement? Find(string path, string memberId)
    {
        try
        {
            using var file = File.OpenRead(path);
            var name = Encoding.UTF8.GetBytes($"<member name=\"{memberId.Replace("&", "&amp;").Replace("<", "&lt;")}\"");
            if (OffsetOf(file, name, 0, long.MaxValue) is not { } start || OffsetOf(file, MemberEnd, start, LongestMember) is not { } end)
                return null;
            var bytes = new byte[end + MemberEnd.Length - start];
            file.Position = start;
            file.ReadExactly(bytes);
            return XElement.Parse(Encoding.UTF8.GetString(bytes), LoadOptions.PreserveWhitespace);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return null;
        }
    }

    private static long? OffsetOf(FileStream file, byte[] pattern, long from, long farthest)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            file.Position = from;
            var kept = 0;
            for (var offset = from; offset - from < farthest;)
            {
                var read = file.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
                if (read == 0)
                    return null;
                var filled = kept + read;
                if (buffer.AsSpan(0, filled).IndexOf(pattern) is >= 0 and var found)
                    return offset + found;
                // The pattern may begin at the end of this chunk.
                kept = Math.Min(filled, pattern.Length - 1);
                buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
                offset += filled - kept;
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
