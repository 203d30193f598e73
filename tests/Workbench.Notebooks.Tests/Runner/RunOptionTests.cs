using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Notebooks.Tests.Runner;

public sealed class RunOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Notebook(params string[] cells)
    {
        var document = NotebookDocument.Create();
        foreach (var cell in cells)
            document.Add(CellKind.Code, cell);
        document.Save(_folder.File("in.ipynb"));
        return _folder.File("in.ipynb");
    }

    [Fact]
    public async Task With_errors_allowed_the_cells_behind_a_failing_one_run_too()
    {
        var observer = new RecordingObserver();
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = Notebook("throw new Exception(\"no\");", "1 + 1"), AllowErrors = true }, observer);
        Assert.True(result.Succeeded);
        Assert.Equal([CellStatus.Failed, CellStatus.Passed], result.Cells.Select(cell => cell.Status));
        Assert.Equal("no", result.Cells[0].Error!.Message);
        Assert.Equal("2", result.Document.Cells[1].Outputs[0].TextOf("text/plain"));
        Assert.Contains("failed 1: Exception", observer.Log);
    }

    [Fact]
    public async Task Cells_that_did_not_run_are_told_as_such()
    {
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = Notebook("1", "nonsense", "2") });
        Assert.Equal([CellStatus.Passed, CellStatus.Failed, CellStatus.NotRun], result.Cells.Select(cell => cell.Status));
    }

    [Fact]
    public async Task The_death_of_the_kernel_ends_the_run_even_with_errors_allowed()
    {
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = Notebook("Environment.Exit(3);", "1"), AllowErrors = true });
        Assert.Equal(RunOutcome.KernelDied, result.Outcome);
        Assert.Equal(CellStatus.NotRun, result.Cells[1].Status);
    }

    [Fact]
    public async Task A_cell_that_is_skipped_keeps_its_outputs()
    {
        var document = NotebookDocument.Create();
        var cell = document.Add(CellKind.Code, "throw new Exception();");
        cell.Json["metadata"] = new JsonObject { ["tags"] = new JsonArray("skip-execution") };
        new OutputRecorder().Result(cell, new JsonObject { ["text/plain"] = "kept" });
        document.Add(CellKind.Code, "1");
        document.Save(_folder.File("in.ipynb"));
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = _folder.File("in.ipynb") });
        Assert.True(result.Succeeded);
        Assert.Equal("kept", result.Document.Cells[0].Outputs.Single().TextOf("text/plain"));
        Assert.Single(result.Cells);
    }

    [Fact]
    public async Task Cells_see_the_folder_that_was_asked_for()
    {
        Directory.CreateDirectory(_folder.File("else"));
        File.WriteAllText(_folder.File("else/data.txt"), "there");
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = Notebook("File.ReadAllText(\"data.txt\")"), Folder = _folder.File("else") });
        Assert.Equal("there", result.Document.Cells[0].Outputs.Single().TextOf("text/plain"));
    }

    [Fact]
    public async Task A_dib_text_runs_and_becomes_a_notebook_or_a_text_again()
    {
        File.WriteAllText(_folder.File("in.dib"), "#!markdown\n\n# Title\n\n#!csharp\n\n20 + 1\n");
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = _folder.File("in.dib"), Output = _folder.File("out.ipynb") });
        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Equal("21", NotebookDocument.Load(_folder.File("out.ipynb")).Cells[1].Outputs[0].TextOf("text/plain"));
        await NotebookRunner.RunAsync(new RunRequest { Notebook = _folder.File("out.ipynb"), Output = _folder.File("out.dib") });
        Assert.EndsWith("#!markdown\n\n# Title\n\n#!csharp\n\n20 + 1\n", File.ReadAllText(_folder.File("out.dib")));
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_refused_before_anything_runs()
    {
        File.WriteAllText(_folder.File("file"), "");
        var notebook = Notebook($"File.WriteAllText({System.Text.Json.JsonSerializer.Serialize(_folder.File("ran"))}, \"\");");
        var error = await Assert.ThrowsAsync<IOException>(() => NotebookRunner.RunAsync(new RunRequest { Notebook = notebook, Output = _folder.File("file/out.ipynb") }));
        Assert.Contains("out.ipynb' cannot be written", error.Message);
        Assert.DoesNotContain(".tmp", error.Message);
        Assert.False(File.Exists(_folder.File("ran")));
    }

    [Fact]
    public async Task An_output_folder_that_goes_away_is_told_and_the_run_goes_on()
    {
        // The folder becomes a file while the first cell runs, and a folder again in the second.
        var folder = _folder.File("out");
        var quoted = System.Text.Json.JsonSerializer.Serialize(folder);
        var observer = new RecordingObserver();
        var result = await NotebookRunner.RunAsync(new RunRequest
        {
            Notebook = Notebook($"Directory.Delete({quoted}, true); File.WriteAllText({quoted}, \"\");", $"File.Delete({quoted});", "3"),
            Output = Path.Combine(folder, "done.ipynb"),
        }, observer);
        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Contains("cannot be written", Assert.Single(observer.Log, line => line.StartsWith("warning")));
        Assert.Equal("3", NotebookDocument.Load(Path.Combine(folder, "done.ipynb")).Cells[2].Outputs[0].TextOf("text/plain"));
    }

    [Fact]
    public async Task A_second_interruption_ends_the_kernel_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        using var kill = new CancellationTokenSource();
        var observer = new RecordingObserver(text =>
        {
            if (text.Contains("begun"))
                cancellation.Cancel();
            if (text.Contains("unwinding"))
                kill.Cancel();
        });
        var notebook = Notebook("Console.WriteLine(\"begun\");\ntry { await Task.Delay(-1, KernelInvocationContext.Current.CancellationToken); }\n"
            + "finally { Console.WriteLine(\"unwinding\"); Console.Out.Flush(); await Task.Delay(-1); }");
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = notebook }, observer, cancellation.Token, kill.Token);
        Assert.Equal(RunOutcome.Interrupted, result.Outcome);
        Assert.Equal("begun\nunwinding\n", result.Document.Cells[0].Outputs[0].Text);
    }
}
