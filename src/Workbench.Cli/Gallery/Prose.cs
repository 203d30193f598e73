using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Workbench.Notebooks.Html;

namespace Workbench.Cli.Gallery;

/// <summary>Markdown of cards and notebooks as it stands on a page: cleaned, formulas as MathML, links to other files made links to their pages.</summary>
internal sealed class Prose(SiteMap map)
{
    /// <summary>Renders Markdown.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="file">The repository's file it stands in, for its links.</param>
    /// <param name="page">The page it will stand on.</param>
    /// <param name="shift">By how many levels headings move down.</param>
    public Html Render(string markdown, string file, string page, int shift = 0) => Fit(MarkdownMarkup.Render(markdown), file, page, shift);

    /// <summary>Fits cleaned markup into a page.</summary>
    /// <param name="markup">Cleaned markup.</param>
    /// <param name="file">The repository's file it comes from.</param>
    /// <param name="page">The page it will stand on.</param>
    /// <param name="shift">By how many levels headings move down.</param>
    public Html Fit(string markup, string file, string page, int shift = 0)
    {
        var document = new HtmlParser().ParseDocument("<!DOCTYPE html><body>" + markup);
        var body = document.Body!;
        // A style sheet inside an output or a card is meant for another page.
        foreach (var style in body.QuerySelectorAll("style").ToList())
            style.Remove();
        foreach (var link in body.QuerySelectorAll("a[href]").ToList())
            Follow(link, file, page);
        foreach (var heading in body.QuerySelectorAll("h1,h2,h3,h4,h5,h6").ToList())
            Move(heading, shift);
        foreach (var table in body.QuerySelectorAll("table").Where(table => table.Closest(".html, table table") is null).ToList())
            Wrap(document, table);
        foreach (var image in body.QuerySelectorAll("img:not([alt])"))
            image.SetAttribute("alt", "");
        return Html.Trusted(body.InnerHtml);
    }

    /// <summary>A title or a formula in a line, without its paragraph.</summary>
    public static Html Line(string markdown)
    {
        var markup = MarkdownMarkup.Render(markdown).Trim();
        return Html.Trusted(markup.StartsWith("<p>", StringComparison.Ordinal) && markup.IndexOf("</p>", StringComparison.Ordinal) == markup.Length - 4 ? markup[3..^4] : markup);
    }

    private void Follow(IElement link, string file, string page)
    {
        if (map.Translate(link.GetAttribute("href")!, file, page) is { } target)
        {
            link.SetAttribute("href", target);
            return;
        }

        // A file of the repository that has no page: its name stays.
        link.RemoveAttribute("href");
        link.SetAttribute("class", "file");
        link.SetAttribute("title", "a file of the repository");
    }

    private static void Move(IElement heading, int shift)
    {
        var level = Math.Min(6, heading.LocalName[1] - '0' + shift);
        if (shift == 0)
            return;
        var moved = heading.Owner!.CreateElement("h" + level.ToString(CultureInfo.InvariantCulture));
        moved.InnerHtml = heading.InnerHtml;
        if (heading.Id is { } id)
            moved.Id = id;
        heading.Replace(moved);
    }

    /// <summary>A wide table scrolls in a box of its own.</summary>
    private static void Wrap(IDocument document, IElement table)
    {
        var box = document.CreateElement("div");
        box.ClassName = "scroll";
        table.Replace(box);
        box.AppendChild(table);
    }
}
