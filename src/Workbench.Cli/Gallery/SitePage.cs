using System.Security.Cryptography;
using System.Text;

namespace Workbench.Cli.Gallery;

/// <summary>
/// One page of the site: what stands in it, put into the common frame. A page loads nothing but the site's own style, scripts and plotly.js; a
/// script runs only with the page's nonce, which content cannot know because it is the content's own hash.
/// </summary>
/// <param name="Path">Relative to the site.</param>
/// <param name="Title">What the browser's tab says.</param>
/// <param name="Body">Everything inside the main element.</param>
internal sealed record SitePage(string Path, string Title, Html Body)
{
    /// <summary>Script elements with the data of the page's figures.</summary>
    public Html Figures { get; init; } = Html.Empty;

    /// <summary>Class of the main element.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The whole page.</summary>
    public string ToText()
    {
        var body = Body.ToString();
        var figures = Figures.ToString();
        var nonce = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body + figures)))[..32];
        Html drawing = figures.Length == 0 ? Html.Empty
            : $"{Figures}<script nonce=\"{nonce}\" src=\"{Link("assets/figures.js")}\" data-plotly=\"{Link("assets/plotly.min.js")}\"></script>\n";
        Html page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data: blob:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Workbench">
            <title>{Title} · Workbench</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{Link("assets/base.css")}">
            <link rel="stylesheet" href="{Link("assets/site.css")}">
            <script nonce="{nonce}" src="{Link("assets/site.js")}"></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the content</a>
            <header class="bar"><div>
            <a class="brand" href="{Link(SiteMap.Index)}">Workbench</a>
            <nav aria-label="Site">{Entry("Ledger", SiteMap.Index)}{Entry("Compare", SiteMap.Effects)}<a href="{Link(SiteMap.Index)}#notebooks">Notebooks</a></nav>
            <button class="theme" type="button" hidden>Dark</button>
            </div></header>
            <main id="content" class="{Kind}">
            {Body}
            </main>
            <footer><p>Built by <code>./workbench gallery</code> from the cards, results and notebooks of this repository. Nothing on these pages is loaded from a network.</p></footer>
            {drawing}</body>
            </html>

            """;
        return page.ToString();
    }

    /// <summary>The address of another file of the site on this page.</summary>
    public string Link(string to) => SiteMap.Link(Path, to);

    private Html Entry(string words, string to) => $"<a href=\"{Link(to)}\"{Html.Trusted(to == Path ? " aria-current=\"page\"" : "")}>{words}</a>";
}
