using System.Net;
using System.Net.Sockets;
using Workbench.Notebooks.Engine;
using Workbench.Notebooks.Format;
using Workbench.Notebooks.Kernels;

namespace Workbench.Notebooks.Tests.Engine;

[Collection(EngineCollection.Name)]
public class InterruptTests
{
    /// <summary>Says that the code of a cell has come to the place where it shall be interrupted.</summary>
    private const string Here = "Console.WriteLine(\"here\");\n";

    private readonly NotebookKernel _kernel = new(Path.GetTempPath());
    private int _number;

    /// <summary>What the last cell took from its interrupt to its end.</summary>
    private TimeSpan _stopping;

    public static TheoryData<string, string> Stuck => new()
    {
        { "while", Here + "while (true) { }" },
        { "while without braces", Here + "while (true) n++;" },
        { "for", Here + "for (;;) n++;" },
        { "do", Here + "do n++; while (true);" },
        { "foreach", "IEnumerable<int> All() { while (true) yield return 1; }\n" + Here + "foreach (var i in All()) n += i;" },
        { "goto", Here + "again: n++;\ngoto again;" },
        { "goto case", Here + "switch (n) { case 0: goto case 0; }" },
        { "recursion", "int Fib(int k) => k < 2 ? 1 : Fib(k - 1) + Fib(k - 2);\n" + Here + "Fib(80)" },
        { "recursion in a class", "class F { int this[int k] => k < 2 ? 1 : this[k - 1] + this[k - 2]; public int At(int k) => this[k]; }\n" + Here + "new F().At(80)" },
        { "await", Here + "await Task.Delay(-1);" },
        { "await of nothing", Here + "await new TaskCompletionSource().Task;" },
        { "Sleep", Here + "Thread.Sleep(-1);" },
        { "Wait", Here + "new TaskCompletionSource().Task.Wait();" },
        { "lock", "var gate = new object(); var held = new ManualResetEventSlim();\nnew Thread(() => { lock (gate) { held.Set(); Thread.Sleep(-1); } }) { IsBackground = true }.Start();\nheld.Wait();\n" + Here + "lock (gate) { }" },
        { "Parallel.For", Here + "Parallel.For(0, int.MaxValue, i => { while (true) { } });" },
        { "Task.Run", Here + "Task.Run(() => { while (true) { } }).Wait();" },
        { "awaited Task.Run", Here + "await Task.Run(() => { while (true) { } });" },
        { "catch-all loop", Here + "while (true) { try { while (true) { n++; } } catch (Exception) { } }" },
        { "catch-all around waits", Here + "while (true) { try { Thread.Sleep(100); } catch (Exception) { } }" },
        { "LINQ", Here + "Enumerable.Range(0, int.MaxValue).Select(i => (long)i).Where(i => i < 0).Any()" },
        { "LINQ query", Here + "(from i in Enumerable.Range(0, int.MaxValue) where i < 0 select i).Count()" },
        { "LINQ in PLINQ", Here + "ParallelEnumerable.Range(0, int.MaxValue).Sum(i => Math.Sin(i) > 2 ? 1 : 0)" },
        { "void lambda", Here + "new List<int>(new int[1000]).ForEach(i => Thread.Sleep(20))" },
        { "method group", "bool No(int i) => false;\n" + Here + "Enumerable.Range(0, int.MaxValue).Any(No)" },
        { "static constructor", "static class S { public static int V; static S() { Console.WriteLine(\"here\"); while (true) { } } }\nS.V" },
        { "after ConfigureAwait", Here + "await Task.Delay(1).ConfigureAwait(false);\nwhile (true) { }" },
        { "async loop on the pool", "async Task Loop() { while (true) await Task.Delay(1).ConfigureAwait(false); }\n" + Here + "await Loop();" },
        { "async iterator", "async IAsyncEnumerable<int> All() { while (true) { await Task.Yield(); yield return 1; } }\n" + Here + "await foreach (var i in All()) n += i;" },
        { "native calls", "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern int usleep(uint us);\n" + Here + "while (true) usleep(20000);" },
        { "async void", "async void Loop() { while (true) await Task.Yield(); }\n" + Here + "Loop(); await Task.Delay(-1);" },
        { "own thread", Here + "var t = new Thread(() => { while (true) { } }); t.Start(); t.Join();" },
        { "try finally", Here + "try { while (true) { } } finally { n = 42; }" },
        { "anonymous method", Here + "Action a = delegate { while (true) { } }; a();" },
        { "monitor", Here + "var m = new object(); lock (m) Monitor.Wait(m);" },
    };

