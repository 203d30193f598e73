using Workbench.Papers;
using Workbench.Plots;

namespace Workbench.Tests.Plots;

/// <summary>Every kind of figure through plotly itself, in a headless Chromium.</summary>
public class FigureRenderingTests(DrawnFigures drawn) : IClassFixture<DrawnFigures>
{
    private const string NoBrowser = "needs Chromium and plotly.js; ./workbench test installs both";

    [SkippableFact]
    public void Plotly_finds_nothing_wrong_with_any_kind_of_figure()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        // Plotly.validate itself calls every coloraxis invalid, as it compares with a default that this attribute has not, and compares
        // the arguments of slider steps by identity: "set to '0.5', got reset to '0.5'".
        var complaints = (from figure in drawn.Figures
                          from complaint in figure.Value.Complaints
                          where !complaint.Contains("coloraxis is set to an invalid value (coloraxis", StringComparison.Ordinal)
                              && !System.Text.RegularExpressions.Regex.IsMatch(complaint, @"args\[\d\] \(set to '(.*)'\) got reset to '\1'")
                          select $"{figure.Key}: {complaint}").ToArray();
        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
    }

    [SkippableFact]
    public void Plotly_finds_what_is_wrong_with_a_wrong_figure()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        Assert.Contains(drawn.Wrong.Complaints, m => m.Contains("key colour is not part of the schema", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void Every_trace_axis_title_and_legend_entry_is_drawn_without_a_word_in_the_console()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        foreach (var (name, figure) in SampleFigures.All)
        {
            var (root, seen) = (System.Text.Json.JsonDocument.Parse(figure.ToJson()).RootElement, drawn.Figures[name]);
            Assert.Empty(seen.Messages);
            Assert.True(root.GetProperty("data").GetArrayLength() == seen.Traces, $"{name}: {seen.Traces} traces drawn of {root.GetProperty("data").GetArrayLength()}");
            Assert.Equal(ExpectedTexts(root).Order(StringComparer.Ordinal), seen.Titles.Order(StringComparer.Ordinal));
            if (root.GetProperty("layout").GetProperty("showlegend").GetBoolean())
                Assert.Equal(ExpectedLegend(root), seen.Legend);
            else
                Assert.Empty(seen.Legend);
        }
    }

    [SkippableFact]
    public void Hovering_shows_numbers_and_what_they_are()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        foreach (var (name, seen) in drawn.Figures)
        {
            var silent = name.Contains("images", StringComparison.Ordinal);
            Assert.True(silent == (seen.Hovers.Length == 0), $"{name} answers {seen.Hovers.Length} hovers");
            Assert.All(seen.Hovers, text => Assert.Matches(@"\d", text));
            Assert.All(seen.Hovers, text => Assert.DoesNotMatch(@"%\{|undefined|NaN|\d\.0*[1-9]\d{5}", text));
        }

        // (-y - 0.3 x, x - 0.3 y) at (-2, -2).
        Assert.Equal("(2.6, -1.4), length 2.95", drawn.Figures["quiver"].Hovers[0]);
        Assert.Matches(@"^magnitude; 0\.8: 0\.\d+; 95 % interval of the mean, 5 seeds: 0\.\d+ … 0\.\d+$", drawn.Figures["band"].Hovers[0]);
        Assert.Equal("GELU − ReLU: 0.5; 95 % interval: 0.2 … 0.8", drawn.Figures["forest"].Hovers[0]);
    }

    [SkippableFact]
    public void No_text_is_cut_off_or_printed_over_another()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        Assert.Empty(drawn.Figures.SelectMany(f => f.Value.Clipped.Select(text => $"{f.Key}: '{text}' is cut off")));
        Assert.Empty(drawn.Figures.SelectMany(f => f.Value.Overlaps.Select(texts => $"{f.Key}: {texts}")));
    }

    [SkippableFact]
    public void An_animation_moves_to_the_moment_asked_for()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);

        var (first, last) = (drawn.Moved.First, drawn.Moved.Last);
        Assert.Equal(DrawnFigures.Path[0, 0, 0], first, 1e-2);
        Assert.Equal(DrawnFigures.Path[DrawnFigures.Path.GetLength(0) - 1, 0, 0], last, 1e-2);
    }

    [SkippableFact]
    public void Every_kind_of_figure_is_drawn_small_and_in_the_size_it_says()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root(), "artifacts", "test-figures")).FullName;
        File.WriteAllText(Path.Combine(folder, "gallery.html"), GalleryPage.Write(SampleFigures.All));

        foreach (var (name, figure) in SampleFigures.All)
        {
            var png = PngPalette.Reduce(drawn.Figures[name].Png);
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

        var body = dom[dom.IndexOf("<body", StringComparison.Ordinal)..];
        Assert.Contains("class=\"main-svg\"", body, StringComparison.Ordinal);
        Assert.Contains("Reflow straightens the paths", body, StringComparison.Ordinal);
        Assert.Equal(2, body.Split("class=\"subplot ").Length - 1);
        ChromiumPage.Delete(folder);
    }

    [SkippableFact]
    public void A_figure_is_saved_by_its_extension()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, NoBrowser);
        var folder = Directory.CreateTempSubdirectory("workbench-figure-").FullName;

        SampleFigures.All["line"].Save(Path.Combine(folder, "new", "figure.png"));
        SampleFigures.All["line"].Save(Path.Combine(folder, "figure.json"));
        SampleFigures.All["line"].Save(Path.Combine(folder, "figure.svg"));

        Assert.Equal([137, 80, 78, 71], File.ReadAllBytes(Path.Combine(folder, "new", "figure.png"))[..4]);
        Assert.Equal(SampleFigures.All["line"].ToJson(), File.ReadAllText(Path.Combine(folder, "figure.json")));
        var svg = System.Xml.Linq.XDocument.Parse(File.ReadAllText(Path.Combine(folder, "figure.svg"))).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Contains("One line", svg.Value, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFileSystemEntries(folder).Length);
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

    private static IEnumerable<string> ExpectedTexts(System.Text.Json.JsonElement figure)
    {
        foreach (var part in figure.GetProperty("layout").EnumerateObject())
        {
            if (part.Name == "title" || part.Name.Contains("axis", StringComparison.Ordinal) && !part.Name.StartsWith("color", StringComparison.Ordinal))
            {
                var owner = part.Name == "title" ? figure.GetProperty("layout") : part.Value;
                if (owner.TryGetProperty("title", out var title) && title.GetProperty("text").GetString() is { Length: > 0 } text)
                    yield return Plain(text);
            }
        }
    }

    private static IEnumerable<string> ExpectedLegend(System.Text.Json.JsonElement figure) => figure.GetProperty("data").EnumerateArray()
        .Where(t => !t.TryGetProperty("showlegend", out _) && t.TryGetProperty("name", out _) && t.GetProperty("type").GetString() is not ("heatmap" or "image"))
        .Select(t => Plain(t.GetProperty("name").GetString()!));

    private static string Plain(string text) => System.Text.RegularExpressions.Regex.Replace(text, "<[^>]*>", "");
}
