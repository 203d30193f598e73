using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Tests.Engine;

[Collection(EngineCollection.Name)]
public class ConsoleTests
{
    private readonly NotebookKernel _kernel = new(Path.GetTempPath());

    [Fact]
    public async Task Input_is_asked_from_the_front_end_line_by_line()
    {
        var frontend = new RecordingFrontend { Input = new Queue<string?>(["Ada", "x1", "one", "two", ""]) };
        await Run("Console.Write(\"Name? \");\nvar name = Console.ReadLine();\nConsole.Write((char)Console.Read());\nConsole.Write((char)Console.In.Peek());\nvar rest = Console.ReadLine();\nvar all = Console.In.ReadToEnd();\n$\"{name}|{rest}|{all}\"", frontend);
        Assert.Equal(["stdout:Name? ", "input:Ada", "input:x1", "stdout:x1", "input:one", "input:two", "input:", "result:Ada|1|one\ntwo\n"], frontend.Log);
    }

    [Fact]
    public async Task Where_nobody_can_answer_reading_is_a_clear_error()
    {
        var outcome = await _kernel.RunAsync(new CellRequest("Console.ReadLine()", 1), new RecordingFrontend(), default);
        Assert.Equal(("InvalidOperationException", "This notebook runs without a person: input is not available."), (outcome.Error?.Name, outcome.Error?.Message));
    }

    [Fact]
    public async Task An_interrupt_ends_the_wait_for_input()
    {
        var asked = new TaskCompletionSource();
        var running = _kernel.RunAsync(new CellRequest("var before = 3;\nConsole.ReadLine()", 1), new RecordingFrontend { WaitForInput = asked }, default);
        await asked.Task;
        _kernel.Interrupt();
        Assert.Equal("cell interrupted", (await running).Error?.Message);
        Assert.Equal(["result:3"], (await Run("before")).Log);
    }

    [Fact]
    public async Task Colours_cursor_and_encoding_do_no_harm()
    {
        var frontend = await Run("Console.ForegroundColor = ConsoleColor.Red;\nConsole.BackgroundColor = ConsoleColor.Blue;\nConsole.ResetColor();\nConsole.OutputEncoding = Encoding.UTF8;\nConsole.CursorVisible = true;\nConsole.SetCursorPosition(0, 0);\nConsole.Clear();\nConsole.Write(\"é\");");
        Assert.Equal(["stdout:é"], frontend.Log);
    }

    [Fact]
    public async Task Much_text_goes_out_in_few_pieces_and_in_order()
    {
        var pieces = 0;
        var frontend = new RecordingFrontend(_ => pieces++);
        await Run("for (var i = 0; i < 20000; i++) Console.WriteLine(i);", frontend);
        Assert.Equal(string.Concat(Enumerable.Range(0, 20000).Select(i => $"{i}\n")), Assert.Single(frontend.Log)["stdout:".Length..]);
        Assert.InRange(pieces, 1, 100);
    }

    [Fact]
    public async Task A_flood_is_cut_off_with_a_notice_and_the_next_cell_speaks_again()
    {
        var frontend = await Run("var line = new string('x', 999);\nfor (var i = 0; i < 100_000; i++) Console.WriteLine(line);\nConsole.Error.Write(\"more\");\n\"end\"");
        Assert.Equal(2, frontend.Log.Count);
        Assert.InRange(frontend.Log[0].Length, 10_000_000, 10_000_200);
        Assert.EndsWith("\n[The cell has printed 10,000,000 characters; what more it prints is not shown.]\n", frontend.Log[0]);
        Assert.Equal("result:end", frontend.Log[1]);
        Assert.Equal(["stdout:here"], (await Run("Console.Write(\"here\");")).Log);
    }

    [Fact]
    public async Task Exceptions_nobody_catches_are_told_and_survived()
    {
        var frontend = await Run("var t = new Thread(() => throw new InvalidOperationException(\"on a thread\"));\nt.Start();\nt.Join();\nawait Task.Delay(50);");
        Assert.Contains(frontend.Log, line => line.StartsWith("stderr:Unhandled exception on a thread of the notebook: System.InvalidOperationException: on a thread", StringComparison.Ordinal));
        // It belongs to the cell that runs when the task is collected.
        frontend = await Run("void Lose() => Task.Run(() => throw new InvalidOperationException(\"lost\"));\nLose();");
        for (var i = 0; i < 1000 && !frontend.Log.Any(line => line.Contains("lost")); i++)
            await Run("GC.Collect(); GC.WaitForPendingFinalizers(); await Task.Delay(10);", frontend);
        Assert.Contains(frontend.Log, line => line.StartsWith("stderr:Unobserved exception of a task: System.InvalidOperationException: lost", StringComparison.Ordinal));
        Assert.Equal(["result:2"], (await Run("1 + 1")).Log);
    }

    private async Task<RecordingFrontend> Run(string code, RecordingFrontend? frontend = null)
    {
        frontend ??= new RecordingFrontend();
        var outcome = await _kernel.RunAsync(new CellRequest(code, 1), frontend, default);
        Assert.True(outcome.Error is null, $"{outcome.Error?.Message}\n{string.Join('\n', outcome.Error?.Traceback ?? [])}");
        return frontend;
    }
}
