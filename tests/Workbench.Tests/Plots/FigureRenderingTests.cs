using Workbench.Papers;
using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>Every kind of figure through plotly itself, in a headless Chromium.</summary>
public class FigureRenderingTests
{
    private const string NoBrowser = "needs Chromium and plotly.js; ./workbench test installs both";

    [SkippableFact]
    public void Plotly_finds_nothing_wrong_with_any_kind_of_figure()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        var complaints = ChromiumRenderer.Validate(SampleFigures.All.Values.Select(f => f.ToJson()));

        Assert.Equal(SampleFigures.All.Count, complaints.Length);
        // Plotly.validate itself calls every coloraxis invalid: it compares with a default that this attribute has not.
        Assert.Empty(SampleFigures.All.Keys.Zip(complaints)
            .SelectMany(c => c.Second.Where(m => !m.Contains("coloraxis is set to an invalid value (coloraxis")).Select(m => $"{c.First}: {m}")));
    }

    [SkippableFact]
    public void Plotly_finds_what_is_wrong_with_a_wrong_figure()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        var complaints = ChromiumRenderer.Validate(["""{"data":[{"type":"scatter","colour":"red"}],"layout":{}}"""]);

        Assert.Contains(Assert.Single(complaints), m => m.Contains("key colour is not part of the schema", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Every_kind_of_figure_is_drawn_small_and_in_the_size_it_says()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root(), "artifacts", "test-figures")).FullName;

        var pictures = ChromiumRenderer.RenderPngs(SampleFigures.All.Values.Select(f => f.ToJson()));

        foreach (var ((name, figure), png) in SampleFigures.All.Zip(pictures))
        {
            File.WriteAllBytes(Path.Combine(folder, name.Replace(' ', '-') + ".png"), png);
            var geometry = System.Text.Json.JsonDocument.Parse(figure.ToJson()).RootElement.GetProperty("layout");
            Assert.Equal(geometry.GetProperty("width").GetInt32(), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
            Assert.Equal(geometry.GetProperty("height").GetInt32(), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
            Assert.True(png.Length < 40_000, $"{name}: {png.Length} bytes");
        }
    }
}
