using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Workbench.Notebooks.Html;

/// <summary>
/// Lets through the HTML that shows something and nothing that acts: no scripts, no handlers, no frames, nothing fetched.
/// What is not listed here is dropped; its text stays.
/// </summary>
internal static class HtmlSanitizer
{
    private static readonly HashSet<string> Elements = Words("""
        a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup data dd del details dfn div dl dt em figcaption figure
        font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong style sub
        summary sup table tbody td tfoot th thead time tr tt u ul var wbr input
        math mrow mi mo mn mtext mspace ms mfrac msqrt mroot mstyle msup msub msubsup mover munder munderover mtable mtr mtd mpadded mphantom menclose merror semantics
        svg g path rect circle ellipse line polyline polygon text tspan defs lineargradient radialgradient stop clippath title desc use symbol marker pattern mask
        """);

    /// <summary>Dropped with everything inside.</summary>
    private static readonly HashSet<string> Silent = Words("""
        script noscript iframe object embed applet link meta base template frame frameset textarea select button audio video source track canvas portal
        foreignobject animate animatemotion animatetransform set annotation annotation-xml head
        """);

    private static readonly HashSet<string> Attributes = Words("""
        class id title lang dir style colspan rowspan scope headers align valign width height alt open start reversed value type checked disabled datetime cite color size
        border cellpadding cellspacing bgcolor role span abbr
        accent accentunder columnalign columnlines rowlines columnspacing rowspacing display displaystyle scriptlevel fence form largeop linethickness lspace rspace mathvariant
        maxsize minsize movablelimits separator stretchy symmetric notation depth voffset
        d x y x1 y1 x2 y2 cx cy r rx ry dx dy points viewbox preserveaspectratio transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray
        stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity font-family font-size font-weight font-style text-anchor dominant-baseline
        alignment-baseline offset stop-color stop-opacity gradientunits gradienttransform fx fy clip-path clip-rule clippathunits mask maskunits patternunits
        patterntransform marker-start marker-mid marker-end markerwidth markerheight refx refy orient xmlns version vector-effect shape-rendering text-rendering visibility letter-spacing
        """);

    public static string Clean(string html)
    {
        var document = new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + html);
        foreach (var element in document.Body!.QuerySelectorAll("*").ToList())
            Clean(element);
        foreach (var comment in document.Body.Descendants<IComment>().ToList())
            comment.Remove();
        return document.Body.InnerHtml;
    }

    private static void Clean(IElement element)
    {
        var name = element.LocalName.ToLowerInvariant();
        if (Silent.Contains(name) || (name == "input" && element.GetAttribute("type") != "checkbox"))
        {
            element.Remove();
            return;
        }
        if (!Elements.Contains(name))
        {
            Unwrap(element);
            return;
        }
        if (name == "style")
        {
            // Only for the output it stands in, not for the page.
            element.TextContent = Fetches(element.TextContent) ? "" : $"@scope {{ {element.TextContent} }}";
        }
        foreach (var attribute in element.Attributes.ToList())
            CleanAttribute(element, name, attribute);
        if (name == "a" && element.HasAttribute("href"))
            element.SetAttribute("rel", "noopener noreferrer");
        if (name == "img" && !element.HasAttribute("src"))
            element.OuterHtml = $"<em>[{Microsoft.DotNet.Interactive.Formatting.Html.Encode(element.GetAttribute("alt") is { Length: > 0 } alt ? alt : "image")}]</em>";
    }

    private static void CleanAttribute(IElement element, string name, IAttr attribute)
    {
        var value = attribute.Value.Trim();
        var keep = attribute.Name.ToLowerInvariant() switch
        {
            "href" when name == "a" => IsLink(value),
            "href" or "xlink:href" when name is "use" => value.StartsWith('#'),
            "src" when name == "img" => value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase),
            "style" or "fill" or "stroke" or "mask" or "clip-path" or "marker-start" or "marker-mid" or "marker-end" => !Fetches(value),
            var other => Attributes.Contains(other),
        };
        if (!keep)
            element.RemoveAttribute(attribute.NamespaceUri, attribute.LocalName);
        if (!keep && element.HasAttribute(attribute.Name))
            element.RemoveAttribute(attribute.Name);
    }

    /// <summary>A place on this page, or a page whose scheme starts no program.</summary>
    private static bool IsLink(string value) =>
        value.StartsWith('#')
        || (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto")
        || (Uri.TryCreate(value, UriKind.Relative, out _) && !value.Contains(':'));

    /// <summary>Style that would load something; a reference into the same page is fine.</summary>
    private static bool Fetches(string style)
    {
        var plain = style.Replace("url(#", "", StringComparison.OrdinalIgnoreCase).Replace("url(\"#", "", StringComparison.OrdinalIgnoreCase);
        return plain.Contains("url", StringComparison.OrdinalIgnoreCase) || plain.Contains("@import", StringComparison.OrdinalIgnoreCase)
            || plain.Contains("image-set", StringComparison.OrdinalIgnoreCase) || plain.Contains('\\') || plain.Contains("</", StringComparison.Ordinal);
    }

    private static void Unwrap(IElement element)
    {
        while (element.FirstChild is { } child)
            element.Before(child);
        element.Remove();
    }

    private static HashSet<string> Words(string list) => [.. list.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
