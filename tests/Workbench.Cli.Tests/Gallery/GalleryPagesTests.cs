using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Workbench.Cli.Gallery;

namespace Workbench.Cli.Tests.Gallery;

/// <summary>The pages as text: what they show, where their links lead, and that nothing but the site's own scripts can run.</summary>
public sealed class GalleryPagesTests : IDisposable
{
    private readonly HostileCheckout _hostile = new();

    public void Dispose() => _hostile.Dispose();

    [Fact]
    public void The_ledger_of_this_repository_is_a_whole_table_without_a_script()
    {
        var source = GallerySource.Read(Checkout.Find());
        var index = Parse(GallerySite.Build(source))[SiteMap.Index];
        var rows = index.QuerySelectorAll(".ledger tbody tr");
        Assert.Equal(source.Ledger.Rows.Select(row => row.Claim.Id), rows.Select(row => row.QuerySelector("a.id")!.TextContent));
        Assert.Equal(source.Ledger.Rows.Select(row => row.Verdict), rows.Select(row => row.QuerySelector(".badge")!.TextContent));
        Assert.True(index.QuerySelector("form.filters")!.HasAttribute("hidden"));
        Assert.Equal(source.Ledger.Counts().Values.Sum(), index.QuerySelectorAll(".tally b").Sum(count => int.Parse(count.TextContent)));
    }

    [Fact]
    public void A_paper_shows_criteria_numbers_reasons_provenance_figures_and_prose()
    {
        var source = GallerySource.Read(Checkout.Find());
        var pages = Parse(GallerySite.Build(source));
        foreach (var card in source.Ledger.Cards)
        {
            var page = pages[SiteMap.Paper(card.Slug)];
            foreach (var claim in card.Claims)
                Assert.All(claim.Protocols.Values, asked => Assert.Contains(asked.Criterion.Text, page.GetElementById(claim.Id)!.TextContent));
            foreach (var row in source.Ledger.Rows.Where(row => row.Card == card && row.Result is not null))
            {
                var text = page.GetElementById(row.Claim.Id)!.TextContent;
                var r = row.Result!;
                foreach (var shown in new[] { row.Claim.Paper, row.Verdict, r.Commit, r.Command, r.Machine.Cpu, r.Machine.Os, r.Libtorch, string.Join(", ", r.Seeds) })
                    Assert.Contains(shown, text);
                Assert.All(r.Reason.Split("; ").Where(part => part.Contains(", asked ")), part => Assert.Contains(part[part.IndexOf("asked ", StringComparison.Ordinal)..], text));
                Assert.Equal(r.Comparisons.Count, page.GetElementById(row.Claim.Id)!.QuerySelectorAll($".result[aria-label='{r.Claim}, {r.Protocol} on {r.Device}'] svg.strip").Length);
            }

            Assert.NotEmpty(page.QuerySelectorAll("#part-card ~ p, #part-card ~ ul"));
            Assert.Single(page.QuerySelectorAll("h1"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_link_leads_somewhere(bool isHostile)
    {
        var files = Build(isHostile);
        var pages = Parse(files);
        foreach (var (path, page) in pages)
            foreach (var link in page.QuerySelectorAll("[href], [src]"))
            {
                var to = link.GetAttribute("href") ?? link.GetAttribute("src")!;
                if (to.StartsWith("https://", StringComparison.Ordinal) || to.StartsWith("http://", StringComparison.Ordinal) || to.StartsWith("data:", StringComparison.Ordinal))
                    continue;
                var parts = to.Split('#');
                var target = parts[0].Length == 0 ? path : Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(path)!, Uri.UnescapeDataString(parts[0]))));
                Assert.True(files.ContainsKey(target), $"{path} → {to}");
                if (parts.Length > 1 && !parts[1].Contains('='))
                    Assert.True(pages[target].GetElementById(Uri.UnescapeDataString(parts[1])) is not null, $"{path} → {to}");
            }
    }

    [Fact]
    public void Hostile_texts_stay_texts()
    {
        var pages = Parse(Build(isHostile: true));
        Assert.Contains("compare/compare-all.html", pages.Keys);
        foreach (var (path, page) in pages)
        {
            var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
            foreach (var script in page.QuerySelectorAll("script").Where(script => script.GetAttribute("type") != "application/json"))
            {
                Assert.Contains($"'nonce-{script.GetAttribute("nonce")}'", policy);
                Assert.Matches("^(../)?assets/(site|figures)\\.js$", script.GetAttribute("src")!);
            }

            foreach (var element in page.All)
            {
                Assert.DoesNotContain(element.LocalName, (string[])["iframe", "object", "embed", "base"]);
                Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
                Assert.DoesNotContain("javascript:", element.GetAttribute("href") ?? "");
                Assert.False(element.LocalName == "img" && !element.GetAttribute("src")!.StartsWith("data:image/", StringComparison.Ordinal), path);
            }
        }

        var paper = pages[SiteMap.Paper(HostileCheckout.Slug)];
        foreach (var text in new[] { "Title ", "Venue ", "Claim ", "Paper ", "Setting ", "Planned ", "Meaning ", "command", "commit" })
            Assert.Contains(text + HostileCheckout.Hostile, paper.DocumentElement.TextContent);
        Assert.Contains("definition changed", paper.QuerySelector("#HO-C1 .stale")!.TextContent);
        Assert.StartsWith("stale: ", paper.QuerySelector("#HO-C1 .badge")!.TextContent);
    }

    [Fact]
    public void A_broken_card_or_notebook_is_named_and_nothing_is_written()
    {
        _hostile.Sandbox.Write("notebooks/04-broken.ipynb", "{");
        Assert.Contains("04-broken.ipynb", Assert.Throws<UsageException>(() => GallerySource.Read(new Checkout(_hostile.Sandbox.Root))).Message);
    }

    [Fact]
    public async Task The_verb_builds_again_without_writing()
    {
        var sandbox = _hostile.Sandbox;
        var first = await CliProcess.RunAsync(sandbox, "gallery", "--out", "site");
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("site/index.html", first.Output);
        Assert.Contains("plotly.js is not there", first.Error);
        Assert.True(File.Exists(sandbox[$"site/papers/{HostileCheckout.Slug}.html"]));
        Assert.Contains(" 0 files written", (await CliProcess.RunAsync(sandbox, "gallery", "--out", "site")).Output);
        (await CliProcess.RunAsync(sandbox, "gallery", "--out", "papers")).Refuses("papers", "--out");
    }

    private IReadOnlyDictionary<string, byte[]> Build(bool isHostile) =>
        GallerySite.Build(GallerySource.Read(isHostile ? new Checkout(_hostile.Sandbox.Root) : Checkout.Find()));

    private static Dictionary<string, IDocument> Parse(IReadOnlyDictionary<string, byte[]> files) =>
        files.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
            .ToDictionary(file => file.Key, file => (IDocument)new HtmlParser().ParseDocument(Encoding.UTF8.GetString(file.Value)));
}
