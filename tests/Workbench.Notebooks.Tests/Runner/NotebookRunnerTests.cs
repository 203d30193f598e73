using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;

namespace Workbench.Notebooks.Tests.Runner;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<RunResult> Run(RecordingObserver? observer, RunRequest? options, CancellationToken cancellation, params string[] cells)
    {
        var document = NotebookDocument.Create();
        foreach (var cell in cells)
            document.Add(CellKind.Code, cell);
        document.Save(_folder.File("in.ipynb"));
        var request = (options ?? new RunRequest { Notebook = "" }) with { Notebook = _folder.File("in.ipynb"), Output = _folder.File("out/done.ipynb") };
        return await NotebookRunner.RunAsync(request, observer, cancellation);
    }

    private Task<RunResult> Run(params string[] cells) => Run(null, null, default, cells);

    private NotebookDocument Saved => NotebookDocument.Load(_folder.File("out/done.ipynb"));

    private static string TextOf(NotebookCell cell) => string.Concat(cell.Outputs.Select(output => output.Text));

    [Fact]
    public async Task Cells_run_in_order_and_their_outputs_are_stored()
    {
        var observer = new RecordingObserver();
        var result = await Run(observer, null, default,
            "#r \"System.Xml.dll\"\nvar x = 40;\nConsole.WriteLine(\"one\");",
            "",
            "Console.Error.Write(\"e\");\nConsole.Write(\"o\");\nx + 2",
            "x = 1;");
        Assert.True(result.Succeeded);
        Assert.Null(result.Error);
        Assert.Equal(["started 3", "cell 1/3: var x = 40;", "finished 1", "cell 2/3: Console.Error.Write(\"e\");", "display 2: 42", "finished 2", "cell 3/3: x = 1;", "finished 3"], observer.Log);
        var cells = Saved.Cells;
        Assert.Equal("one\n", TextOf(cells[0]));
        Assert.Equal(["stderr", "stdout", ""], cells[2].Outputs.Select(output => output.StreamName));
        Assert.Equal("42", cells[2].Outputs[2].TextOf("text/plain"));
        Assert.Equal("execute_result", cells[2].Outputs[2].Type);
        Assert.Equal([1, null, 2, 3], cells.Select(cell => cell.ExecutionCount));
        Assert.Empty(cells[3].Outputs);
        Assert.Equal(Saved.ToText(), result.Document.ToText());
    }

    [Fact]
    public async Task The_notebook_itself_is_not_changed_and_only_outputs_differ_in_the_copy()
    {
        await Run("1 + 1");
        var before = NotebookDocument.Load(_folder.File("in.ipynb"));
        Assert.Empty(before.Cells[0].Outputs);
        var after = Saved;
        after.Strip();
        Assert.Equal(before.ToText(), after.ToText());
    }

    [Fact]
    public async Task The_first_failing_cell_ends_the_run_and_keeps_outputs_so_far()
    {
        var observer = new RecordingObserver();
        var result = await Run(observer, null, default, "var a = 5;", "Console.WriteLine(\"before\");\nthrow new InvalidOperationException(\"no <way>\");", "\"never\"");
        Assert.Equal(RunOutcome.CellError, result.Outcome);
        Assert.Equal(1, result.FailedCell!.Index);
        Assert.Equal("InvalidOperationException", result.Error!.Name);
        Assert.Equal("no <way>", result.Error.Message);
        Assert.Contains(result.Error.Traceback, line => line.Contains("Cell [2], line 2"));
        Assert.Equal("failed 2: InvalidOperationException", observer.Log[^1]);
        var cells = Saved.Cells;
        Assert.Equal(["stream", "error"], cells[1].Outputs.Select(output => output.Type));
        Assert.Equal("before\n", cells[1].Outputs[0].Text);
        Assert.Null(cells[2].ExecutionCount);
    }

    [Fact]
    public async Task A_cell_tagged_raises_exception_may_fail()
    {
        var document = NotebookDocument.Create();
        var cell = document.Add(CellKind.Code, "nonsense");
        cell.Json["metadata"] = new System.Text.Json.Nodes.JsonObject { ["tags"] = new System.Text.Json.Nodes.JsonArray("raises-exception") };
        document.Add(CellKind.Code, "\"after\"");
        document.Save(_folder.File("in.ipynb"));
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = _folder.File("in.ipynb") });
        Assert.True(result.Succeeded);
        Assert.Equal("CompilationError", result.Document.Cells[0].Outputs[0].Error!.Name);
        Assert.Equal("after", result.Document.Cells[1].Outputs[0].TextOf("text/plain"));
    }

    [Theory]
    [InlineData("Environment.FailFast(\"out of luck\");", "out of luck")]
    [InlineData("Environment.Exit(3);", "exit code 3")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill();", "signal 9")]
    [InlineData("int Deep(int n) => 1 + Deep(n + 1) + n;\nDeep(0)", "Stack overflow")]
    [InlineData("unsafe { *(int*)8 = 1; }", "")]
    public async Task The_death_of_the_kernel_is_told_and_the_notebook_saved(string code, string said)
    {
        var result = await Run("Console.WriteLine(\"alive\");", "Console.WriteLine(\"last words\");\nConsole.Out.Flush();\n" + code, "1");
        if (result.Outcome == RunOutcome.CellError)
        {
            // The runtime turned the bad access into an exception, which is better still.
            Assert.Equal("NullReferenceException", result.Error!.Name);
            return;
        }
        Assert.Equal(RunOutcome.KernelDied, result.Outcome);
        Assert.Contains("kernel process", result.Error!.Message);
        Assert.Contains(said, string.Join('\n', result.Error.Traceback));
        Assert.Equal("alive\n", TextOf(Saved.Cells[0]));
        Assert.Equal("last words\n", Saved.Cells[1].Outputs[0].Text);
        Assert.Equal("KernelDied", Saved.Cells[1].Outputs[^1].Error!.Name);
    }

    [Fact]
    public async Task A_cell_that_runs_too_long_is_stopped_and_what_it_printed_is_kept()
    {
        var result = await Run(null, new RunRequest { Notebook = "", CellTimeout = TimeSpan.FromSeconds(10) }, default, "Console.WriteLine(\"begun\");\nwhile (true) { }", "1");
        Assert.Equal(RunOutcome.Timeout, result.Outcome);
        Assert.Contains("longer than the 10 s", result.Error!.Message);
        Assert.Equal("begun\n", TextOf(Saved.Cells[0]));
        Assert.Equal("Timeout", Saved.Cells[0].Outputs[^1].Error!.Name);
    }

    [Fact]
    public async Task Cancelling_stops_a_cell_that_looks_at_its_token_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        var observer = new RecordingObserver(text => { if (text.Contains("begun")) cancellation.Cancel(); });
        var result = await Run(observer, null, cancellation.Token,
            "Console.WriteLine(\"begun\");\ntry { await Task.Delay(-1, KernelInvocationContext.Current.CancellationToken); }\nfinally { Console.WriteLine(\"tidied up\"); }");
        Assert.Equal(RunOutcome.Interrupted, result.Outcome);
        Assert.Equal("begun\ntidied up\n", TextOf(Saved.Cells[0]));
    }

    [Fact]
    public async Task Progress_is_heard_live_and_stored_in_its_last_state()
    {
        // The cell goes on only when the observer has reacted to its first line of progress.
        var signal = _folder.File("heard");
        var observer = new RecordingObserver(text => { if (text.Contains("10 %")) File.WriteAllText(signal, ""); });
        var result = await Run(observer, new RunRequest { Notebook = "", CellTimeout = TimeSpan.FromSeconds(60) }, default,
            $"Console.Write(\"\\r 10 %\");\nwhile (!File.Exists({System.Text.Json.JsonSerializer.Serialize(signal)})) await Task.Delay(5);\nConsole.Write(\"\\r100 %\");\nConsole.WriteLine(\"\\rdone  \");\nConsole.WriteLine(\"next\");");
        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Equal("\r 10 %\r100 %\rdone  \nnext\n", observer.AllText);
        Assert.Equal("done  \nnext\n", TextOf(Saved.Cells[0]));
    }

    [SkippableFact]
    public async Task Native_prints_and_children_write_into_the_cell_and_not_into_the_events()
    {
        Skip.If(OperatingSystem.IsWindows());
        var result = await Run(
            "using System.Runtime.InteropServices;\n[DllImport(\"libc\")] static extern int puts(string text);\n[DllImport(\"libc\")] static extern int dprintf(int fd, string text);\nputs(\"{\\\"event\\\": native}\");",
            "dprintf(2, \"native error\\n\");\nusing (var child = System.Diagnostics.Process.Start(\"echo\", \"from a child\")) child.WaitForExit();\n1");
        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Equal("{\"event\": native}\n", TextOf(Saved.Cells[0]));
        Assert.Equal(["from a child\n", "native error\n"], Saved.Cells[1].Outputs.Where(output => output.Type == "stream").Select(output => output.Text).Order());
    }

    [Fact]
    public async Task Cells_see_the_notebooks_folder_and_the_given_environment()
    {
        File.WriteAllText(_folder.File("data.txt"), "beside");
        var options = new RunRequest { Notebook = "", Environment = new Dictionary<string, string?> { ["WORKBENCH_PROTOCOL"] = "smoke" } };
        var result = await Run(null, options, default, "File.ReadAllText(\"data.txt\") + Environment.GetEnvironmentVariable(\"WORKBENCH_PROTOCOL\")");
        Assert.Equal("besidesmoke", result.Document.Cells[0].Outputs[0].TextOf("text/plain"));
    }

    [Fact]
    public async Task An_update_changes_the_display_of_an_earlier_cell()
    {
        var result = await Run("var shown = display(\"first\");", "shown.Update(\"second\");");
        Assert.Equal("second", result.Document.Cells[0].Outputs.Single().TextOf("text/plain"));
        Assert.Empty(result.Document.Cells[1].Outputs);
    }

    [Fact]
    public async Task Many_lines_arrive_complete_and_in_order()
    {
        var result = await Run("for (var i = 0; i < 20000; i++) Console.WriteLine(i);");
        Assert.Equal(string.Concat(Enumerable.Range(0, 20000).Select(i => $"{i}\n")), TextOf(result.Document.Cells[0]));
        Assert.Single(result.Document.Cells[0].Outputs);
    }

    [Fact]
    public async Task An_exception_on_a_thread_of_the_notebook_does_not_end_the_kernel()
    {
        var result = await Run("var thread = new Thread(() => throw new Exception(\"astray\"));\nthread.Start();\nthread.Join();", "\"still here\"");
        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Contains("astray", TextOf(result.Document.Cells[0]));
    }

    [Fact]
    public async Task Waiting_for_input_is_an_error_at_once()
    {
        var result = await Run("Console.ReadLine()");
        Assert.Equal(RunOutcome.CellError, result.Outcome);
        Assert.Contains("without a person", result.Error!.Message);
    }

    [Theory]
    [InlineData("kernelspec", "language", "python")]
    [InlineData("language_info", "name", "Julia")]
    public async Task A_notebook_for_another_language_is_refused(string section, string key, string language)
    {
        var document = NotebookDocument.Create();
        document.Metadata.Clear();
        document.Metadata[section] = new System.Text.Json.Nodes.JsonObject { [key] = language };
        document.Save(_folder.File("in.ipynb"));
        var error = await Assert.ThrowsAsync<NotebookFormatException>(() => NotebookRunner.RunAsync(new RunRequest { Notebook = _folder.File("in.ipynb") }));
        Assert.Contains($"written for {language}", error.Message);
    }

    [Fact]
    public async Task A_cell_in_another_language_fails_with_its_name()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Code, "x <- 1").Json["metadata"] = new System.Text.Json.Nodes.JsonObject { ["vscode"] = new System.Text.Json.Nodes.JsonObject { ["languageId"] = "julia" } };
        document.Save(_folder.File("in.ipynb"));
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = _folder.File("in.ipynb") });
        Assert.Equal(RunOutcome.CellError, result.Outcome);
        Assert.Contains("julia", result.Error!.Message);
    }

    [Fact]
    public async Task The_kernel_process_ends_with_the_one_that_started_it_even_in_an_endless_cell()
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(NotebookRunner).Assembly.Location, "serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var kernel = System.Diagnostics.Process.Start(start)!;
        kernel.StandardInput.WriteLine("""{"request":"run","cell":1,"code":"Console.Write(\"spinning\");\nConsole.Out.Flush();\nwhile (true) { }"}""");
        kernel.StandardInput.Flush();
        while (await kernel.StandardOutput.ReadLineAsync() is { } line && !line.Contains("spinning"))
        {
        }
        kernel.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await kernel.WaitForExitAsync(patience.Token);
        Assert.True(kernel.HasExited);
    }
}
