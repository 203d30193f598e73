using System.Text.RegularExpressions;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Kernels;

[Collection(EngineCollection.Name)]
public sealed partial class FSharpTests
{
    /// <summary>One session for all: loading the compiler takes seconds. Names in the tests are their own.</summary>
    private static readonly Lazy<Notebook> Shared = new(() => new Notebook());

    private readonly Notebook _notebook = Shared.Value;

    [Fact]
    public void The_compiler_is_loaded_with_the_first_cell_only()
    {
        // In a process of its own, because the other tests load it into this one.
        var script = "AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == \\\"FSharp.Compiler.Service\\\")";
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(NotebookDocument).Assembly.Location, "serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var kernel = System.Diagnostics.Process.Start(start)!;
        kernel.StandardInput.WriteLine($"{{\"request\":\"run\",\"cell\":1,\"code\":\"#!who\\n#!html\\nx\\n#!csharp\\nvar a = 1;\\n{script}\"}}");
        kernel.StandardInput.Flush();
        var events = new List<string>();
        while (events.LastOrDefault()?.Contains("\"finished\"", StringComparison.Ordinal) != true && kernel.StandardOutput.ReadLine() is { } line)
            events.Add(line);
        kernel.StandardInput.Close();
        Assert.Contains(events, line => line.Contains("\"text/plain\":\"False\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task State_stays_and_the_last_expression_is_the_value()
    {
        Assert.Null(await _notebook.Value("#!fsharp\nlet state = 40"));
        Assert.Equal("42", await _notebook.Value("#!f#\nlet more = 2\nstate + more"));
        Assert.Null(await _notebook.Value("state |> ignore", "fsharp"));
        Assert.Null(await _notebook.Value("// nothing", "F#"));
        Assert.Equal("42", await _notebook.Value("state + 2;;\n", "fs"));
        Assert.Equal("[ 1, 4, 9 ]", await _notebook.Value("[1 .. 3] |> List.map (fun i -> i * i)", "fsharp"));
    }

    [Fact]
    public async Task Prints_and_displays_belong_to_the_cell()
    {
        var shown = await _notebook.Run("printfn \"printed %d\" 1\ndisplay(\"shown\") |> ignore\n(\"again\").Display() |> ignore\nHTML \"<b>h</b>\"", "fsharp");
        Assert.Equal("printed 1\n", shown.Text);
        Assert.Equal(["shown", "again"], shown.Plain);
        Assert.Equal("<b>h</b>", (string?)shown.Result!["text/html"]);
        Assert.Empty((await _notebook.Run("let d = display(1)\nd", "fsharp")).Result ?? []);
    }

    [Fact]
    public async Task Compile_errors_name_the_cell_and_its_lines()
    {
        var shown = await _notebook.Any("#!time\n\n#!fsharp\nlet y = 1\nlet z =\n  wrong + y");
        var error = shown.Error!;
        Assert.Equal("CompilationError", error.Name);
        Assert.Matches(@"^Cell \[\d+\], line 6, column 3: error FS0039: The value or constructor 'wrong' is not defined", error.Message);
        Assert.Equal(["      wrong + y", "      ^^^^^"], error.Traceback.TakeLast(2));
        var place = Assert.Single(error.Diagnostics);
        Assert.Equal((5, 2, 5, 7, "error", "FS0039"), (place.StartLine, place.StartColumn, place.EndLine, place.EndColumn, place.Severity, place.Id));
    }

    [Fact]
    public async Task Runtime_errors_name_the_cell_and_its_lines()
    {
        await _notebook.Run("#!fsharp\n\nlet fall n =\n  if n = 0 then failwith \"deep\"\n  n", "fsharp");
        var error = await _notebook.Fail("let before = 1\n\nfall 0", "fsharp");
        Assert.Equal(("Exception", "deep"), (error.Name, error.Message));
        var lines = error.Traceback.Select(line => Colour().Replace(line, "")).ToArray();
        Assert.Equal("Exception: deep", lines[0]);
        Assert.Matches(@"^  Cell \[\d+\], line 4 in fall$", lines[1]);
        Assert.Matches(@"^  Cell \[\d+\], line 3$", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Values_pass_both_ways()
    {
        await _notebook.Run("#!csharp\nvar fromCs = new List<int> { 1, 2, 3 }; string nothing = null; class Own { public int N = 5; } var own = new Own();");
        Assert.Equal("6", await _notebook.Value("#!fsharp\n#!share --from csharp fromCs\nSeq.sum fromCs"));
        Assert.Equal("True", await _notebook.Value("#!fsharp\n#!share --from csharp nothing\nisNull nothing"));
        Assert.Equal("5", await _notebook.Value("#!fsharp\n#!share --from csharp own\nown.GetType().GetField(\"N\").GetValue(own)"));
        await _notebook.Run("#!fsharp\ntype Point = { X: int; Y: int }\nlet point = { X = 1; Y = 2 }\nlet numbers = [3; 4]\nlet pair = (1, \"a\")");
        Assert.Equal("3", await _notebook.Value("#!share --from fsharp point\npoint.X + point.Y"));
        Assert.Equal("7", await _notebook.Value("#!share --from f# numbers --as n\nn.Sum()"));
        Assert.Equal("a", await _notebook.Value("#!share --from fsharp pair\npair.Item2"));
        await _notebook.Run("var five = 5;");
        Assert.Equal("2.5", await _notebook.Value("#!fsharp\n#!set --name half --value @csharp:five\nhalf / 2.0"));
    }

    [Fact]
    public async Task Variables_are_listed()
    {
        await _notebook.Run("let listed = 12", "fsharp");
        Assert.Contains("listed", (await _notebook.Run("#!fsharp\n#!who")).Plain.Single());
        Assert.Matches(@"listed +int +12\b", (await _notebook.Run("#!fsharp\n#!whos")).Plain.Single());
    }

    [Fact]
    public async Task Libraries_are_one_set_with_csharp()
    {
        var library = typeof(Markdig.Markdown).Assembly.Location;
        await _notebook.Run($"#r \"{library}\"\nvar pipeline = new Markdig.MarkdownPipelineBuilder().Build();");
        Assert.Equal("<p><em>x</em></p>", (await _notebook.Value("#!fsharp\n#!share --from csharp pipeline\n(Markdig.Markdown.ToHtml(\"*x*\", pipeline)).Trim()")));
        var other = typeof(AngleSharp.BrowsingContext).Assembly.Location;
        await _notebook.Run($"#r \"{other}\"\nlet options = AngleSharp.Html.Parser.HtmlParserOptions()", "fsharp");
        Assert.Equal("HtmlParserOptions", await _notebook.Value("#!share --from fsharp options\nAngleSharp.Html.Parser.HtmlParserOptions typed = options;\ntyped.GetType().Name"));
        Assert.Contains("there is no library 'none.dll'", (await _notebook.Fail("#r \"none.dll\"\n1", "fsharp")).Message);
    }

    [Fact]
    public async Task Files_of_fsharp_are_imported()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tools.fsx"), "let cube n = n * n * n\n");
        Assert.Equal("27", await _notebook.Value($"#!import {folder.File("tools.fsx")}\n#!fsharp\ncube 3"));
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();
}
