using System.Text.Json.Nodes;
using System.Xml.Linq;
using Workbench.Cli.Running;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Cli.Tests;

public sealed class ReportFileTests
{
    private static readonly RunReport[] Reports =
    [
        new("a.ipynb", new RunResult(RunOutcome.CellError, NotebookDocument.Create(), null, null, TimeSpan.FromSeconds(2.5))
        {
            Cells =
            [
                new CellResult(new RunCell(1, 1, 3, "var a = \"<&>\";"), CellStatus.Passed, TimeSpan.FromSeconds(1.25), null),
                new CellResult(new RunCell(2, 2, 3, "bad"), CellStatus.Failed, TimeSpan.FromSeconds(0.5), new CellError("Exception", "no \u0001 way", ["\u001b[31mCell [2], line 1\u001b[0m", "\ud800"])),
                new CellResult(new RunCell(3, 3, 3, "later"), CellStatus.NotRun, TimeSpan.Zero, null),
            ],
        }, null),
        new("b.ipynb", null, "cannot be written"),
    ];

    [Fact]
    public void JUnit_has_a_case_for_every_cell()
    {
        var suites = XDocument.Parse(ReportFiles.JUnit(Reports)).Root!;
        Assert.Equal(["4", "1", "1", "1"], new[] { "tests", "failures", "errors", "skipped" }.Select(name => suites.Attribute(name)!.Value));
        var cases = suites.Descendants("testcase").ToList();
        Assert.Equal(["[1] var a = \"<&>\";", "[2] bad", "[3] later", "the notebook"], cases.Select(test => test.Attribute("name")!.Value));
        Assert.Equal("1.250", cases[0].Attribute("time")!.Value);
        Assert.Empty(cases[0].Elements());
        Assert.Equal("no \uFFFD way", cases[1].Element("failure")!.Attribute("message")!.Value);
        Assert.Equal("Cell [2], line 1\n\uFFFD", cases[1].Element("failure")!.Value);
        Assert.NotNull(cases[2].Element("skipped"));
        Assert.Equal("cannot be written", cases[3].Element("error")!.Attribute("message")!.Value);
    }

    [Fact]
    public void Json_says_the_same()
    {
        var report = JsonNode.Parse(ReportFiles.Json(Reports))!;
        Assert.Equal(2, (int)report["exitCode"]!);
        Assert.Equal(["cell error", "not run"], report["notebooks"]!.AsArray().Select(notebook => (string)notebook!["outcome"]!));
        var cells = report["notebooks"]![0]!["cells"]!.AsArray();
        Assert.Equal(["passed", "failed", "not run"], cells.Select(cell => (string)cell!["status"]!));
        Assert.Equal("Cell [2], line 1", (string)cells[1]!["error"]!["traceback"]![0]!);
        Assert.Equal(1.25, (double)cells[0]!["seconds"]!);
    }

    [Theory]
    [InlineData(RunOutcome.Ok, null, 0)]
    [InlineData(RunOutcome.Ok, "not saved", 1)]
    [InlineData(RunOutcome.CellError, null, 1)]
    [InlineData(RunOutcome.Timeout, null, 3)]
    [InlineData(RunOutcome.Interrupted, null, 3)]
    [InlineData(RunOutcome.KernelDied, null, 4)]
    public void The_exit_code_tells_how_a_run_ended(RunOutcome outcome, string? problem, int code) =>
        Assert.Equal(code, new RunReport("a", new RunResult(outcome, NotebookDocument.Create(), null, null, default), problem).ExitCode);
}
