using System.Text.Json;

namespace Workbench.Plots;

/// <summary>Draws plotly figures as PNG or SVG with a headless Chromium: one start of the browser for any number of figures.</summary>
public static class ChromiumRenderer
{
    /// <summary>Whether a Chromium and plotly.js are there.</summary>
    public static bool IsAvailable => ChromiumPage.Find() is not null && PlotlyScript.Find() is not null;

    /// <summary>
    /// Draws figures. Each is as large as its layout says (700×450 where it says nothing); the pictures have a transparent background
    /// and a palette of 256 colours, which keeps an ordinary plot below 20 KB.
    /// </summary>
    /// <param name="figures">Figures as plotly JSON.</param>
    /// <param name="scale">Picture pixels per layout pixel.</param>
    /// <param name="plotlyScript">Path of plotly.min.js; null for the repository's own copy.</param>
    /// <returns>One PNG per figure, in order.</returns>
    /// <exception cref="InvalidOperationException">There is no Chromium, or a figure cannot be drawn (which one, and why).</exception>
    /// <exception cref="FileNotFoundException">plotly.js is not there.</exception>
    /// <exception cref="JsonException">A figure is not JSON.</exception>
    public static byte[][] RenderPngs(IEnumerable<string> figures, double scale = 1, string? plotlyScript = null)
    {
        return [.. Draw(figures, "png", scale, plotlyScript).Select(u => PngPalette.Reduce(Convert.FromBase64String(u[(u.IndexOf(',') + 1)..])))];
    }

    /// <summary>Draws figures as SVG.</summary>
    /// <param name="figures">Figures as plotly JSON.</param>
    /// <param name="plotlyScript">Path of plotly.min.js; null for the repository's own copy.</param>
    /// <returns>One SVG document per figure, in order.</returns>
    /// <exception cref="InvalidOperationException">There is no Chromium, or a figure cannot be drawn (which one, and why).</exception>
    /// <exception cref="FileNotFoundException">plotly.js is not there.</exception>
    /// <exception cref="JsonException">A figure is not JSON.</exception>
    public static string[] RenderSvgs(IEnumerable<string> figures, string? plotlyScript = null) =>
        [.. Draw(figures, "svg", 1, plotlyScript).Select(u => Uri.UnescapeDataString(u[(u.IndexOf(',') + 1)..]))];

    private static string[] Draw(IEnumerable<string> figures, string format, double scale, string? plotlyScript)
    {
        ArgumentNullException.ThrowIfNull(figures);
        string[] all = [.. figures];
        return all.Length == 0 ? [] : Run<string>(all, $$"""
            async () => {
              const out = [];
              for (const [i, f] of input.entries()) {
                const div = document.body.appendChild(document.createElement("div"));
                try {
                  const size = { width: f.layout?.width ?? 700, height: f.layout?.height ?? 450 };
                  const still = Object.fromEntries(Object.entries(f.layout ?? {}).filter(([key]) => key !== "updatemenus" && key !== "sliders"));
                  await Plotly.newPlot(div, f.data, { ...still, ...size }, { staticPlot: true });
                  out.push(await Plotly.toImage(div, { format: "{{format}}", ...size, scale: {{scale.ToString(System.Globalization.CultureInfo.InvariantCulture)}} }));
                } catch (e) { throw new Error(`figure ${i}: ${e && e.message || e}`); }
                Plotly.purge(div);
                div.remove();
              }
              return JSON.stringify(out);
            }
            """, plotlyScript);
    }

    /// <summary>What plotly itself finds wrong with figures: unknown attributes, values outside what it accepts.</summary>
    /// <param name="figures">Figures as plotly JSON.</param>
    /// <param name="plotlyScript">Path of plotly.min.js; null for the repository's own copy.</param>
    /// <returns>Per figure the complaints, empty for a valid one.</returns>
    /// <exception cref="InvalidOperationException">There is no Chromium.</exception>
    public static string[][] Validate(IEnumerable<string> figures, string? plotlyScript = null)
    {
        ArgumentNullException.ThrowIfNull(figures);
        string[] all = [.. figures];
        return all.Length == 0 ? [] : Run<string[]>(all, """
            async () => JSON.stringify(input.map(f => (Plotly.validate(f.data, f.layout) || []).map(p => p.msg)))
            """, plotlyScript);
    }

    private static T[] Run<T>(string[] figures, string script, string? plotlyScript)
    {
        foreach (var figure in figures)
            JsonDocument.Parse(figure).Dispose();
        var answer = ChromiumPage.Run($"[{string.Join(',', figures)}]", script, plotlyScript, TimeSpan.FromMinutes(2));
        return JsonSerializer.Deserialize<T[]>(answer)!;
    }
}
