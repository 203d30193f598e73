using System.Text.Json.Nodes;
using Workbench.Notebooks.Export;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Export;

public class MarkdownExporterTests
{
    private readonly NotebookDocument _document = NotebookDocument.Create();
    private readonly OutputRecorder _recorder = new();

    private NotebookCell Code(string source) => _document.Add(CellKind.Code, source);

    private string Text()
    {
        _recorder.Commit();
        return MarkdownExporter.Export(_document).Text;
    }

    [Fact]
    public void Prose_code_and_printed_text_follow_each_other()
    {
        _document.Add(CellKind.Markdown, "# Title\n");
        var cell = Code("#!time\n1 + 1");
        _recorder.Stream(cell, "stdout", "\u001b[31mred\u001b[0m\n");
        _recorder.Result(cell, new JsonObject { ["text/plain"] = "2", ["text/html"] = "<b>2</b>" });
        _recorder.Error(cell, new CellError("E", "m", ["\u001b[31mCell [1], line 2\u001b[0m", "```"]));
        Code("");
        Code("#!fsharp\nlet x = 1");
        Assert.Equal("""
            # Title

            ```csharp
            #!time
            1 + 1
            ```

            ```text
            red
            ```

            ```text
            2
            ```

            ````text
            Cell [1], line 2
            ```
            ````

            ```fsharp
            let x = 1
            ```

            """, Text());
    }

    [Fact]
    public void A_table_stays_a_table_and_its_text_no_markup()
    {
        _recorder.Display(Code("t"), new JsonObject
        {
            ["text/html"] = "<style>td{}</style><p>3 rows</p><table><thead><tr><th>a|b</th><th>n</th></tr></thead><tbody><tr><td>*x*<br>y</td><td>1</td></tr><tr><td>&lt;i&gt;</td></tr></tbody></table>",
            ["text/plain"] = "t",
        }, "1");
        Assert.EndsWith("""
            3 rows

            | a\|b | n |
            | --- | --- |
            | \*x\* y | 1 |
            | &lt;i> |  |

            """, Text());
    }

    [Fact]
    public void Html_without_a_table_shows_as_its_plain_text()
    {
        _recorder.Display(Code("h"), new JsonObject { ["text/html"] = "<script>alert(1)</script><p>x</p>", ["text/plain"] = "plain" }, "1");
        Assert.DoesNotContain("alert", Text());
        Assert.EndsWith("```text\nplain\n```\n", Text());
    }

    [Fact]
    public void Formulas_and_markdown_stay_what_they_are()
    {
        var cell = Code("f");
        _recorder.Display(cell, new JsonObject { ["text/latex"] = "x^2" }, "1");
        _recorder.Display(cell, new JsonObject { ["text/latex"] = "$y$" }, "2");
        _recorder.Display(cell, new JsonObject { ["text/markdown"] = "**bold**\n", ["text/html"] = "<b>bold</b>" }, "3");
        Assert.EndsWith("$$\nx^2\n$$\n\n$y$\n\n**bold**\n", Text());
    }

    [Fact]
    public void Pictures_go_into_the_text_or_into_files_beside_it()
    {
        var prose = _document.Add(CellKind.Markdown, "see ![a](attachment:my%20a.png) and ![b](attachment:none.png)");
        prose.Json["attachments"] = new JsonObject { ["my a.png"] = new JsonObject { ["image/png"] = "AQID" } };
        var cell = Code("p");
        _recorder.Display(cell, new JsonObject { ["image/png"] = "BAUG\n", ["text/plain"] = "a [figure]" }, "1");
        _recorder.Display(cell, new JsonObject { ["image/svg+xml"] = "<svg/>" }, "2");
        _recorder.Display(cell, new JsonObject { ["image/png"] = "not base64!", ["text/plain"] = "broken" }, "3");
        Assert.Contains("![a](data:image/png;base64,AQID) and ![b](attachment:none.png)", Text());
        Assert.Contains("![a figure](data:image/png;base64,BAUG)", Text());
        var (text, pictures) = MarkdownExporter.Export(_document, "my files");
        Assert.Contains("![a](my%20files/attachment-1-my-a.png)", text);
        Assert.Contains("![a figure](my%20files/output-2-1.png)\n\n![output](my%20files/output-2-2.svg)\n\n```text\nbroken\n```", text);
        Assert.Equal(["attachment-1-my-a.png", "output-2-1.png", "output-2-2.svg"], pictures.Keys);
        Assert.Equal([4, 5, 6], pictures["output-2-1.png"]);
        Assert.Equal("<svg/>"u8.ToArray(), pictures["output-2-2.svg"]);
    }
}
