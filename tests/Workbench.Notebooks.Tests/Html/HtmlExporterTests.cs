using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Html;

namespace Workbench.Notebooks.Tests.Html;

public sealed class HtmlExporterTests : IDisposable
{
    private const string Hostile = "</script></style></pre><script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static NotebookDocument Notebook(params JsonObject[] outputs)
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# Title of *it*\n\n$x_1$ and [a link](https://arxiv.org/abs/1)");
        var cell = document.Add(CellKind.Code, "var x = 1; // code");
        foreach (var output in outputs)
            cell.AddOutput(new NotebookOutput(output));
        return document;
    }

    private static JsonObject Display(params (string Type, JsonNode Content)[] data) => new()
    {
        ["output_type"] = "display_data",
        ["data"] = new JsonObject(data.Select(entry => new KeyValuePair<string, JsonNode?>(entry.Type, entry.Content))),
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Figure(string title) => new()
    {
        ["data"] = new JsonArray(new JsonObject { ["y"] = new JsonArray(1, 2), ["name"] = title }),
        ["layout"] = new JsonObject { ["title"] = title },
    };

    private string Plotly()
    {
        var path = _folder.File("plotly.js");
        File.WriteAllText(path, "/* plotly bundle with a </script> and <!-- in a string */ var Plotly = {};");
        return path;
    }

    /// <summary>No element of the page may act or load: what a browser would run or fetch is found in the parsed page, not in its text.</summary>
    private static AngleSharp.Dom.IDocument Harmless(string page, int scripts)
    {
        var document = new HtmlParser().ParseDocument(page);
        var running = document.QuerySelectorAll("script").Where(script => script.GetAttribute("type") != "application/json").ToList();
        Assert.Equal(scripts, running.Count);
        var policy = document.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        Assert.Contains("default-src 'none'", policy);
        Assert.All(running, script => Assert.Contains($"'nonce-{script.GetAttribute("nonce")}'", policy));
        foreach (var element in document.All)
        {
            Assert.DoesNotContain(element.LocalName, (string[])["iframe", "object", "embed", "link", "base", "form"]);
            foreach (var attribute in element.Attributes)
            {
                Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), attribute.Name);
                if (attribute.Name is "src" or "srcset" or "data" or "poster" or "xlink:href" or "action" or "background" || (attribute.Name == "href" && element.LocalName != "a"))
                    Assert.StartsWith("data:", attribute.Value);
                if (attribute.Name == "href")
                    Assert.DoesNotContain("javascript", attribute.Value, StringComparison.OrdinalIgnoreCase);
                if (attribute.Name == "style")
                    Assert.DoesNotContain("url", attribute.Value);
            }
        }
        Assert.All(document.QuerySelectorAll("style"), style => Assert.DoesNotMatch(new Regex("url|@import"), style.TextContent));
        return document;
    }

    [Fact]
    public void A_page_shows_text_code_and_outputs_and_loads_nothing()
    {
        var page = HtmlExporter.Export(Notebook(
            new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "printed \u001b[31mred\u001b[0m\n" },
            new JsonObject { ["output_type"] = "error", ["ename"] = "E", ["evalue"] = "v", ["traceback"] = new JsonArray("\u001b[31mE\u001b[0m: v", "  Cell [1], line 1") },
            Display(("image/png", "AAAA"), ("text/plain", "pic")),
            Display(("text/plain", "plain"))));
        var document = Harmless(page, scripts: 0);
        Assert.Equal("Title of *it*", document.Title);
        Assert.Equal("Title of it", document.QuerySelector("h1")!.TextContent);
        Assert.NotNull(document.QuerySelector("math msub"));
        Assert.Equal("https://arxiv.org/abs/1", document.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("var x = 1; // code", document.QuerySelector("pre.source")!.TextContent);
        Assert.Equal("// code", document.QuerySelector("pre.source .c-comment")!.TextContent);
        Assert.Equal("red", document.QuerySelector("pre.stdout .ansi1")!.TextContent);
        Assert.Equal("E: v\n  Cell [1], line 1", document.QuerySelector("pre.error")!.TextContent);
        Assert.Equal("data:image/png;base64,AAAA", document.QuerySelector("img")!.GetAttribute("src"));
        Assert.Equal("plain", document.QuerySelector("pre.value")!.TextContent);
    }

    [Fact]
    public void Plotly_is_put_in_once_and_only_when_a_figure_needs_it()
    {
        const string type = "application/vnd.plotly.v1+json";
        var bundle = Plotly();
        Assert.DoesNotContain("plotly bundle", HtmlExporter.Export(Notebook(Display(("text/plain", "x"))), plotlyScript: bundle));
        var page = HtmlExporter.Export(Notebook(Display((type, Figure("a"))), Display((type, Figure("b")), ("text/plain", "Figure b"))), plotlyScript: bundle);
        Assert.Single(Regex.Matches(page, "plotly bundle"));
        var document = Harmless(page, scripts: 2);
        var figures = document.QuerySelectorAll("section.code > .outputs > div.figure");
        Assert.Equal(2, figures.Length);
        Assert.Equal("Figure b", figures[1].GetAttribute("aria-label"));
        var data = document.GetElementById(figures[1].Id + "-data")!;
        Assert.Equal("b", (string?)JsonNode.Parse(data.TextContent)!["layout"]!["title"]);
    }

    [Fact]
    public void Without_plotly_a_figure_shows_as_image_or_text()
    {
        var figure = Display(("application/vnd.plotly.v1+json", Figure("a")), ("image/png", "AAAA"), ("text/plain", "Figure a"));
        Assert.Contains("data:image/png;base64,AAAA", HtmlExporter.Export(Notebook(figure)));
        figure["data"]!.AsObject().Remove("image/png");
        Assert.Contains("<pre class=\"value\">Figure a</pre>", HtmlExporter.Export(Notebook((JsonObject)figure.DeepClone())));
    }

    [Fact]
    public void Hostile_strings_everywhere_stay_text()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, $"# {Hostile}\n\n{Hostile}\n\n<a href=\"javascript:alert(1)\">x</a> [y](javascript:alert(1)) ![z](http://evil.example/y.png) ${Hostile}$\n\n<svg onload=alert(1)><use href=\"http://evil.example/#a\"/><foreignObject><script>1</script></foreignObject></svg>");
        document.Add(CellKind.Raw, Hostile);
        var cell = document.Add(CellKind.Code, $"var s = \"{Hostile}\";");
        cell.Json["execution_count"] = 1;
        foreach (var output in new[]
        {
            new JsonObject { ["output_type"] = "stream", ["name"] = Hostile, ["text"] = Hostile },
            new JsonObject { ["output_type"] = "error", ["ename"] = Hostile, ["evalue"] = Hostile, ["traceback"] = new JsonArray(Hostile) },
            Display(("text/plain", Hostile)),
            Display(("text/html", Hostile + "<style>a{background:url(http://evil.example)}</style><div style=\"background:url(http://evil.example)\" onclick=\"x()\">kept</div><iframe src=\"http://evil.example\"></iframe><meta http-equiv=refresh content=0><base href=\"http://evil.example\">")),
            Display(("text/html", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">")),
            Display(("text/markdown", Hostile)),
            Display(("text/latex", Hostile)),
            Display(("application/json", new JsonObject { [Hostile] = Hostile })),
            Display(("image/svg+xml", $"<svg>{Hostile}</svg>"), ("text/plain", Hostile)),
            Display(("image/png", "\"><script>alert(1)</script>"), ("text/plain", Hostile)),
            Display(("application/vnd.plotly.v1+json", Figure(Hostile)), ("text/plain", Hostile + "\" onclick=\"x")),
        })
            cell.AddOutput(new NotebookOutput(output));
        var page = Harmless(HtmlExporter.Export(document, title: Hostile, plotlyScript: Plotly()), scripts: 2);
        Assert.Equal(Hostile, page.Title);
        Assert.All(page.QuerySelectorAll(".html"), shown => Assert.DoesNotContain("alert", shown.TextContent));
        Assert.Contains("kept", page.QuerySelectorAll(".html div").Select(shown => shown.TextContent));
        Assert.Equal(Hostile, (string?)JsonNode.Parse(page.GetElementById("figure-1-data")!.TextContent)!["layout"]!["title"]);
    }

    [Fact]
    public void Attachments_of_markdown_are_put_in_place()
    {
        var document = NotebookDocument.Create();
        var cell = document.Add(CellKind.Markdown, "![pic](attachment:my%20a.png)");
        cell.Json["attachments"] = new JsonObject { ["my a.png"] = new JsonObject { ["image/png"] = "QUJD" } };
        Assert.Equal("data:image/png;base64,QUJD", Harmless(HtmlExporter.Export(document), 0).QuerySelector("img")!.GetAttribute("src"));
    }

    [Fact]
    public void The_same_notebook_gives_the_same_page() =>
        Assert.Equal(HtmlExporter.Export(Notebook(Display(("text/plain", "x")))), HtmlExporter.Export(Notebook(Display(("text/plain", "x")))));

    [Fact]
    public void Json_opens_and_closes_and_latex_diagrams_and_pictures_have_their_forms()
    {
        var page = Harmless(HtmlExporter.Export(Notebook(
            Display(("application/json", new JsonObject { ["a"] = new JsonArray(1, "x"), ["n"] = null, ["o"] = new JsonObject() })),
            Display(("text/latex", "$$\\frac{1}{2}$$"), ("text/plain", "half")),
            Display(("text/latex", "\\begin{align} a &= b \\end{align}")),
            Display(("text/latex", "words $x$ and $y$")),
            Display(("text/html", "<script>mermaid</script>"), ("text/vnd.mermaid", "graph <TD>"), ("text/plain", "graph <TD>")),
            Display(("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"), ("text/plain", "a drawing")))), 0);
        var json = page.QuerySelector(".json > details[open]")!;
        Assert.Equal("{ 3 }", json.QuerySelector("summary")!.TextContent);
        Assert.Equal("a: [ 2 ]", json.QuerySelectorAll("summary")[1].TextContent);
        Assert.Equal(["0: 1", "1: \"x\"", "n: null", "o: {}"], json.QuerySelectorAll("div").Select(line => line.TextContent));
        Assert.NotNull(page.QuerySelector(".formula mfrac"));
        Assert.Equal(2, page.QuerySelectorAll(".outputs .markdown math").Length);
        Assert.Equal("graph <TD>", page.QuerySelector(".diagram pre")!.TextContent);
        Assert.StartsWith("data:image/svg+xml;base64,", page.QuerySelector("img.picture")!.GetAttribute("src"));
    }

    [Fact]
    public void Json_without_end_is_cut()
    {
        JsonNode deep = new JsonArray();
        for (var i = 0; i < 60; i++)
            deep = new JsonArray(deep);
        var wide = new JsonArray([.. Enumerable.Range(0, 10_000).Select(i => (JsonNode)i)]);
        Assert.True(HtmlExporter.Export(Notebook(Display(("application/json", new JsonArray(deep, wide))))).Length < 300_000);
    }

    [Fact]
    public void An_output_that_is_only_a_script_says_so_and_shows_its_text()
    {
        var page = Harmless(HtmlExporter.Export(Notebook(Display(("text/html", "<div id=c></div><script>draw()</script>"), ("text/plain", "a chart")))), 0);
        Assert.Equal("a chart", page.QuerySelector("pre.value")!.TextContent);
        Assert.Contains("runs nothing", page.QuerySelector(".reduced")!.TextContent);
        Assert.Null(Harmless(HtmlExporter.Export(Notebook(Display(("text/html", "<b>x</b>")))), 0).QuerySelector(".reduced"));
    }

    [Fact]
    public void Colours_of_a_terminal_before_and_behind_the_text()
    {
        var page = Harmless(HtmlExporter.Export(Notebook(new JsonObject
        {
            ["output_type"] = "stream",
            ["name"] = "stderr",
            ["text"] = "\u001b[1;91;44mA\u001b[39mB\u001b[0;2;9mC\u001b[0m\u001b[38;5;2mD\u001b[38;2;1;2;3mE\u001b[K",
        })), 0);
        Assert.Equal(["ansi9 back4 bold", "back4 bold", "dim struck", "ansi2", "ansi2"], page.QuerySelectorAll("pre.stderr span").Select(span => span.ClassName));
        Assert.Equal("ABCDE", page.QuerySelector("pre.stderr")!.TextContent);
    }

    [Fact]
    public void Cells_of_other_languages_are_not_read_as_csharp()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Code, "#!fsharp\nlet x = 'a in \"");
        Assert.Equal("#!fsharp\nlet x = 'a in \"", Harmless(HtmlExporter.Export(document), 0).QuerySelector("pre.source code")!.InnerHtml.Replace("&quot;", "\""));
    }
}
