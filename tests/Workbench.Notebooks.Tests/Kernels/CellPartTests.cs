using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Kernels;

[Collection(EngineCollection.Name)]
public class CellPartTests
{
    [Fact]
    public async Task Parts_run_in_order_each_in_its_language()
    {
        var shown = await new Notebook().Run("var x = 1;\ndisplay(\"first\");\n#!html\n<b>second</b>\n\n#!csharp\ndisplay($\"third {x}\");");
        Assert.Equal(["first", "<b>second</b>", "third 1"], shown.Plain);
        Assert.Equal("<b>second</b>", (string?)shown.Displays[1]["text/html"]);
    }

    [Theory]
    [InlineData("csharp")]
    [InlineData("C#")]
    [InlineData("cs")]
    [InlineData("polyglot-notebook")]
    [InlineData("dotnet-interactive.csharp")]
    [InlineData(null)]
    public async Task The_language_of_the_request_is_that_of_the_cell(string? language) =>
        Assert.Equal("2", await new Notebook().Value("1 + 1", language));

    [Fact]
    public async Task A_line_in_the_cell_beats_the_language_of_the_request()
    {
        var notebook = new Notebook();
        Assert.Equal("<i>x</i>", (string?)(await notebook.Run("<i>x</i>", "html")).Display["text/html"]);
        Assert.Equal("2", await notebook.Value("#!csharp\n1 + 1", "html"));
    }

    [Theory]
    [InlineData("python", "Cell [1] is written in python: this kernel does not know that language")]
    [InlineData("pwsh", "Cell [1] is written in pwsh: '#!pwsh' needs the PowerShell kernel, which is not part of this kernel")]
    public async Task An_unknown_language_is_an_error(string language, string message) =>
        Assert.Equal(message, (await new Notebook().Fail("x", language)).Message);

    [Theory]
    [InlineData("#!tmie", "unknown directive '#!tmie'; did you mean #!time?")]
    [InlineData("#!sql", "'#!sql' needs the SQL kernel, which is not part of this kernel; use a database library from C#")]
    [InlineData("#!kql x", "'#!kql' needs the KQL kernel")]
    [InlineData("#!http", "'#!http' needs the HTTP kernel")]
    [InlineData("#!powershell", "'#!powershell' needs the PowerShell kernel")]
    [InlineData("#!connect mssql --kernel-name a", "'#!connect' adds kernels")]
    [InlineData("#!time 3", "#!time does not take '3'")]
    [InlineData("#!share x", "#!share needs --from <kernel>")]
    [InlineData("#!set --name \"x", "a quote is not closed")]
    public async Task A_wrong_line_stops_the_cell_before_anything_of_it_runs(string line, string message)
    {
        var notebook = new Notebook();
        await notebook.Run("var ran = false;");
        var error = await notebook.Fail($"ran = true;\n{line}\nran = true;");
        Assert.Equal("MagicError", error.Name);
        Assert.StartsWith("Cell [2], line 2: " + message, error.Message);
        Assert.Equal("False", await notebook.Value("ran"));
    }

    [Fact]
    public async Task Line_numbers_are_the_cells()
    {
        var notebook = new Notebook();
        var error = await notebook.Fail("#!html\n<p>\n\n#!csharp\nvar x = 1;\nx = wrong;");
        Assert.StartsWith("Cell [1], line 6, column 5: error CS0103", error.Message);
        error = await notebook.Fail("#!time\n#!csharp\n\nthrow new Exception(\"here\");");
        Assert.Contains(error.Traceback, line => line.Contains("Cell [2], line 4"));
    }

    [Theory]
    [InlineData("var s = \"\"\"\n#!sql\nx\n\"\"\";\ns.Length", "7")]
    [InlineData("var s = @\"\n#!time\";\ns.Trim()", "#!time")]
    [InlineData("var n = 3;\nvar s = $\"\"\"\n{n}\n#!time {n}\n\"\"\";\ns.Split('\\n')[1]", "#!time 3")]
    [InlineData("/*\n#!sql\n*/\n5", "5")]
    [InlineData("#!/usr/bin/env x\n6", null)]
    public async Task What_stands_in_a_text_or_comment_of_csharp_is_not_obeyed(string code, string? value)
    {
        if (value is null)
            Assert.Equal("6", await new Notebook().Value(code));
        else
            Assert.Equal(value, await new Notebook().Value(code));
    }

    [Fact]
    public async Task Windows_line_ends_do_not_matter()
    {
        var shown = await new Notebook().Run("#!html\r\n<b>a</b>\r\n#!csharp\r\n#!time\r\ndisplay(2);\r\n");
        Assert.Equal(["<b>a</b>", "2"], shown.Plain[..2]);
    }

    [Fact]
    public async Task A_chooser_without_text_and_an_empty_cell_do_nothing()
    {
        var notebook = new Notebook();
        Assert.Empty((await notebook.Run("#!html\n\n#!csharp")).Displays);
        Assert.Empty((await notebook.Run("")).Displays);
    }

    [Fact]
    public async Task Help_shows_the_usage_and_the_rest_runs()
    {
        var shown = await new Notebook().Run("#!share -h\n#!value --help\n#!csharp\ndisplay(1);");
        Assert.Contains("Usage: #!share <name> --from <kernel> [--as <name>] [--mime-type <type>]", shown.Plain[0]);
        Assert.Contains("Usage: #!value --name <name>", shown.Plain[1]);
        Assert.Equal("1", shown.Plain[2]);
    }

    [Fact]
    public void All_names_are_listed_once_with_a_line_of_help()
    {
        var magics = new Notebook().Kernel.Magics;
        Assert.Equal(magics.Select(magic => magic.Name).Distinct(), magics.Select(magic => magic.Name));
        Assert.All(magics, magic => Assert.Matches(@"^[^\n]{5,120}\.$", magic.Help));
        foreach (var name in "csharp html javascript css markdown mermaid value time who whos lsmagic about set share import quiet memory".Split(' '))
            Assert.Contains(magics, magic => magic.Name == name);
    }
}
