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

    private static string? Browser() => ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    /// <summary>The page's elements after its scripts have run, and what the browser asked the network for.</summary>
    private async Task<(string Dom, string Requests)> Browse(string browser, string page)
    {
        var log = _folder.File("net.json");
        var start = new ProcessStartInfo(browser,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--hide-scrollbars",
            "--window-size=1000,1200", "--virtual-time-budget=10000", $"--user-data-dir={_folder.File("profile")}", $"--log-net-log={log}", "--dump-dom", new Uri(page).AbsoluteUri,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var dom = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (dom, await File.ReadAllTextAsync(log));
    }

    /// <summary>Looks from inside the page, by the one script that may run there, what the outputs have done.</summary>
    private const string Witness = """
        addEventListener("load", () => setTimeout(() => {
          const body = getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor;
          const covered = document.elementFromPoint(5, 5)?.closest(".outputs, .markdown") !== null;
          const acting = [...document.querySelectorAll("*")].filter(e => [...e.attributes].some(a => a.name.startsWith("on")) || ["IFRAME", "OBJECT", "EMBED", "FORM"].includes(e.tagName)).length;
          document.documentElement.dataset.witness = `hit=${"hit" in window} lime=${/rgb\(0, 255, 0\)/.test(body)} covered=${covered} acting=${acting} dialog=${window.asked === true}`;
        }, 500));
        alert = confirm = prompt = () => { window.asked = true; };
        """;

    [SkippableFact]
    public async Task A_hostile_notebook_runs_nothing_loads_nothing_and_stays_in_its_place()
    {
        var browser = Browser();
        Skip.If(browser is null, "no Chromium");
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# Hostile\n\n" + string.Join("\n\n", HostileMarkup.All));
        foreach (var attack in HostileMarkup.All)
        {
            document.Add(CellKind.Markdown, attack);
            var cell = document.Add(CellKind.Code, attack);
            cell.AddOutput(NotebookOutput.Stream("stdout", attack));
            foreach (var type in (string[])["text/html", "image/svg+xml"])
                cell.AddOutput(NotebookOutput.Display(new JsonObject { [type] = attack }, null));
        }
        var all = string.Concat(HostileMarkup.All);
        var last = document.Add(CellKind.Code, all);
        last.AddOutput(NotebookOutput.Of(new CellError(all, all, [all])));
        foreach (var type in (string[])["text/html", "text/markdown", "text/latex", "text/plain", "text/vnd.mermaid", "image/png"])
            last.AddOutput(NotebookOutput.Display(new JsonObject { [type] = all }, null));
        last.AddOutput(NotebookOutput.Display(new JsonObject { ["application/json"] = new JsonObject { [all] = all } }, null));
        var html = HtmlExporter.Export(document);
        var page = _folder.File("page.html");
        // The witness runs by a permission of its own, given to this copy of the page.
        var nonce = Regex.Match(html, "'nonce-([0-9a-f]+)'").Groups[1].Value;
        await File.WriteAllTextAsync(page, html.Replace("<body>", $"<body><script nonce=\"{nonce}\">{Witness}</script>", StringComparison.Ordinal));
        var (dom, requests) = await Browse(browser!, page);
        Assert.Equal("hit=false lime=false covered=false acting=0 dialog=false", Regex.Match(dom, "data-witness=\"([^\"]*)\"").Groups[1].Value);
        Assert.DoesNotContain("127.0.0.1:9", requests);
        Assert.Contains("<title>Hostile</title>", dom);

        // What the cleaning prevents, and not only the policy of the page: the same without the policy.
        await File.WriteAllTextAsync(page, Regex.Replace(html, "<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "").Replace("<body>", $"<body><script>{Witness}</script>", StringComparison.Ordinal));
        (dom, requests) = await Browse(browser!, page);
        Assert.Equal("hit=false lime=false covered=false acting=0 dialog=false", Regex.Match(dom, "data-witness=\"([^\"]*)\"").Groups[1].Value);
        Assert.DoesNotContain("127.0.0.1:9", requests);
    }

    [SkippableFact]
    public async Task Figures_are_drawn_nothing_is_requested_and_no_foreign_script_runs()
    {
        var plotly = Plotly();
        var browser = Browser();
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

        var (dom, log) = await Browse(browser!, page);
        dom = Regex.Replace(dom, "<script.*?</script>", "", RegexOptions.Singleline);

        Assert.Contains("data-figures=\"drawn\"", dom);
        Assert.Contains("class=\"scatterlayer", dom);
        Assert.Contains("class=\"heatmaplayer", dom);
        Assert.Contains("<title>Page</title>", dom);
        Assert.DoesNotContain("cannot be drawn", dom);
        // The wide figure has been fitted into the page.
        Assert.DoesNotMatch(new Regex("<svg class=\"main-svg\"[^>]* width=\"2000\""), dom);
        Assert.DoesNotContain("127.0.0.1", log);
        Assert.DoesNotMatch(new Regex("\"url\":\"https?://[^\"]*plot"), log);
    }
}
