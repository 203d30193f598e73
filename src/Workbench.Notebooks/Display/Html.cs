using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Turns text into HTML.</summary>
public static class Html
{
    /// <summary>Marks a string as HTML, to be shown as it is.</summary>
    public static IHtmlContent ToHtmlContent(this string html) => new HtmlString(html);

    /// <summary>Encodes a text so that HTML shows it literally.</summary>
    public static IHtmlContent HtmlEncode(this string text) => new HtmlString(Encode(text));

    /// <summary>Encodes the characters that mean something in HTML text and attributes; all others stay readable.</summary>
    public static string Encode(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.AsSpan().IndexOfAny("&<>\"'") < 0)
            return text ?? "";
        return text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");
    }
}
