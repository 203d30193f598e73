using AngleSharp.Html.Parser;
using Workbench.Notebooks.Html;

namespace Workbench.Notebooks.Tests.Html;

public sealed class HtmlSanitizerTests
{
    /// <summary>Ways in which markup has been known to act, each of which sets a global, fetches, or leaves its place.</summary>
    public static TheoryData<string> Attacks => new(HostileMarkup.All);

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_that_acts_goes_through(string attack)
    {
        var cleaned = HtmlSanitizer.Clean(attack);
        Assert.Equal(cleaned, HtmlSanitizer.Clean(cleaned));
        // As another reader might see it: with scripting on, text of noscript and the like is read differently.
        foreach (var scripting in new[] { false, true })
        {
            var document = new HtmlParser(new HtmlParserOptions { IsScripting = scripting }).ParseDocument("<body>" + cleaned);
            foreach (var element in document.Body!.QuerySelectorAll("*"))
            {
                Assert.DoesNotContain(element.LocalName.ToLowerInvariant(), (string[])["script", "iframe", "object", "embed", "link", "meta", "base", "form", "button", "textarea", "select", "template", "noscript", "foreignobject", "set", "animate", "frame", "portal", "video", "audio"]);
                foreach (var attribute in element.Attributes)
                {
                    Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{attribute.Name} in {cleaned}");
                    Assert.DoesNotContain("script:", attribute.Value.Replace("\t", "").Replace("\n", ""), StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain(attribute.Name, (string[])["srcdoc", "formaction", "action", "ping", "background", "srcset", "poster", "target", "download", "http-equiv"]);
                    if (attribute.Name is "src")
                        Assert.StartsWith("data:image/", attribute.Value);
                    if (attribute.Name is "style" or "fill" or "filter" or "mask")
                        Assert.DoesNotContain("//", attribute.Value);
                }
            }
            foreach (var style in document.QuerySelectorAll("style"))
            {
                Assert.DoesNotContain("evil", style.TextContent);
                Assert.True(style.TextContent.Length == 0 || style.TextContent.StartsWith("@scope {", StringComparison.Ordinal), style.TextContent);
            }
        }
    }

    [Theory]
    [InlineData("p { color: red }", "@scope { p { color: red } }")]
    [InlineData("@media print { p { color: red } }", "@scope { @media print { p { color: red } } }")]
    [InlineData("a[title=\"}\"] { fill: url(#g) } /* } */", "@scope { a[title=\"}\"] { fill: url(#g) }   }")]
    [InlineData("@scope { p { color: red } }", "@scope { p { color: red } }")]
    // Each of these would close the block it stands in, or load.
    [InlineData("} body { display: none } x {", "")]
    [InlineData("p { color: red } }", "")]
    [InlineData("p { color: red ", "")]
    [InlineData("a[b='", "")]
    [InlineData("a[b='\n'] {} } body { display: none } x {'} ", "")]
    [InlineData("/* ", "")]
    [InlineData("p { content: \"\\\"} } body { display: none }\" }", "")]
    [InlineData("p ( } ) { }", "")]
    [InlineData("p { background: u\\72l(//evil) }", "")]
    [InlineData("p { background: url(#a, url(//evil)) }", "")]
    [InlineData("p { background: image-set('//evil' 1x) }", "")]
    [InlineData("p { background: URL ( '//evil') }", "")]
    [InlineData("@import '//evil';", "")]
    [InlineData("@font-face { src: local(x) }", "")]
    public void Style_sheets_stay_in_their_block(string css, string cleaned) => Assert.Equal(cleaned, CssFilter.Sheet(css));

    [Fact]
    public void A_block_that_only_begins_like_ours_is_put_in_ours()
    {
        const string escaping = "@scope { } body { color: red } x { }";
        Assert.Equal($"@scope {{ {escaping} }}", CssFilter.Sheet(escaping));
    }

    [Fact]
    public void A_sheet_at_the_top_gets_a_root_that_is_not_the_pages()
    {
        Assert.Equal("<div class=\"styled\"><style>@scope { :scope { position: fixed } }</style>x</div>", HtmlSanitizer.Clean("<style>:scope { position: fixed }</style>x"));
        Assert.Equal("<p>x</p>", HtmlSanitizer.Clean("<p>x</p>"));
    }

    [Fact]
    public void What_shows_something_stays()
    {
        foreach (var html in new[]
        {
            "<table border=\"1\"><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>",
            "<details open=\"\"><summary>s</summary><pre>t</pre></details>",
            "<svg viewBox=\"0 0 1 1\"><defs><linearGradient id=\"g\"></linearGradient></defs><rect width=\"1\" height=\"1\" fill=\"url(#g)\"></rect></svg>",
            "<a href=\"https://arxiv.org/abs/1\" rel=\"noopener noreferrer\">a</a>",
            "<a href=\"#part\" rel=\"noopener noreferrer\">a</a>",
            "<a href=\"other.ipynb\" rel=\"noopener noreferrer\">a</a>",
            "<progress value=\"0.5\" max=\"1\" style=\"width:16em;vertical-align:middle\"></progress>",
            "<img src=\"data:image/png;base64,AAAA\" alt=\"x\">",
        })
            Assert.Equal(html, HtmlSanitizer.Clean(html));
    }

    [Fact]
    public void Whatever_is_nested_without_end_is_shown_as_text()
    {
        var deep = string.Concat(Enumerable.Repeat("<div>", 100_000)) + "x";
        Assert.StartsWith("<pre>&lt;div&gt;", HtmlSanitizer.Clean(deep));
        Assert.NotEmpty(MarkdownMarkup.Render(new string('>', 20_000) + " x"));
        Assert.NotEmpty(MarkdownMarkup.Render(string.Concat(Enumerable.Repeat("- ", 20_000)) + "x"));
        Assert.Contains("class=\"tex\"", MarkdownMarkup.Render("$" + new string('{', 50_000) + "$"));
        Assert.Contains("class=\"tex\"", MarkdownMarkup.Render("$" + string.Concat(Enumerable.Repeat("\\sqrt", 20_000)) + "x$"));
    }

    [Fact]
    public void It_is_told_when_something_that_acts_was_dropped()
    {
        HtmlSanitizer.Clean("<p>x</p><script>1</script>", out var isReduced);
        Assert.True(isReduced);
        HtmlSanitizer.Clean("<p onclick=\"x\">x</p>", out isReduced);
        Assert.False(isReduced);
    }
}
