using Microsoft.DotNet.Interactive.Formatting;
using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;

namespace Workbench.Notebooks.Tests.Display;

[Collection(Engine.EngineCollection.Name)]
public sealed class PocketViewTests : IDisposable
{
    public void Dispose() => Formatter.ResetToDefault();

    private static string Html(object value) => value.ToDisplayString("text/html");

    [Fact]
    public void Elements_attributes_and_children_nest()
    {
        Assert.Equal("<div class=\"note\" style=\"color:red\"><b>x</b> is 3</div>", Html(div[@class: "note", style: "color:red"](b("x"), " is ", 3)));
        Assert.Equal("<img src=\"a.png\">", Html(img[src: "a.png"]));
        Assert.Equal("<ul><li>1</li><li>2</li></ul>", Html(ul(new[] { 1, 2 }.Select(n => (PocketView)li(n)))));
        Assert.Equal("<figure data-kind=\"a\">x</figure>", Html(_.figure[data_kind: "a"]("x")));
        Assert.Equal("<my-element>x</my-element>", Html(new PocketView("my-element").Containing("x")));
        Assert.Equal("<details open>t</details>", Html(details[open: true, hidden: false]("t")));
        Assert.Equal("<style>a > b { }</style>", Html(style("a > b { }")));
        // An element is a value: giving it content makes another one.
        var plain = p[id: "1"];
        plain("x");
        Assert.Equal("<p id=\"1\"></p>", Html(plain));
    }

    [Fact]
    public void Data_is_encoded_in_texts_and_attributes_and_values_go_through_their_formatters()
    {
        Assert.Equal("<p title=\"&quot;&gt;&lt;x&gt;\">&lt;script&gt;</p>", Html(p[title: "\"><x>"]("<script>")));
        Assert.Equal("<p><b>kept</b></p>", Html(p("<b>kept</b>".ToHtmlContent())));
        Assert.Contains("<th><i>key</i></th>", Html(div(new Dictionary<string, int> { ["a"] = 1 })));
        Formatter.Register<int>(n => $"<i>{n}</i>", "text/html");
        Assert.Equal("<p><i>3</i></p>", Html(p(3)));
        Assert.Throws<ArgumentException>(() => new PocketView("a><script"));
        Assert.Throws<ArgumentException>(() => new PocketView("a").With("x onclick", "y"));
    }

    [Fact]
    public void Texts_of_the_element_are_its_html() => Assert.Equal("<b>x</b>", ((object)b("x")).ToDisplayString());
}
