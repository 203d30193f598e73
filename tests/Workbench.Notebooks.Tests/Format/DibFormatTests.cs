using FsCheck;
using FsCheck.Fluent;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Format;

public class DibFormatTests
{
    private static string[] Cells(NotebookDocument document) => [.. document.Cells.Select(cell => $"{cell.Kind}:{NotebookLanguage.KernelOf(document, cell)}:{cell.Source}")];

    [Fact]
    public void Cells_begin_at_lines_that_name_a_kernel_and_other_directives_stay_within()
    {
        var document = NotebookDocument.ParseDib("var first = 1;\n#!time\n\n#!md\n\n# Title\n\ntext\n\n#!c#\n\n   indented\n#!share --from fsharp x\n#!unknown\n\n\n#!F#\nlet y = 2\n\n#!csharp\n\n#!raw\nas it is\r\n");
        Assert.Equal(
        [
            "Code:csharp:var first = 1;\n#!time",
            "Markdown:csharp:# Title\n\ntext",
            "Code:csharp:   indented\n#!share --from fsharp x\n#!unknown",
            "Code:fsharp:#!fsharp\nlet y = 2",
            "Raw:csharp:as it is",
        ], Cells(document));
        Assert.Equal("fsharp", (string?)document.Cells[3].Json["metadata"]!["polyglot_notebook"]!["kernelName"]);
        Assert.Equal("Title", document.Title);
    }

    [Fact]
    public void The_meta_block_names_the_default_language_and_kernels_of_its_own()
    {
        const string text = """
            #!meta

            {"kernelInfo":{"defaultKernelName":"fsharp","items":[{"name":"fsharp","aliases":["f#"]},{"name":"sql-shop","aliases":["shop"]}]},"author":"Ü"}

            #!f#
            let x = 1

            #!shop

            select 1

            #!csharp

            1 + 1
            """;
        var document = NotebookDocument.ParseDib(text);
        Assert.Equal(["Code:fsharp:#!fsharp\nlet x = 1", "Code:sql-shop:#!sql-shop\nselect 1", "Code:csharp:1 + 1"], Cells(document));
        Assert.Equal("Ü", (string?)document.Metadata["author"]);
        Assert.Equal(text, document.ToDib());
        document.Cells[2].Source = "2";
        Assert.Contains("\"defaultKernelName\":\"fsharp\"", document.ToDib());
        Assert.Contains("\"author\":\"Ü\"", document.ToDib());
        Assert.EndsWith("\n\n#!fsharp\n\nlet x = 1\n\n#!sql-shop\n\nselect 1\n\n#!csharp\n\n2\n", document.ToDib());
    }

    [Fact]
    public void A_notebook_is_written_with_its_languages_once_each()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# Title\n#!csharp\n");
        document.Add(CellKind.Code, "\n#!fsharp\nlet x = 1\n");
        document.Add(CellKind.Code, "   \n");
        document.Add(CellKind.Code, "1 + 1");
        Assert.Equal("""
            #!meta

            {"kernelInfo":{"defaultKernelName":"csharp","items":[{"name":"markdown","languageName":"Markdown","aliases":[]},{"name":"fsharp","languageName":"F#","aliases":[]},{"name":"csharp","languageName":"C#","aliases":[]}]}}

            #!markdown

            # Title
             #!csharp

            #!fsharp

            let x = 1

            #!csharp

            1 + 1

            """, document.ToDib());
    }

    [Theory]
    [InlineData("#!meta\n{\"a\": }\n", "not valid JSON (line 2)")]
    [InlineData("\n#!meta\n[1]\n", "under #!meta in line 2")]
    public void A_broken_meta_block_is_refused_with_its_line(string text, string reason)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookDocument.ParseDib(text, "x.dib"));
        Assert.Contains("'x.dib'", error.Message);
        Assert.Contains(reason, error.Message);
    }

    /// <summary>Texts of cells as people write them: no blank lines at the ends, no line that begins another cell.</summary>
    private static readonly Gen<(string Kernel, string Text)> AnyCell =
        from kernel in Gen.Elements("csharp", "fsharp", "markdown", "raw", "html", "javascript", "pwsh")
        from lines in Gen.Elements("x", "  var y = \"ü🚀\";", "", "#!time", "#!share --from fsharp a", "#!csharpy", "#! csharp", "\t", "#!").ArrayOf()
        from last in Gen.Elements("end", " #!fsharp", "// #!csharp")
        select (kernel, "begin\n" + string.Concat(lines.Select(line => line + "\n")) + last);

    [Fact]
    public void Any_cells_survive_the_way_to_dib_and_ipynb_and_back()
    {
        Property.Holds(AnyCell.ArrayOf(), cells =>
        {
            var dib = string.Concat(cells.Select(cell => $"#!{cell.Kernel}\n{cell.Text}\n"));
            var read = NotebookDocument.ParseDib(dib);
            var notebook = NotebookDocument.Parse(read.ToText());
            var back = NotebookDocument.ParseDib(notebook.ToDib());
            string[] expected = [.. cells.Select(cell => cell.Kernel switch
            {
                "markdown" => $"Markdown:csharp:{cell.Text}",
                "raw" => $"Raw:csharp:{cell.Text}",
                "csharp" => $"Code:csharp:{cell.Text}",
                var other => $"Code:{other}:#!{other}\n{cell.Text}",
            })];
            return Cells(read).SequenceEqual(expected) && Cells(notebook).SequenceEqual(expected) && Cells(back).SequenceEqual(expected)
                && read.ToDib() == dib && NotebookDocument.ParseDib(back.ToDib()).ToDib() == back.ToDib();
        });
    }

    [Fact]
    public void Files_are_read_and_written_by_the_ending_of_their_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.dib"), "#!csharp\r\n\r\n1 + 1\r\n");
        var document = NotebookDocument.Load(folder.File("a.dib"));
        document.Save(folder.File("a.ipynb"));
        document.Save(folder.File("b.DIB"));
        Assert.Equal("1 + 1", NotebookDocument.Load(folder.File("a.ipynb")).Cells.Single().Source);
        Assert.Equal("#!csharp\r\n\r\n1 + 1\r\n", File.ReadAllText(folder.File("b.DIB")));
    }
}