    [Theory]
    [MemberData(nameof(Stuck))]
    public async Task A_stuck_cell_ends_and_what_was_there_stays(string name, string code)
    {
        Assert.NotEmpty(name);
        await Run("var kept = 7; var n = 0;");
        var error = await Interrupted(code);
        Assert.Equal(("OperationCanceledException", "cell interrupted"), (error.Name, error.Message));
        Assert.Equal("result:7", (await Run("kept"))[^1]);
        Assert.Equal(["result:10"], await Run("var s = 0; for (var i = 0; i < 5; i++) s += Math.Min(i, 10); s"));
    }

    [Fact]
    public async Task What_cannot_be_stopped_is_left_behind_and_the_kernel_goes_on()
    {
        using var listener = Listen();
        await Run("var kept = 7;");
        var frontend = new RecordingFrontend();
        var error = await Interrupted(ReadFrom(listener) + "\nConsole.WriteLine(\"late\");", frontend);
        Assert.Contains("its thread was left behind", error.Message);
        Assert.Equal("result:7", (await Run("kept"))[^1]);
        await LetGo(listener);
        await Run("await Task.Delay(100);");
        Assert.Equal(["stdout:here\n"], frontend.Log);
    }

    [Fact]
    public async Task A_second_interrupt_is_not_patient()
    {
        using var listener = Listen();
        var error = await Interrupted(ReadFrom(listener), times: 2);
        Assert.Contains("its thread was left behind", error.Message);
        Assert.Equal("result:2", (await Run("1 + 1"))[^1]);
        Assert.True(_stopping < CellRunner.Grace, $"{_stopping}");
        await LetGo(listener);
    }

    [Fact]
    public async Task An_interrupt_between_cells_does_nothing()
    {
        _kernel.Interrupt();
        await Run("var kept = 7;");
        _kernel.Interrupt();
        _kernel.Interrupt();
        Assert.Equal(["result:7"], await Run("await Task.Delay(20); for (var i = 0; i < 3; i++) Thread.Sleep(1); kept"));
    }

    [Fact]
    public async Task What_an_interrupted_cell_left_on_other_threads_is_stopped_while_later_cells_run()
    {
        await Run("var alive = 0L; var hold = new ManualResetEventSlim();");
        await Interrupted("var orphan = Task.Run(() => { hold.Wait(); while (true) { alive++; try { while (true) alive++; } catch { } } });\n" + Here + "await orphan;");
        Assert.Equal("result:True", (await Run("hold.Set();\nfor (var i = 0; i < 4000 && !orphan.IsCompleted; i++) await Task.Delay(5);\norphan.IsFaulted || orphan.IsCanceled"))[^1]);
    }

    [Fact]
    public async Task What_came_before_an_interrupted_cell_lives_on()
    {
        await Run("var ticks = 0; var end = false;\nvar background = Task.Run(async () => { while (!end) { ticks++; await Task.Delay(1); } });");
        await Interrupted(Here + "while (true) { }");
        Assert.Equal(["result:True"], await Run("var seen = ticks; while (ticks < seen + 3) await Task.Delay(1); end = true; await background; true"));
    }

