using System.Diagnostics;
using System.Text.Json.Nodes;
using Workbench.Clients.Tests.Browser;
using Workbench.Clients.Tests.Jupyter;

namespace Workbench.Clients.Tests;

/// <summary>Headless runs by other programs than ours: nbconvert and papermill.</summary>
public sealed class NbconvertTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [SkippableFact]
    public async Task A_notebook_of_DotNet_Interactive_gives_its_stored_outputs_again_and_converts()
    {
        Debian.Needs("jupyter-nbconvert");
        await using var home = await JupyterHome.CreateAsync();
        var notebook = home.Copy("dotnet-interactive.ipynb");
        var stored = Cells(await File.ReadAllTextAsync(notebook));
        await SucceedsAsync(home, "--to", "notebook", "--execute", "--output", "out.ipynb", notebook);

        var text = await File.ReadAllTextAsync(Path.Combine(home.Work, "out.ipynb"));
        var executed = Cells(text);
        for (var i = 0; i < stored.Count; i++)
            HasOutputs(stored[i], executed[i]);
        var language = JsonNode.Parse(text)!["metadata"]!["language_info"]!;
        Assert.Equal("C#", (string?)language["name"]);
        Assert.Equal(".cs", (string?)language["file_extension"]);
        Assert.Empty(home.Processes());

        await SucceedsAsync(home, "--to", "html", "out.ipynb");
        Assert.Contains("<b>bold</b>", await File.ReadAllTextAsync(Path.Combine(home.Work, "out.html")));
        await SucceedsAsync(home, "--to", "script", "out.ipynb");
        Assert.Contains("record Point(double X, double Y);", await File.ReadAllTextAsync(Path.Combine(home.Work, "out.cs")));
        await SucceedsAsync(home, "--to", "markdown", "out.ipynb");
        Assert.Contains("```C#\nvar rate = 0.5;\n```", await File.ReadAllTextAsync(Path.Combine(home.Work, "out.md")));
    }

    [SkippableFact]
    public async Task An_error_ends_the_run_unless_the_cell_says_that_it_raises_one()
    {
        Debian.Needs("jupyter-nbconvert");
        await using var home = await JupyterHome.CreateAsync();
        var path = Path.Combine(home.Work, NotebookPage.Write(home, "error.ipynb", "var done = 1;", "done = 2;\nthrow new InvalidOperationException(\"made on purpose\");", "done"));
        var failed = await home.RunAsync("/usr/bin/jupyter", Limit, "nbconvert", "--to", "notebook", "--execute", "--output", "failed.ipynb", path);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("InvalidOperationException: made on purpose", failed.Error);
        Assert.Contains("Cell [2], line 2", failed.Error);
        Assert.DoesNotContain("Microsoft.CodeAnalysis", failed.Error);

        var notebook = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        notebook["cells"]![1]!["metadata"]!["tags"] = new JsonArray("raises-exception");
        await File.WriteAllTextAsync(path, notebook.ToJsonString());
        await SucceedsAsync(home, "--to", "notebook", "--execute", "--output", "out.ipynb", path);
        var cells = Cells(await File.ReadAllTextAsync(Path.Combine(home.Work, "out.ipynb")));
        var error = Assert.Single(cells[1]["outputs"]!.AsArray())!;
        Assert.Equal("error", (string?)error["output_type"]);
        Assert.Equal("InvalidOperationException", (string?)error["ename"]);
        Assert.Equal("2", Text(cells[2]["outputs"]![0]!["data"]!["text/plain"]));
        Assert.Empty(home.Processes());
    }

    [SkippableFact]
    public async Task A_cell_that_takes_too_long_is_interrupted()
    {
        Debian.Needs("jupyter-nbconvert");
        await using var home = await JupyterHome.CreateAsync();
        var path = Path.Combine(home.Work, NotebookPage.Write(home, "long.ipynb", "while (true) { }"));
        var watch = Stopwatch.StartNew();
        var failed = await home.RunAsync("/usr/bin/jupyter", Limit, "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=1", "--output", "out.ipynb", path);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("CellTimeoutError", failed.Error);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"it took {watch.Elapsed}");
        Assert.Empty(home.Processes());
    }

    [SkippableFact]
    public async Task Papermill_sets_parameters()
    {
        var papermill = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "papermill")).FirstOrDefault(File.Exists);
        Skip.If(papermill is null, "papermill is not installed (it is no Debian package)");
        await using var home = await JupyterHome.CreateAsync();
        var run = await home.RunAsync(papermill!, Limit, home.Copy("dotnet-interactive.ipynb"), "out.ipynb", "-p", "rate", "0.25");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("rate 0.25", await File.ReadAllTextAsync(Path.Combine(home.Work, "out.ipynb")));
    }

    private static async Task SucceedsAsync(JupyterHome home, params string[] arguments)
    {
        var run = await home.RunAsync("/usr/bin/jupyter", Limit, ["nbconvert", .. arguments]);
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    private static IReadOnlyList<JsonObject> Cells(string notebook) => [.. JsonNode.Parse(notebook)!["cells"]!.AsArray().Select(cell => cell!.AsObject())];

    // What is stored must come again, in order; other representations may come beside it.
    private static void HasOutputs(JsonObject stored, JsonObject executed)
    {
        var expected = stored["outputs"]?.AsArray() ?? [];
        var outputs = executed["outputs"]?.AsArray() ?? [];
        Assert.True(expected.Count == outputs.Count, $"{stored["source"]}\n{outputs}");
        foreach (var (wanted, output) in expected.Zip(outputs))
        {
            Assert.Equal((string?)wanted!["output_type"], (string?)output!["output_type"]);
            Assert.Equal((string?)wanted["name"], (string?)output["name"]);
            Assert.Equal(Text(wanted["text"]), Text(output["text"]));
            // HTML may end with a style sheet for it.
            foreach (var (mime, value) in wanted["data"]?.AsObject() ?? [])
                Assert.Equal(Text(value), Text(output["data"]![mime])?.Split("<style>")[0]);
            Assert.True(output["data"] is null || output["data"]!["text/plain"] is not null, $"no text/plain: {output}");
        }
    }

    private static string? Text(JsonNode? node) => node is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)node;
}
