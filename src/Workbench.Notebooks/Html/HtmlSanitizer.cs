using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using static Microsoft.DotNet.Interactive.Formatting.Html;

namespace Workbench.Notebooks.Html;

/// <summary>
/// Lets through the HTML that shows something and nothing that acts: no scripts, no handlers, no frames, nothing fetched.
/// What is not listed here is dropped; its text stays.
/// </summary>
internal static partial class HtmlSanitizer
{
    private static readonly HashSet<string> Elements = Words("""
        a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup data dd del details dfn div dl dt em figcaption figure
        font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong style sub
        summary sup table tbody td tfoot th thead time tr tt u ul var wbr input progress meter
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
        border cellpadding cellspacing bgcolor role span abbr max min low high optimum
        accent accentunder columnalign columnlines rowlines columnspacing rowspacing display displaystyle scriptlevel fence form largeop linethickness lspace rspace mathvariant
        maxsize minsize movablelimits separator stretchy symmetric notation depth voffset
        d x y x1 y1 x2 y2 cx cy r rx ry dx dy points viewbox preserveaspectratio transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray
        stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity font-family font-size font-weight font-style text-anchor dominant-baseline
        alignment-baseline offset stop-color stop-opacity gradientunits gradienttransform fx fy clip-path clip-rule clippathunits mask maskunits patternunits
        patterntransform marker-start marker-mid marker-end markerwidth markerheight refx refy orient xmlns version vector-effect shape-rendering text-rendering visibility letter-spacing
        """);

    /// <summary>What a page without it would not show as its author meant it.</summary>
    private static readonly HashSet<string> Active = Words("script iframe object embed applet frame portal canvas video audio");

    /// <summary>No page needs more; a browser's own parser stops there, and what goes through a tree may recurse.</summary>
    private const int Deepest = 400;

    /// <summary>The HTML with what acts removed.</summary>
    public static string Clean(string html) => Clean(html, out _);

    /// <summary>The HTML with what acts removed.</summary>
    /// <param name="html">Anything.</param>
    /// <param name="isReduced">Whether a script, a frame or the like was dropped.</param>
    public static string Clean(string html, out bool isReduced)
    {
        isReduced = false;
        // Cleaned until it stays as it is: what a parser makes of markup may be read differently the next time.
        for (var pass = 0; pass < 4; pass++)
        {
            if (CleanOnce(html, ref isReduced) is not { } cleaned)
                break;
            if (cleaned == html)
                return cleaned;
            html = cleaned;
        }
        isReduced = true;
        return $"<pre>{Encode(html)}</pre>";
    }

    /// <summary>Null when the elements are nested too deeply.</summary>
    private static string? CleanOnce(string html, ref bool isReduced)
    {
        // Before the parser, whose time grows with the square of the depth.
        if (IsDeep(html))
            return null;
        var body = new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + html).Body!;
        if (ElementsIn(body) is not { } elements)
            return null;
        foreach (var element in elements)
        {
            isReduced |= Active.Contains(element.LocalName.ToLowerInvariant());
            Clean(element);
        }
        foreach (var comment in body.Descendants<IComment>().ToList())
            comment.Remove();
        // A style sheet's block has the sheet's parent for its root; this one is ours to give.
        if (body.Children.Any(child => child.LocalName == "style"))
            return $"<div class=\"styled\">{body.InnerHtml}</div>";
        return body.InnerHtml;
    }

    /// <summary>Whether more tags are open at once than any page has; a guess that does not need the rules of HTML.</summary>
    private static bool IsDeep(string html)
    {
        var depth = 0;
        foreach (var tag in Tag().EnumerateMatches(html))
        {
            var text = html.AsSpan(tag.Index, tag.Length);
            if (text[1] == '/')
                depth = Math.Max(0, depth - 1);
            else if (!Unnested.Contains(text[1..].ToString().ToLowerInvariant()) && ++depth > Deepest)
                return true;
        }
        return false;
    }

    /// <summary>Elements that hold none of their kind, or nothing: often without an end of their own.</summary>
    private static readonly HashSet<string> Unnested = Words("""
        p li td th tr thead tbody tfoot dt dd option br hr img input col wbr area base link meta source track embed
        path rect circle ellipse line polyline polygon stop use
        """);

    [GeneratedRegex("</?[A-Za-z][A-Za-z0-9]*")]
    private static partial Regex Tag();

    /// <summary>All elements from the top down, without recursion.</summary>
    private static List<IElement>? ElementsIn(IElement root)
    {
        var elements = new List<IElement>();
        var depth = 0;
        var current = root.FirstElementChild;
        while (current is not null)
        {
            elements.Add(current);
            if (current.FirstElementChild is { } child)
            {
                if (++depth > Deepest)
                    return null;
                current = child;
                continue;
            }
            while (current is not null && current != root && current.NextElementSibling is null)
            {
                current = current.ParentElement;
                depth--;
            }
            current = current == root ? null : current?.NextElementSibling;
        }
        return elements;
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
            element.TextContent = CssFilter.Sheet(element.TextContent);
        }
        foreach (var attribute in element.Attributes.ToList())
            CleanAttribute(element, name, attribute);
        if (name == "a" && element.HasAttribute("href"))
            element.SetAttribute("rel", "noopener noreferrer");
        if (name == "img" && !element.HasAttribute("src"))
            element.OuterHtml = $"<em>[{Encode(element.GetAttribute("alt") is { Length: > 0 } alt ? alt : "image")}]</em>";
    }

    private static void CleanAttribute(IElement element, string name, IAttr attribute)
    {
        var value = attribute.Value.Trim();
        var keep = attribute.Name.ToLowerInvariant() switch
        {
            "href" when name == "a" => IsLink(value),
            "href" or "xlink:href" when name is "use" => value.StartsWith('#'),
            "src" when name == "img" => value.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase),
            "style" or "fill" or "stroke" or "mask" or "clip-path" or "marker-start" or "marker-mid" or "marker-end" => CssFilter.IsHarmless(value),
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
        || (!value.Any(char.IsControl) && Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "mailto")
        || (Uri.TryCreate(value, UriKind.Relative, out _) && value.AsSpan().IndexOfAny(":\\") < 0 && !value.StartsWith("//", StringComparison.Ordinal) && !value.Any(char.IsControl));

    private static void Unwrap(IElement element)
    {
        while (element.FirstChild is { } child)
            element.Before(child);
        element.Remove();
    }

    private static HashSet<string> Words(string list) => [.. list.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
