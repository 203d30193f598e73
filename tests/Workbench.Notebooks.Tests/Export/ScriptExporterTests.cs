using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Workbench.Notebooks.Export;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Export;

public class ScriptExporterTests
{
    private static string Script(params string[] cells)
    {
        var document = NotebookDocument.Create();
        foreach (var cell in cells)
            document.Add(cell.StartsWith("# ") ? CellKind.Markdown : CellKind.Code, cell);
        return ScriptExporter.Export(document);
    }

    /// <summary>What the compiler has against a text as a script.</summary>
    private static string[] Errors(string script)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path));
        var tree = CSharpSyntaxTree.ParseText(script, new CSharpParseOptions(LanguageVersion.Preview, kind: SourceCodeKind.Script));
        return [.. CSharpCompilation.CreateScriptCompilation("script", tree, references).GetDiagnostics().Where(problem => problem.Severity == DiagnosticSeverity.Error).Select(problem => problem.ToString())];
    }

    [Fact]
    public void What_a_script_wants_first_comes_first_and_once()
    {
        var script = Script("# Title\n\ntext", "#r \"a.dll\"\n#!time\nusing System.Text.Json;\nusing System.Linq;\nvar x = 1; // kept\nx + 1", "#r \"a.dll\"\n#i \"nuget: here\"\n#!fsharp\nlet y = 2\n", "#!fsharp\nlet y = 2");
        Assert.Equal("""
            #r "a.dll"
            using System;
            using System.Collections;
            using System.Collections.Generic;
            using System.IO;
            using System.Linq;
            using System.Text;
            using System.Threading;
            using System.Threading.Tasks;
            using System.Text.Json;

            // # Title
            //
            // text

            // #!time


            var x = 1; // kept
            Console.WriteLine(x + 1);

            """[..^1], script[..script.IndexOf("\n\n// #i", StringComparison.Ordinal)]);
        Assert.EndsWith("// (F#)\n// #!fsharp\n// let y = 2\n", script);
    }

    [Theory]
    [InlineData("int F() => 1;\nF()")]
    [InlineData("var a = 1;\na")]
    [InlineData("var b = 1;\nb = 2")]
    [InlineData("var c = 1;\nc++")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("await Task.FromResult(1)")]
    [InlineData("new[] { 1, 2 }.Select(i => i + 1)")]
    [InlineData("new List<int>()")]
    [InlineData("using System.Text.Json;\nJsonSerializer.Serialize(1)")]
    [InlineData("display(1);\ndisplay(2, \"text/plain\")")]
    [InlineData("#!time\npublic record R(int A);\nnew R(1) with { A = 2 }")]
    [InlineData("\"text\" // with a comment")]
    [InlineData("\"\"\"\n#!no directive\n\"\"\".Length")]
    public void The_script_of_cells_compiles(string cell) => Assert.Empty(Errors(Script("# Title", cell, "var last = 1;\nlast")));
}
