using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Kernels;

[Collection(EngineCollection.Name)]
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        File.WriteAllText(_folder.File(name), text);
    }

    [Fact]
    public async Task A_notebook_runs_cell_by_cell_and_its_state_stays()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# Helpers");
        document.Add(CellKind.Code, "int Twice(int n) => 2 * n;\ndisplay(\"loaded\");");
        document.Add(CellKind.Code, "<b>bold</b>").Json["metadata"] = new JsonObject { ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "html" } };
        document.Add(CellKind.Raw, "not read");
        document.Save(_folder.File("lib/helpers.ipynb"));
        var notebook = new Notebook(_folder.Path);
        var shown = await notebook.Run("#!import lib/helpers.ipynb\nTwice(21)");
        Assert.Equal(["# Helpers", "loaded", "<b>bold</b>"], shown.Plain);
        Assert.Equal("42", (string?)shown.Result!["text/plain"]);
    }

    [Fact]
    public async Task Files_are_run_in_the_language_of_their_names()
    {
        Write("a.csx", "var fromScript = 1;");
        Write("b.cs", "class FromFile { public int N => 2; }");
        Write("c.js", "alert(1)");
        Write("d.html", "<i>d</i>");
        Write("e.md", "*e*");
        Write("f.dib", "#!markdown\n\nhello\n\n#!csharp\n\nvar fromDib = 3;\n");
        var notebook = new Notebook(_folder.Path);
        var shown = await notebook.Run("#!import a.csx\n#!import \"b.cs\"\n#!import c.js\n#!import d.html\n#!import e.md\n#!import f.dib\nfromScript + new FromFile().N + fromDib");
        Assert.Equal("6", (string?)shown.Result!["text/plain"]);
        Assert.Equal(["<script type=\"text/javascript\">alert(1)</script>", "<i>d</i>", "*e*", "hello"], shown.Plain);
    }

    [Fact]
    public async Task Paths_start_at_the_file_that_imports()
    {
        Write("top.csx", "#!import sub/middle.csx\n");
        Write("sub/middle.csx", "#!import deep/end.csx\n#load \"helper.csx\"\nvar middle = end + helper;");
        Write("sub/deep/end.csx", "var end = 40;");
        Write("sub/helper.csx", "var helper = 2;");
        Assert.Equal("42", await new Notebook(_folder.Path).Value("#!import top.csx\nmiddle"));
    }

    [Fact]
    public async Task Errors_name_the_file_and_its_lines()
    {
        Write("bad.csx", "var ok = 1;\n\nint x = wrong;");
        Write("magic.csx", "var ok = 2;\n#!tiem\n");
        var notebook = new Notebook(_folder.Path);
        Assert.StartsWith("bad.csx, line 3, column 9: error CS0103", (await notebook.Fail("#!import bad.csx")).Message);
        Assert.StartsWith("magic.csx, line 2: unknown directive '#!tiem'; did you mean #!time?", (await notebook.Fail("#!import magic.csx")).Message);
        Assert.StartsWith("Cell [3], line 2: there is no file 'none.csx'", (await notebook.Fail("\n#!import none.csx")).Message);
        Write("x.py", "pass");
        Assert.StartsWith("Cell [4], line 1: 'x.py' cannot be imported: expected a file with one of .ipynb, .dib, .cs", (await notebook.Fail("#!import x.py")).Message);
        Write("broken.ipynb", "{}");
        Assert.Contains("is not a notebook", (await notebook.Fail("#!import broken.ipynb")).Message);
    }

    [Fact]
    public async Task A_circle_is_refused()
    {
        Write("a.csx", "#!import b.csx");
        Write("b.csx", "#!import ./a.csx");
        var error = await new Notebook(_folder.Path).Fail("#!import a.csx");
        Assert.Equal("b.csx, line 1: './a.csx' imports itself, directly or through another file", error.Message);
    }

    [Fact]
    public async Task The_same_file_can_be_imported_twice()
    {
        Write("count.csx", "n++;");
        Assert.Equal("2", await new Notebook(_folder.Path).Value("var n = 0;\n#!import count.csx\n#!import count.csx\nn"));
    }
}
