using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>A page with all sample figures, to be looked at, light and dark.</summary>
internal static class GalleryPage
{
    public static string Write(IReadOnlyDictionary<string, Figure> figures) => $$"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Figures</title>
        <style>
        :root { color-scheme: light dark } body { margin: 1rem; font: 14px system-ui, sans-serif; background: #fff; color: #3c4043 }
        @media (prefers-color-scheme: dark) { body { background: #16181c; color: #d7dade } }
        main { display: flex; flex-wrap: wrap; gap: 1.5rem } figure { margin: 0; max-width: 100%; overflow-x: auto } figcaption { font-weight: 600 }
        </style>
        <script src="{{new Uri(PlotlyScript.Find()!)}}"></script></head><body><main></main><script>
        const figures = { {{string.Join(",\n", figures.Select(f => $"{System.Text.Json.JsonSerializer.Serialize(f.Key)}: {FigurePage.Embed(f.Value.ToJson())}"))}} };
        {{FigurePage.Inks}}
        {{FigurePage.Fit}}
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        for (const [name, f] of Object.entries(figures)) {
          const host = document.querySelector("main").appendChild(document.createElement("figure"));
          host.innerHTML = `<figcaption>${name}</figcaption><div></div>`;
          const layout = fitted(f, document.querySelector("main").clientWidth);
          const own = f.layout.paper_bgcolor !== "rgba(0,0,0,0)";
          Plotly.newPlot(host.lastChild, { ...f, layout: own ? layout : inked(layout, dark), config: { displayModeBar: false } });
        }
        </script></body></html>
        """;
}
