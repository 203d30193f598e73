using System.Text;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A picture as it is shown; made by <see cref="Images"/>.</summary>
public sealed class Picture : IMimeContent
{
    private readonly string _content;
    private readonly string _label;

    internal Picture(string mimeType, string content, string label)
    {
        MimeType = mimeType;
        _content = content;
        _label = label;
    }

    /// <summary>Its format, such as <c>image/png</c>.</summary>
    public string MimeType { get; }

    string IMimeContent.Content => _content;

    /// <summary>Format and size.</summary>
    public override string ToString() => _label;

    void IMimeContent.WriteHtml(FormatContext context)
    {
        // As a picture also where it is SVG: nothing inside it runs then.
        var data = MimeType == "image/svg+xml" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(_content)) : _content;
        context.Writer.Write($"<img alt=\"{Html.Encode(_label)}\" src=\"data:{MimeType};base64,{data}\">");
    }
}

/// <summary>How the files of picture formats begin.</summary>
internal static class PictureHeader
{
    public static string? MimeTypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };

    /// <summary>Width and height where they are easily read.</summary>
    public static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> bytes) => MimeTypeOf(bytes) switch
    {
        "image/png" when bytes.Length >= 24 => (BigEndian(bytes[16..20]), BigEndian(bytes[20..24])),
        "image/gif" when bytes.Length >= 10 => (bytes[6] | bytes[7] << 8, bytes[8] | bytes[9] << 8),
        _ => null,
    };

    private static int BigEndian(ReadOnlySpan<byte> bytes) => bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}
