using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workbench.Cli.Gallery;
using Workbench.Plots;

namespace Workbench.Cli.Tests.Gallery;

/// <summary>
/// The site in a real browser, from files: figures are drawn, filters filter, nothing is wider than a phone, no message appears on the console,
/// and axe-core finds nothing serious, in light and in dark. Skipped, visibly, where something of that is missing.
/// </summary>
public sealed class GalleryInBrowserTests : IDisposable
{
    private const string AnswerId = "answer";

    private readonly HostileCheckout _hostile = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbench-gallery-");

    public void Dispose()
    {
        _hostile.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still be writing its profile.
        }
    }

    [SkippableFact]
    public async Task Every_page_is_drawn_usable_and_accessible()
    {
        var checkout = Checkout.Find();
        var axe = Path.Combine(checkout.Artifacts, "npm", "axe", "node_modules", "axe-core", "axe.min.js");
        var browser = Environment.GetEnvironmentVariable("WORKBENCH_CHROMIUM") is { Length: > 0 } named ? named
            : ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);
        Skip.If(browser is null, "no Chromium");
        Skip.If(checkout.PlotlyScript is null, "plotly.js is not installed");
        Skip.IfNot(File.Exists(axe), "axe-core is not installed");

        // Of this repository some of each kind, so that the time does not grow with the papers.
        string[] ends = [.. GallerySource.Read(checkout).Ledger.Cards.Select(card => card.Slug)];
        var pages = Write("real", checkout).Where(page => page.EndsWith("index.html", StringComparison.Ordinal) || page.Contains("/compare/") || page.Contains(ends[0]) || page.Contains(ends[^1])).Concat(Write("hostile", new Checkout(_hostile.Sandbox.Root))).ToList();
        var (complaints, console) = await VisitAsync(browser!, pages, axe);
        Assert.True(complaints.Count == 0, string.Join("\n", complaints));
        Assert.True(console.Count == 0, string.Join("\n", console));
    }

    private IEnumerable<string> Write(string name, Checkout checkout)
    {
        var files = GallerySite.Build(GallerySource.Read(checkout));
        SiteFolder.Open(Path.Combine(_folder.FullName, name)).Write(files);
        return files.Keys.Where(path => path.EndsWith(".html", StringComparison.Ordinal)).Select(path => $"{name}/{path}");
    }

    private async Task<(IReadOnlyList<string> Complaints, IReadOnlyList<string> Console)> VisitAsync(string browser, IReadOnlyList<string> pages, string axe)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(CliProcess.Script)!, "tests", "Workbench.Cli.Tests", "Gallery", "visit.js"));
        var start = Path.Combine(_folder.FullName, "visit.html");
        await File.WriteAllTextAsync(start, $$"""
            <!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><pre id="{{AnswerId}}"></pre>
            <script>
            const input = {{JsonSerializer.Serialize(new { pages, axe = new Uri(axe).AbsoluteUri })}};
            ({{script[script.IndexOf("async ()", StringComparison.Ordinal)..]}})().catch(error => JSON.stringify([`${error} ${error.stack}`])).then(text => { document.getElementById("{{AnswerId}}").textContent = text; });
            </script>
            """);
        using var process = Process.Start(new ProcessStartInfo(browser,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run", "--hide-scrollbars", "--proxy-server=127.0.0.1:9", "--allow-file-access-from-files", "--enable-logging=stderr", "--window-size=1400,1000",
            "--virtual-time-budget=3600000", $"--user-data-dir={Path.Combine(_folder.FullName, "profile")}", "--dump-dom", new Uri(start).AbsoluteUri,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var messages = process.StandardError.ReadToEndAsync();
        var dom = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var answer = Regex.Match(dom, $"<pre id=\"{AnswerId}\">(.+?)</pre>", RegexOptions.Singleline);
        Assert.True(answer.Success, $"the browser gave no answer: {dom} {await messages}");
        return (JsonSerializer.Deserialize<List<string>>(WebUtility.HtmlDecode(answer.Groups[1].Value))!,
            [.. (await messages).Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal))]);
    }
}
