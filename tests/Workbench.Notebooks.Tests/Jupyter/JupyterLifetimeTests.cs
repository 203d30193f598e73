using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>How a kernel process ends.</summary>
public partial class JupyterLifetimeTests
{
    private const int Interrupt = 2, Terminate = 15;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_restart_in_the_middle_of_a_cell_is_answered_and_the_process_ends(bool onControl)
    {
        using var kernel = new KernelUnderTest();
        using var client = kernel.Connect();
        var cell = client.Execute("AppDomain.CurrentDomain.ProcessExit += (_, _) => Thread.Sleep(-1); try { } finally { Thread.Sleep(-1); }");
        client.WaitForPublished(message => message.Parent == cell && message.Type == "execute_input");
        var reply = client.Ask("shutdown_request", new JsonObject { ["restart"] = true }, onControl);
        Assert.Equal("""{"status":"ok","restart":true}""", reply.Content.ToJsonString());
        client.OutputsOf(reply.Parent);
        kernel.AwaitExit();
        Assert.Equal(0, kernel.Process.ExitCode);
    }

    [Fact]
    public void A_cell_that_takes_all_threads_of_the_pool_can_be_interrupted_and_the_kernel_asked_and_ended()
    {
        using var kernel = new KernelUnderTest();
        using var client = kernel.Connect();
        client.Run("1");
        var cell = client.Execute("for (var i = 0; i < 2000; i++) _ = Task.Run(() => Thread.Sleep(-1));\nConsole.WriteLine(\"taken\");\nwhile (true) { }");
        client.WaitForPublished(message => message.Parent == cell && message.Type == "stream");
        Assert.Equal("ok", client.Ask("kernel_info_request", []).Text("status"));
        Assert.Equal("ok", client.Ask("interrupt_request", [], onControl: true).Text("status"));
        Assert.Equal("OperationCanceledException", client.Reply().Text("ename"));
        Assert.Equal("ok", client.Ask("shutdown_request", [], onControl: true).Text("status"));
        kernel.AwaitExit();
    }

    [Fact]
    public void A_cell_that_ends_the_process_is_answered_first()
    {
        using var kernel = new KernelUnderTest();
        using var client = kernel.Connect();
        var id = client.Execute("Console.Write(\"bye\"); Environment.Exit(3);");
        Assert.Equal("ok", client.Reply().Text("status"));
        Assert.Equal("bye", JupyterClient.TextOf(client.OutputsOf(id), "stdout"));
        kernel.AwaitExit();
        Assert.Equal(3, kernel.Process.ExitCode);
    }

    [SkippableFact]
    public void The_signals_of_terminals_interrupt_and_end()
    {
        Skip.If(OperatingSystem.IsWindows());
        Skip.If(InterruptIsIgnored(), "a shell that starts something in the background has it and its children ignore SIGINT");
        using var kernel = new KernelUnderTest();
        using var client = kernel.Connect();
        var cell = client.Execute("while (true) { }");
        client.WaitForPublished(message => message.Parent == cell && message.Type == "execute_input");
        Assert.Equal(0, Signal(kernel.Process.Id, Interrupt));
        Assert.Equal("OperationCanceledException", client.Reply().Text("ename"));
        client.Run("1");
        Assert.Equal(0, Signal(kernel.Process.Id, Terminate));
        kernel.AwaitExit();
        Assert.Equal(0, kernel.Process.ExitCode);
    }

    private static bool InterruptIsIgnored()
    {
        const string Ignored = "SigIgn:";
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return line is not null && (Convert.ToUInt64(line[Ignored.Length..].Trim(), 16) & 1UL << (Interrupt - 1)) != 0;
    }

    [SkippableFact]
    public void The_kernel_does_not_outlive_the_process_it_belongs_to()
    {
        Skip.If(OperatingSystem.IsWindows());
        using var parent = Process.Start("sleep", "1000");
        using var kernel = new KernelUnderTest(new Dictionary<string, string> { ["JPY_PARENT_PID"] = parent.Id.ToString() });
        using var client = kernel.Connect();
        parent.Kill();
        parent.WaitForExit();
        kernel.AwaitExit();
        Assert.Equal(0, kernel.Process.ExitCode);
    }

    [Fact]
    public void A_file_that_is_no_connection_file_is_told_in_a_line()
    {
        using var kernel = new KernelUnderTest();
        using var second = Process.Start(new ProcessStartInfo("dotnet", [typeof(Notebooks.Jupyter.JupyterKernel).Assembly.Location, "jupyter", Path.Combine(kernel.Folder, "none.json")]) { RedirectStandardError = true })!;
        Assert.Contains("none.json", second.StandardError.ReadToEnd());
        second.WaitForExit();
        Assert.Equal(2, second.ExitCode);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
