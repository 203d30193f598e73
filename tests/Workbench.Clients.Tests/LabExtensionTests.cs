using System.Text.Json.Nodes;
using Workbench.Clients.Tests.Browser;
using Workbench.Clients.Tests.Jupyter;

namespace Workbench.Clients.Tests;

/// <summary>
/// The extension for JupyterLab, which is no Debian package: its server's part finds it, and a page that loads it as JupyterLab does gets its figures drawn.
/// </summary>
public sealed class LabExtensionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // What JupyterLab does with a prebuilt extension, around a stand-in for the widgets that it shares.
    private const string Application = """
        class Widget {
          constructor() { this.node = document.createElement("div"); this.isDisposed = false; this.isVisible = true; }
          addClass(name) { this.node.classList.add(name); }
          dispose() { this.isDisposed = true; this.node.remove(); }
        }
        const old = class { constructor() { throw new Error("not the newest version of the widgets"); } };
        const version = widget => ({ get: () => Promise.resolve(() => ({ Widget: widget })), from: "application", loaded: 1 });
        const container = window._JUPYTERLAB["workbench-plotly"];
        await container.init({ "@lumino/widgets": { "2.9.0": version(old), "2.10.1": version(Widget) } });
        const module = (await container.get("./mimeExtension"))();
        module.__scope__ = "workbench-plotly";
        const plugin = module.default;
        const figure = y => ({ data: { "application/vnd.plotly.v1+json": { data: [{ type: "scatter", y }], layout: {} } }, metadata: {}, trusted: false });
        const renderer = plugin.rendererFactory.createRenderer({ mimeType: plugin.rendererFactory.mimeTypes[0] });
        document.body.append(renderer.node);
        const points = () => renderer.node.querySelectorAll(".scatterlayer .point").length;
        await renderer.renderModel(figure([1, 3, 2]));
        const first = points();
        await renderer.renderModel(figure([1, 3, 2, 4]));
        const second = points();
        renderer.onResize();
        const refused = await container.get("./other").then(() => "", error => error.message);
        return { types: plugin.rendererFactory.mimeTypes, safe: plugin.rendererFactory.safe, dataType: plugin.dataType, id: plugin.id, first, second, refused, widget: renderer instanceof Widget };
        """;

    [SkippableFact]
    public async Task The_server_of_JupyterLab_finds_it()
    {
        Debian.Needs("python3-jupyterlab-server");
        await using var home = await HomeAsync();
        var run = await home.RunAsync(Debian.Python, Limit, "-c", """
            import json, sys
            from jupyterlab_server.config import get_page_config
            print(json.dumps(get_page_config([sys.argv[1]])["federated_extensions"]))
            """, Path.Combine(home.Data, "labextensions"));
        Assert.True(run.ExitCode == 0, run.ToString());
        var extension = Assert.Single(JsonNode.Parse(run.Output)!.AsArray())!;
        Assert.Equal("workbench-plotly", (string?)extension["name"]);
        Assert.Equal("./mimeExtension", (string?)extension["mimeExtension"]);
        Assert.True(File.Exists(Path.Combine(home.Data, "labextensions", "workbench-plotly", (string)extension["load"]!)));
    }

    [SkippableFact]
    public async Task A_page_that_loads_it_gets_figures_drawn_and_redrawn()
    {
        Skip.If(Chromium.Program is null, "no Chromium");
        await using var home = await HomeAsync();
        var folder = Path.Combine(home.Data, "labextensions", "workbench-plotly", "static");
        var file = Path.Combine(home.Work, "page.html");
        await File.WriteAllTextAsync(file, $"""<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script src="{new Uri(Path.Combine(folder, "remoteEntry.js"))}"></script>""");
        await using var browser = Chromium.Start();
        await using var page = await browser.OpenAsync(new Uri(file).AbsoluteUri);
        await page.WaitAsync("the extension is loaded", "window._JUPYTERLAB['workbench-plotly']");
        var seen = await page.EvaluateAsync($"(async () => {{ {Application} }})()");
        Assert.Equal(JsonNode.Parse("""{"types":["application/vnd.plotly.v1+json"],"safe":true,"dataType":"json","id":"workbench-plotly:factory","first":3,"second":4,"refused":"workbench-plotly has no module ./other","widget":true}""")!.ToJsonString(), seen!.ToJsonString());
        Assert.Empty(page.Errors);

        File.Delete(Path.Combine(folder, "plotly.min.js"));
        await page.GoAsync(new Uri(file).AbsoluteUri);
        await page.WaitAsync("the extension is loaded", "window._JUPYTERLAB['workbench-plotly'] && !document.querySelector('.jp-RenderedPlotly')");
        seen = await page.EvaluateAsync($"(async () => {{ {Application.Replace("const first = points();", "return renderer.node.textContent;", StringComparison.Ordinal)} }})()");
        Assert.Equal("This figure cannot be drawn: Error: plotly.js is not there", (string?)seen);
    }

    private static async Task<JupyterHome> HomeAsync()
    {
        Skip.If(Checkout.Find().PlotlyScript is null, "plotly.js is not installed");
        return await JupyterHome.CreateAsync();
    }
}
