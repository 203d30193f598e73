using System.Diagnostics;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Tests.Format;

/// <summary>What we write is valid by Jupyter's own schema, asked through Debian's python3-nbformat where it is installed.</summary>
public class SchemaTests
{
    private const string Python = "/usr/bin/python3";

    private static (int ExitCode, string Text) Run(params string[] arguments)
    {
        if (!File.Exists(Python))
            return (-1, "");
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.Result);
    }

    private static void Validate(NotebookDocument document)
    {
        using var folder = new TemporaryFolder();
        document.Save(folder.File("a.ipynb"));
        // A warning (of a missing id, say) is an error here, and nothing is converted before it is checked.
        var (code, text) = Run("-W", "error", "-c", "import json, sys, nbformat\nnbformat.validate(json.load(open(sys.argv[1], encoding='utf-8')))", folder.File("a.ipynb"));
        Assert.True(code == 0, text);
    }

    [SkippableFact]
    public void Every_kind_of_cell_and_output_is_valid()
    {
        Skip.If(Run("-c", "import nbformat").ExitCode != 0, "needs Debian's python3-nbformat");
        var document = NotebookDocument.Create();
        document.Add(CellKind.Markdown, "# Title\ntext").Json["attachments"] = new JsonObject { ["a.png"] = new JsonObject { ["image/png"] = "AQID" } };
        document.Add(CellKind.Raw, "raw");
        var cell = document.Add(CellKind.Code, "1 +\n1");
        cell.ExecutionCount = 3;
        var recorder = new OutputRecorder();
        recorder.Stream(cell, "stdout", "a\nb");
        recorder.Stream(cell, "stderr", "");
        recorder.Display(cell, new JsonObject { ["text/html"] = "<p>\n</p>", ["image/png"] = "AQID", ["application/json"] = new JsonArray(1, null), ["application/vnd.x+json"] = "text" }, "1");
        recorder.UpdateDisplay(new JsonObject { ["text/plain"] = "" }, "1");
        recorder.Result(cell, new JsonObject { ["text/plain"] = "2" });
        recorder.Error(cell, new CellError("E", "m", ["a\nb", ""]));
        recorder.Commit();
        Validate(document);
        Validate(NotebookDocument.ParseDib("#!meta\n{\"a\":1}\n#!fsharp\nlet x = 1\n#!markdown\n\ntext\n#!raw\nr\n"));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_file_of_any_minor_version_is_read_and_stays_valid(int minor)
    {
        Skip.If(Run("-c", "import nbformat").ExitCode != 0, "needs Debian's python3-nbformat");
        var id = minor == 5 ? "\"id\":\"x\"," : "";
        var document = NotebookDocument.Parse($$"""{"cells":[{{{id}}"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":"1"}],"metadata":{},"nbformat":4,"nbformat_minor":{{minor}}}""");
        document.Add(CellKind.Code, "2");
        document.Add(CellKind.Markdown, "text");
        document.EnsureIds();
        document.EnsureLanguageInfo();
        new OutputRecorder().Result(document.Cells[0], new JsonObject { ["text/plain"] = "1" });
        document.Cells[0].ExecutionCount = 1;
        Validate(document);
    }
}
