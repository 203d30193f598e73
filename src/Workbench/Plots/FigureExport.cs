using System.Text;

namespace Workbench.Plots;

public sealed partial record Figure
{
    /// <summary>The figure as plotly JSON: <c>{"data":[…],"layout":{…}}</c>, with <c>"frames"</c> when it moves.</summary>
    public string ToJson() => FigureWriter.Write(this);

    /// <summary>A page that shows the figure without a network: plotly.js is written into it (about 5 MB). It follows the reader's light or dark mode.</summary>
    /// <param name="plotlyScript">Path of plotly.min.js; null for the repository's own copy.</param>
    /// <exception cref="FileNotFoundException">plotly.js is not there; the message says how to get it.</exception>
    public string ToHtml(string? plotlyScript = null) => FigurePage.Write(this, PlotlyScript.Read(plotlyScript));

    /// <summary>Writes the figure to a file, by its extension: .json, .html (offline), .png or .svg (drawn by Chromium).</summary>
    /// <param name="path">The file; replaced if it exists, never seen half written.</param>
    /// <exception cref="ArgumentException">Another extension.</exception>
    /// <exception cref="InvalidOperationException">A picture is asked for and there is no Chromium.</exception>
    /// <exception cref="FileNotFoundException">plotly.js is not there.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json":
                Papers.AtomicFile.WriteAllText(path, ToJson());
                break;
            case ".html":
                SaveHtml(path);
                break;
            case ".png":
                SavePng(path);
                break;
            case ".svg":
                SaveSvg(path);
                break;
            case var other:
                throw new ArgumentException($"a figure is saved as .json, .html, .png or .svg, not '{other}'", nameof(path));
        }
    }

    /// <summary>Writes a PNG, drawn by Chromium, as large as the figure.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="scale">Picture pixels per pixel of the figure, e.g. 2 for print.</param>
    /// <exception cref="ArgumentOutOfRangeException">A scale that is not in (0, 10].</exception>
    /// <exception cref="InvalidOperationException">There is no Chromium; the message says how to get it.</exception>
    /// <exception cref="FileNotFoundException">plotly.js is not there; the message says how to get it.</exception>
    public void SavePng(string path, double scale = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!(scale is > 0 and <= 10))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "a picture is scaled by more than 0 and at most 10");
        Papers.AtomicFile.WriteAllBytes(path, ChromiumRenderer.RenderPngs([ToJson()], scale)[0]);
    }

    /// <summary>Writes an SVG, drawn by Chromium: sharp at every size, for papers.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="InvalidOperationException">There is no Chromium; the message says how to get it.</exception>
    /// <exception cref="FileNotFoundException">plotly.js is not there; the message says how to get it.</exception>
    public void SaveSvg(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Papers.AtomicFile.WriteAllText(path, ChromiumRenderer.RenderSvgs([ToJson()])[0]);
    }

    /// <summary>Writes a page that shows the figure without a network.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <exception cref="FileNotFoundException">plotly.js is not there; the message says how to get it.</exception>
    public void SaveHtml(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Papers.AtomicFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(ToHtml()));
    }
}
