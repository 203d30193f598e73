using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Html;

namespace Workbench.Notebooks.Tests.Html;

/// <summary>The page in a real browser with the real plotly.js; skipped, visibly, where one of them is missing.</summary>
public sealed class PageInBrowserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string? Plotly()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_PLOTLY") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "artifacts", "npm", "node_modules", "plotly.js-dist-min", "plotly.min.js");
            if (File.Exists(path))
                return path;
        }
        return null;
    }

    [SkippableFact]
    public async Task Figures_are_drawn_nothing_is_requested_and_no_foreign_script_runs()
    {
        var plotly = Plotly();
        var browser = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);
        Skip.If(plotly is null, "plotly.js is not installed");
        Skip.If(browser is null, "no Chromium");

        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# Page\n\n<img src=\"http://127.0.0.1:9/markdown.png\"> $x^2$");
        var cell = document.Add(CellKind.Code, "figure");
        cell.AddOutput(NotebookOutput.Display(new JsonObject
        {
            ["application/vnd.plotly.v1+json"] = JsonNode.Parse("""{"data":[{"type":"scatter","y":[1,3,2]}],"layout":{"title":{"text":"</script><script>document.title='foreign'</script>"}}}"""),
        }, null));
        cell.AddOutput(NotebookOutput.Display(new JsonObject
        {
            ["application/vnd.plotly.v1+json"] = JsonNode.Parse("""{"data":[{"type":"heatmap","z":[[1,2],[3,4]]}],"layout":{"width":2000,"height":300}}"""),
        }, null));
        cell.AddOutput(NotebookOutput.Display(new JsonObject { ["text/html"] = "<script>document.title='foreign'</script><img src='http://127.0.0.1:9/a.png' onerror=\"document.title='foreign'\">" }, null));
        var page = _folder.File("page.html");
        await File.WriteAllTextAsync(page, HtmlExporter.Export(document, plotlyScript: plotly));

        var log = _folder.File("net.json");
        var start = new ProcessStartInfo(browser!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--hide-scrollbars",
            "--window-size=1000,1200", "--virtual-time-budget=10000", $"--user-data-dir={_folder.File("profile")}", $"--log-net-log={log}", "--dump-dom", new Uri(page).AbsoluteUri,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var dom = Regex.Replace(await process.StandardOutput.ReadToEndAsync(), "<script.*?</script>", "", RegexOptions.Singleline);
        await process.WaitForExitAsync();

        Assert.Contains("data-figures=\"drawn\"", dom);
        Assert.Contains("class=\"scatterlayer", dom);
        Assert.Contains("class=\"heatmaplayer", dom);
        Assert.Contains("<title>Page</title>", dom);
        Assert.DoesNotContain("cannot be drawn", dom);
        // The wide figure has been fitted into the page.
        Assert.DoesNotMatch(new Regex("<svg class=\"main-svg\"[^>]* width=\"2000\""), dom);
        Assert.DoesNotContain("127.0.0.1", await File.ReadAllTextAsync(log));
        Assert.DoesNotMatch(new Regex("\"url\":\"https?://[^\"]*plot"), await File.ReadAllTextAsync(log));
    }
}
