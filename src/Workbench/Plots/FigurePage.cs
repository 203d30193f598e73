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
        <style>:root { color-scheme: light dark } body { margin: 1rem; background: Canvas; color: CanvasText } #figure { overflow-x: auto }</style>
        <script>{{plotlyScript}}</script>
        </head>
        <body>
        <div id="figure"></div>
        <script>
        const figure = {{Embed(figure.ToJson())}};
        Plotly.newPlot("figure", figure.data, figure.layout, { displaylogo: false, showSendToCloud: false, plotlyServerURL: "" });
        </script>
        </body>
        </html>
        """;

    /// <summary>JSON that can stand inside a script element: no text in it can close the element.</summary>
    public static string Embed(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal);
}
