using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>Pictures to show: <c>Images.FromFile("plot.png")</c>, <c>Images.Png(bytes)</c>, <c>Images.Svg("&lt;svg …")</c>.</summary>
public static class Images
{
    /// <summary>A picture in the PNG format.</summary>
    /// <exception cref="ArgumentException">The bytes are none.</exception>
    public static Picture Png(byte[] bytes) => Binary(bytes, "image/png");

    /// <summary>A picture in the JPEG format.</summary>
    /// <exception cref="ArgumentException">The bytes are none.</exception>
    public static Picture Jpeg(byte[] bytes) => Binary(bytes, "image/jpeg");

    /// <summary>A picture in the GIF format.</summary>
    /// <exception cref="ArgumentException">The bytes are none.</exception>
    public static Picture Gif(byte[] bytes) => Binary(bytes, "image/gif");

    /// <summary>A drawing in the SVG format; scripts in it do not run where it is shown as a picture.</summary>
    /// <exception cref="ArgumentException">The text is none.</exception>
    public static Picture Svg(string svg)
    {
        ArgumentNullException.ThrowIfNull(svg);
        if (!svg.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("This text holds no <svg> element.", nameof(svg));
        return new Picture("image/svg+xml", svg, $"SVG drawing, {svg.Length} characters");
    }

    /// <summary>A picture in any of these formats or WebP, told by how the bytes begin.</summary>
    /// <exception cref="ArgumentException">They begin like none of them.</exception>
    public static Picture FromBytes(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (PictureHeader.MimeTypeOf(bytes) is { } mimeType)
            return Binary(bytes, mimeType);
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        return text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('<') && text.Contains("<svg", StringComparison.OrdinalIgnoreCase)
            ? Svg(text)
            : throw new ArgumentException("These bytes are no PNG, JPEG, GIF, WebP or SVG picture.", nameof(bytes));
    }

    /// <summary>A picture from a file.</summary>
    /// <exception cref="ArgumentException">The file holds no picture that can be shown.</exception>
    public static Picture FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FromBytes(File.ReadAllBytes(path));
    }

    private static Picture Binary(byte[] bytes, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (PictureHeader.MimeTypeOf(bytes) is var found && found != mimeType)
            throw new ArgumentException($"These bytes are {(found is null ? "no picture that is known here" : $"a picture of type {found}")}, not {mimeType}.", nameof(bytes));
        var size = PictureHeader.SizeOf(bytes) is var (width, height) ? $" {width} × {height}," : "";
        return new Picture(mimeType, Convert.ToBase64String(bytes), $"{mimeType["image/".Length..].ToUpperInvariant()} picture,{size} {bytes.Length} bytes");
    }
}
