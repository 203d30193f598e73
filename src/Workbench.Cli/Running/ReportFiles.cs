using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Workbench.Notebooks.Runner;

namespace Workbench.Cli.Running;

/// <summary>Runs as files for other programs: JUnit's XML, which build servers read, and JSON.</summary>
internal static partial class ReportFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a test suite for each notebook with a test case for each code cell.</summary>
    public static void WriteJUnit(string path, IReadOnlyList<RunReport> reports) => Write(path, JUnit(reports));

    /// <summary>Writes an object with a list of notebooks, each with its cells.</summary>
    public static void WriteJson(string path, IReadOnlyList<RunReport> reports) => Write(path, Json(reports));

    /// <summary>The text of <see cref="WriteJUnit"/>.</summary>
    public static string JUnit(IReadOnlyList<RunReport> reports)
    {
        var suites = new XElement("testsuites", Counts(reports.SelectMany(Cells).ToList(), reports.Count(report => report.Problem is not null)), reports.Select(Suite));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
            suites.Save(writer);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text.ToString().ReplaceLineEndings("\n")}\n";
    }

    /// <summary>The text of <see cref="WriteJson"/>.</summary>
    public static string Json(IReadOnlyList<RunReport> reports) => new JsonObject
    {
        ["exitCode"] = reports.Count == 0 ? 0 : reports.Max(report => report.ExitCode),
        ["notebooks"] = new JsonArray([.. reports.Select(report => (JsonNode)new JsonObject
        {
            ["notebook"] = Checkout.Show(report.Notebook),
            ["outcome"] = report.Result is { } result ? Words(result.Outcome) : "not run",
            ["exitCode"] = report.ExitCode,
            ["seconds"] = Rounded(report.Result?.Elapsed ?? default),
            ["problem"] = report.Problem,
            ["cells"] = new JsonArray([.. Cells(report).Select(cell => (JsonNode)new JsonObject
            {
                ["number"] = cell.Cell.Number,
                ["index"] = cell.Cell.Index,
                ["firstLine"] = cell.Cell.FirstLine,
                ["status"] = cell.Status switch { CellStatus.Passed => "passed", CellStatus.Failed => "failed", _ => "not run" },
                ["seconds"] = Rounded(cell.Elapsed),
                ["error"] = cell.Error is not { } error ? null : new JsonObject
                {
                    ["name"] = error.Name,
                    ["message"] = error.Message,
                    ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)Plain(line))]),
                },
            })]),
        })]),
    }.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";

    private static XElement Suite(RunReport report)
    {
        var name = Checkout.Show(report.Notebook);
        var cases = Cells(report).Select(cell => new XElement("testcase",
            new XAttribute("classname", Safe(name)),
            new XAttribute("name", Safe($"[{cell.Cell.Number}] {cell.Cell.FirstLine}")),
            new XAttribute("time", Seconds(cell.Elapsed)),
            cell.Status switch
            {
                CellStatus.NotRun => new XElement("skipped", new XAttribute("message", "the run ended before it")),
                CellStatus.Failed when cell.Error is { } error => new XElement("failure",
                    new XAttribute("type", Safe(error.Name)), new XAttribute("message", Safe(error.Message)), Safe(string.Join('\n', error.Traceback))),
                CellStatus.Failed => new XElement("failure"),
                _ => null,
            })).ToList();
        if (report.Problem is { } problem)
            cases.Add(new XElement("testcase", new XAttribute("classname", Safe(name)), new XAttribute("name", "the notebook"), new XAttribute("time", Seconds(default)),
                new XElement("error", new XAttribute("message", Safe(problem)))));
        return new XElement("testsuite", new XAttribute("name", Safe(name)), Counts(Cells(report), report.Problem is null ? 0 : 1),
            new XAttribute("time", Seconds(report.Result?.Elapsed ?? default)), cases);
    }

    private static XAttribute[] Counts(IReadOnlyList<CellResult> cells, int problems) =>
    [
        new("tests", cells.Count + problems),
        new("failures", cells.Count(cell => cell.Status == CellStatus.Failed)),
        new("errors", problems),
        new("skipped", cells.Count(cell => cell.Status == CellStatus.NotRun)),
    ];

    private static IReadOnlyList<CellResult> Cells(RunReport report) => report.Result?.Cells ?? [];

    private static string Words(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Ok => "ok",
        RunOutcome.CellError => "cell error",
        RunOutcome.Timeout => "timeout",
        RunOutcome.Interrupted => "interrupted",
        _ => "kernel died",
    };

    private static double Rounded(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Plain(string text) => Colour().Replace(text, "");

    /// <summary>XML has no place for control characters and half characters, not even escaped.</summary>
    private static string Safe(string text)
    {
        var plain = Plain(text);
        var safe = new StringBuilder(plain.Length);
        foreach (var rune in plain.EnumerateRunes())
            safe.Append(rune.Value is '\t' or '\n' or '\r' || (rune.Value >= ' ' && rune.Value is not (0xFFFE or 0xFFFF)) ? rune.ToString() : "\uFFFD");
        return safe.ToString();
    }

    private static void Write(string path, string text)
    {
        try
        {
            var beside = $"{path}.{Environment.ProcessId}.tmp";
            File.WriteAllText(beside, text);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The report '{path}' cannot be written: {problem.Message}");
        }
    }

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex Colour();
}
