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

    [SkippableFact]
    public void The_page_of_a_figure_draws_it_without_a_network()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);
        var folder = Directory.CreateTempSubdirectory("workbench-figure-").FullName;
        var page = Path.Combine(folder, "figure.html");
        SampleFigures.All["reflow"].Save(page);

        var dom = ChromiumPage.Dom(ChromiumPage.Find()!, page, folder, TimeSpan.FromMinutes(1));

        var drawn = dom[dom.IndexOf("<body", StringComparison.Ordinal)..];
        Assert.Contains("class=\"main-svg\"", drawn, StringComparison.Ordinal);
        Assert.Contains("Reflow straightens the paths", drawn, StringComparison.Ordinal);
        Assert.Equal(2, drawn.Split("class=\"subplot ").Length - 1);
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public void A_figure_is_saved_by_its_extension()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);
        var folder = Directory.CreateTempSubdirectory("workbench-figure-").FullName;

        SampleFigures.All["line"].Save(Path.Combine(folder, "new", "figure.png"));
        SampleFigures.All["line"].Save(Path.Combine(folder, "figure.json"));

        Assert.Equal([137, 80, 78, 71], File.ReadAllBytes(Path.Combine(folder, "new", "figure.png"))[..4]);
        Assert.Equal(SampleFigures.All["line"].ToJson(), File.ReadAllText(Path.Combine(folder, "figure.json")));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public void A_figure_that_cannot_be_drawn_is_named()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        var e = Assert.Throws<InvalidOperationException>(() => ChromiumRenderer.RenderPngs([SampleFigures.All["line"].ToJson(), "null"]));

        Assert.Contains("figure 1", e.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => ChromiumRenderer.RenderPngs(["{"]));
    }

    [Fact]
    public void Without_a_browser_or_plotly_the_message_says_what_to_install()
    {
        var figure = SampleFigures.All["line"];
        With("WORKBENCH_CHROMIUM", "/nowhere/chromium", () =>
        {
            Assert.False(ChromiumRenderer.IsAvailable);
            Assert.Contains("apt-get install chromium", Assert.Throws<InvalidOperationException>(() => figure.Save("never.png")).Message);
        });
        With("WORKBENCH_PLOTLY", "/nowhere/plotly.js", () =>
        {
            Assert.False(ChromiumRenderer.IsAvailable);
            Assert.Contains("npm install", Assert.Throws<FileNotFoundException>(() => figure.ToHtml()).Message);
        });
    }

    private static void With(string variable, string value, Action action)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        try
        {
            Environment.SetEnvironmentVariable(variable, value);
            action();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }
}
