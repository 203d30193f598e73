using System.Net;

namespace Workbench.Plots;

/// <summary>A page with one figure that needs nothing from outside.</summary>
internal static class FigurePage
{
    public static string Write(Figure figure, string plotlyScript) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(figure.Title ?? "Figure")}}</title>
        <style>{{Style(figure.Theme)}} body { margin: 1rem; background: var(--paper) } #figure { overflow-x: auto }</style>
        <script>{{plotlyScript}}</script>
        </head>
        <body>
        <div id="figure" role="img" aria-label="{{WebUtility.HtmlEncode(figure.ToString())}}"></div>
        <script>
        const figure = {{Embed(figure.ToJson())}};
        const config = { displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };
        {{Inks}}
        const dark = matchMedia("(prefers-color-scheme: dark)");
        const draw = () => Plotly.react("figure", { ...figure, layout: {{(figure.Theme == Theme.Auto ? "inked(figure.layout, dark.matches)" : "figure.layout")}}, config });
        dark.addEventListener("change", draw);
        draw();
        </script>
        </body>
        </html>
        """;

    /// <summary>A script function that gives a layout the colours of a light or dark page.</summary>
    public static string Inks => $$"""
        const inked = (layout, dark) => {
          const [text, grid, faint] = dark ? ["{{Ink.Dark.Text}}", "{{Ink.Dark.Grid}}", "{{Ink.Dark.Faint}}"] : ["{{Ink.Light.Text}}", "{{Ink.Light.Grid}}", "{{Ink.Light.Faint}}"];
          const copy = structuredClone(layout);
          copy.font = { ...copy.font, color: text };
          copy.modebar = { bgcolor: "rgba(0,0,0,0)", color: faint, activecolor: text };
          for (const key of Object.keys(copy).filter(key => /^[xy]axis\d*$/.test(key)))
            copy[key] = { ...copy[key], gridcolor: grid, linecolor: faint, tickcolor: faint };
          return copy;
        };
        """;

    /// <summary>JSON that can stand inside a script element: no text in it can close the element.</summary>
    public static string Embed(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal);

    private static string Style(Theme theme)
    {
        string Paper(Ink ink) => $":root {{ --paper: {ink.Background} }}";
        return theme switch
        {
            Theme.Light => Paper(Ink.Light),
            Theme.Dark => Paper(Ink.Dark),
            _ => $":root {{ color-scheme: light dark }} {Paper(Ink.Light)} @media (prefers-color-scheme: dark) {{ {Paper(Ink.Dark)} }}",
        };
    }
}
