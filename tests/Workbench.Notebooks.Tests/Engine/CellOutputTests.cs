using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Tests.Engine;

[Collection(EngineCollection.Name)]
public class CellOutputTests
{
    [Fact]
    public async Task Streams_displays_and_the_value_keep_their_order()
    {
        var log = await new Cells().Run("Console.Write(\"a\");\nConsole.Write(\"b\\n\");\nConsole.Error.Write(\"e\");\nConsole.Write(\"c\");\ndisplay(1);\nConsole.Write('d');\n2");
        Assert.Equal(["stdout:ab\n", "stderr:e", "stdout:c", "display:1", "stdout:d", "result:2"], log);
    }

    [Fact]
    public async Task Text_goes_out_while_the_cell_runs()
    {
        // The cell ends only when its first text has been heard.
        const string heard = "Workbench.Tests.Heard";
        AppContext.SetData(heard, null);
        var frontend = new RecordingFrontend(text => AppContext.SetData(heard, text));
        var kernel = new NotebookKernel(Path.GetTempPath());
        var outcome = await kernel.RunAsync(new CellRequest($"Console.Write(\"early \");\nwhile (AppContext.GetData(\"{heard}\") is null) await Task.Delay(5);\nConsole.Write(\"late\");", 1), frontend, default);
        Assert.Null(outcome.Error);
        Assert.Equal(["stdout:early late"], frontend.Log);
    }

    [Fact]
    public async Task Line_ends_are_line_feeds_and_formats_are_invariant()
    {
        Assert.Equal(["stdout:1.5\nx 2.5\n"], await new Cells().Run("Console.WriteLine(1.5);\nConsole.WriteLine(\"x {0}\", 2.5);"));
    }

    [Fact]
    public async Task A_task_that_outlives_its_cell_writes_to_its_own_cell()
    {
        var first = new RecordingFrontend();
        var kernel = new NotebookKernel(Path.GetTempPath());
        await kernel.RunAsync(new CellRequest("var go = new TaskCompletionSource();\nvar late = Task.Run(async () => { await go.Task; Console.Write(\"from one\"); Console.Out.Flush(); });", 1), first, default);
        var second = new RecordingFrontend();
        await kernel.RunAsync(new CellRequest("go.SetResult();\nawait late;\nConsole.Write(\"from two\");", 2), second, default);
        Assert.Equal(["stdout:from one"], first.Log);
        Assert.Equal(["stdout:from two"], second.Log);
    }

    [Fact]
    public async Task Displays_can_be_updated_and_cleared_from_later_cells()
    {
        var cells = new Cells();
        Assert.Equal(["display:one"], await cells.Run("var d = \"one\".Display();"));
        Assert.Equal(["update:two", "clear:True"], await cells.Run("d.Update(\"two\");\nclear_output(wait: true);"));
    }
}
