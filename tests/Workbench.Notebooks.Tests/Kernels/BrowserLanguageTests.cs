using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Kernels;

[Collection(EngineCollection.Name)]
public class BrowserLanguageTests
{
    [Theory]
    [InlineData("#!javascript")]
    [InlineData("#!js")]
    public async Task Javascript_becomes_a_script(string line) =>
        Assert.Equal("<script type=\"text/javascript\">let a = 1 < 2;\na;</script>", (string?)(await new Notebook().Run($"{line}\n\nlet a = 1 < 2;\na;\n\n")).Display["text/html"]);

    [Fact]
    public async Task Css_becomes_a_style_sheet() =>
        Assert.Equal("<style>p { color: red; }</style>", (string?)(await new Notebook().Run("#!css\np { color: red; }")).Display["text/html"]);

    [Theory]
    [InlineData("#!markdown")]
    [InlineData("#!md")]
    public async Task Markdown_is_shown_in_three_forms(string line)
    {
        var data = (await new Notebook().Run($"{line}\n# Title\n\n| a | b |\n|---|---|\n| 1 | $x^2$ |")).Display;
        Assert.Contains("<h1", (string?)data["text/html"]);
        Assert.Contains("<td>1</td>", (string?)data["text/html"]);
        Assert.Contains("<math", (string?)data["text/html"]);
        Assert.StartsWith("# Title\n\n| a", (string?)data["text/markdown"]);
        Assert.StartsWith("# Title", (string?)data["text/plain"]);
    }

    [Fact]
    public async Task Mermaid_is_left_to_the_front_end_and_readable_without()
    {
        var data = (await new Notebook().Run("#!mermaid --display-width 400px --display-background-color white\ngraph LR\n  A --> B")).Display;
        Assert.Equal("graph LR\n  A --> B", (string?)data["text/vnd.mermaid"]);
        Assert.Equal("```mermaid\ngraph LR\n  A --> B\n```", (string?)data["text/markdown"]);
        Assert.Equal("graph LR\n  A --> B", (string?)data["text/plain"]);
        Assert.Equal(3, data.Count);
        Assert.Contains("has no option --display-hight; did you mean --display-height?", (await new Notebook().Fail("#!mermaid --display-hight 3\nx")).Message);
    }
}
