using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Workbench.Cli.Gallery;

/// <summary>
/// Markup, written as an interpolated string: <c>Html cell = $"&lt;td&gt;{text}&lt;/td&gt;"</c>. Every text put into a hole is escaped, so that only
/// what stands in the source as markup, or comes from <see cref="Trusted"/>, is markup.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Html
{
    private readonly StringBuilder _text;

    public Html(int literalLength, int formattedCount) => _text = new(literalLength + 16 * formattedCount);

    private Html(string text) => _text = new(text);

    public static Html Empty => new("");

    /// <summary>Takes text as markup; for what has been escaped or cleaned already.</summary>
    public static Html Trusted(string markup) => new(markup);

    /// <summary>Escaped text.</summary>
    public static Html Of(string? text) => new(WebUtility.HtmlEncode(text ?? ""));

    /// <summary>The markup, or nothing.</summary>
    public static Html When(bool condition, Html markup) => condition ? markup : Empty;

    /// <summary>Parts with markup between them.</summary>
    public static Html Join(string between, IEnumerable<Html> parts) => new(string.Join(between, parts));

    public void AppendLiteral(string markup) => _text.Append(markup);

    public void AppendFormatted(string? text) => _text.Append(WebUtility.HtmlEncode(text));

    public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A place or a length for SVG and CSS: at most two decimals.</summary>
    public void AppendFormatted(double number) => _text.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    public void AppendFormatted(Html markup) => _text.Append(markup._text);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
            _text.Append(part._text);
    }

    /// <summary>The markup as text.</summary>
    public override string ToString() => _text.ToString();
}
