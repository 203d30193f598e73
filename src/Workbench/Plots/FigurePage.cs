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
        const config = { displayModeBar: matchMedia("(hover: hover)").matches ? "hover" : false, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };
        {{Inks}}
        const dark = matchMedia("(prefers-color-scheme: dark)");
        {{Fit}}
        const host = document.getElementById("figure");
        const draw = () => {
          const layout = fitted(figure, host.clientWidth);
          Plotly.react(host, { ...figure, layout: {{(figure.Theme == Theme.Auto ? "inked(layout, dark.matches)" : "layout")}}, config });
        };
        dark.addEventListener("change", draw);
        addEventListener("resize", draw);
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

    /// <summary>
    /// A script function that makes a figure as narrow as its place: its height shrinks less than its width so that texts keep room, panels
    /// side by side keep a readable width and scroll instead, title and legend get the lines that they need.
    /// </summary>
    public static string Fit => """
        const fitted = (figure, room) => {
          const layout = structuredClone(figure.layout), { l, r, t, b } = layout.margin;
          if (!(layout.width > room)) return layout;
          const starts = Object.entries(layout).filter(([key, axis]) => /^xaxis\d*$/.test(key) && axis.visible !== false).map(([, axis]) => axis.domain[0]);
          const width = Math.max(room, Math.min(layout.width, 160 * new Set(starts).size + l + r)), inner = width - l - r;
          const entries = layout.showlegend ? figure.data.filter(d => d.name && d.showlegend !== false) : [];
          const widths = entries.map(d => 7 * d.name.length + 46), all = widths.reduce((a, b) => a + b, 0);
          const rows = w => all <= w ? 1 : Math.ceil(widths.length / Math.max(1, Math.floor(w / Math.max(...widths))));
          const lines = [];
          for (const word of (layout.title?.text ?? "").split(" "))
            if (lines.length && (lines.at(-1) + word).length * 7.8 < width - l - 16) lines[lines.length - 1] += " " + word;
            else lines.push(word);
          const before = layout.width - l - r, more = 24 * Math.max(0, rows(0.85 * inner) - rows(before)) + 19 * (lines.length - 1);
          const inside = Math.round((layout.height - t - b) * Math.sqrt(inner / before));
          layout.margin.t = t + more;
          layout.height = inside + t + b + more;
          layout.width = width;
          if (layout.title) Object.assign(layout.title, { text: lines.join("<br>"), y: 1 - (6 + 6 * lines.length) / layout.height });
          return layout;
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