    [Fact]
    public async Task Code_sees_the_token_and_cleans_up()
    {
        var frontend = new RecordingFrontend();
        await Interrupted("try { " + Here + " await Task.Delay(-1, KernelInvocationContext.Current.CancellationToken); } finally { Console.WriteLine(\"cleaned\"); }", frontend);
        Assert.Equal(["stdout:here\ncleaned\n"], frontend.Log);
    }

    [Fact]
    public async Task Waiting_cells_go_on_and_a_cancelled_one_does_not_begin()
    {
        var here = new TaskCompletionSource();
        var first = _kernel.RunAsync(new CellRequest(Here + "while (true) { }", 1), new RecordingFrontend(_ => here.TrySetResult()), default);
        using var cancel = new CancellationTokenSource();
        var second = new RecordingFrontend();
        var cancelled = _kernel.RunAsync(new CellRequest("1", 2), second, cancel.Token);
        var third = new RecordingFrontend();
        var last = _kernel.RunAsync(new CellRequest("2", 3), third, default);
        await here.Task;
        cancel.Cancel();
        Assert.Equal("cell interrupted", (await cancelled).Error?.Message);
        Assert.False(first.IsCompleted);
        _kernel.Interrupt();
        Assert.Equal("cell interrupted", (await first).Error?.Message);
        Assert.Null((await last).Error);
        Assert.Equal(["result:2"], third.Log);
        Assert.Empty(second.Log);
    }

    [Fact]
    public async Task Two_hundred_interrupts_in_a_row_keep_the_state()
    {
        await Run("var count = 0;");
        for (var i = 0; i < 200; i++)
            await Interrupted("count++;\n" + Here + "while (true) { }");
        Assert.Equal(["result:200"], await Run("count"));
    }

    [Fact]
    public async Task The_kernel_survives_where_interrupts_meet_the_end_of_cells()
    {
        await Run("var count = 0;");
        for (var i = 0; i < 100; i++)
        {
            var outcome = _kernel.RunAsync(new CellRequest("count++; Thread.Sleep(1);", 1), new RecordingFrontend(), default);
            await Task.Delay(i % 7);
            _kernel.Interrupt();
            Assert.True((await outcome).Error is null or { Message: "cell interrupted" });
        }
        Assert.Equal(["result:ok"], await Run("Thread.Sleep(1); await Task.Delay(1); \"ok\""));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    /// <summary>A cell that waits in native code, which nothing of the engine can end.</summary>
    private static string ReadFrom(TcpListener listener) =>
        $"var socket = new System.Net.Sockets.TcpClient(\"127.0.0.1\", {((IPEndPoint)listener.LocalEndpoint).Port});\n{Here}socket.GetStream().Read(new byte[1], 0, 1);";

    private static async Task LetGo(TcpListener listener)
    {
        using var other = await listener.AcceptTcpClientAsync();
        await other.GetStream().WriteAsync(new byte[] { 1 });
    }

    private async Task<IReadOnlyList<string>> Run(string code)
    {
        var frontend = new RecordingFrontend();
        var outcome = await _kernel.RunAsync(new CellRequest(code, ++_number), frontend, default).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(outcome.Error is null, $"{outcome.Error?.Message}\n{string.Join('\n', outcome.Error?.Traceback ?? [])}");
        return frontend.Log;
    }

    private async Task<CellError> Interrupted(string code, RecordingFrontend? recording = null, int times = 1)
    {
        var here = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var frontend = recording ?? new RecordingFrontend();
        frontend.AtText = _ => here.TrySetResult();
        var outcome = _kernel.RunAsync(new CellRequest(code, ++_number), frontend, default);
        Assert.True(await Task.WhenAny(here.Task, outcome) == here.Task, outcome.IsCompleted ? string.Join('\n', outcome.Result.Error?.Traceback ?? ["no error"]) : "");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < times; i++)
        {
            if (i > 0)
                await Task.Delay(50);
            _kernel.Interrupt();
        }
        var error = (await outcome.WaitAsync(TimeSpan.FromSeconds(30))).Error;
        _stopping = watch.Elapsed;
        Assert.NotNull(error);
        return error;
    }
}
