using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Workbench.Clients.Tests.Jupyter;

/// <summary>Jupyter Notebook's server on a port of its own.</summary>
internal sealed class NotebookServer : IAsyncDisposable
{
    private const string Token = "tests-of-the-workbench";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly Task<string> _log;

    private NotebookServer(Process process, Task<string> log, int port)
    {
        _process = process;
        _log = log;
        Port = port;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Starts the server and waits until it answers.</summary>
    public static async Task<NotebookServer> StartAsync(JupyterHome home)
    {
        // The server takes another port when somebody is quicker, and writes down which.
        var process = home.Start("/usr/bin/jupyter-notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={Random.Shared.Next(20_000, 30_000)}",
            // A page stays with the ports that a kernel has had.
            "--KernelRestarter.random_ports_until_alive=False", $"--NotebookApp.token={Token}", "--NotebookApp.use_redirect_file=False", $"--notebook-dir={home.Work}");
        _ = process.StandardOutput.ReadToEndAsync();
        var log = process.StandardError.ReadToEndAsync();
        var file = Path.Combine(home.Runtime, $"nbserver-{process.Id}.json");
        var port = await Patience.UntilAsync("the notebook server is up", StartLimit, async () =>
        {
            Assert.False(process.HasExited, process.HasExited ? await log : "");
            return File.Exists(file) && await File.ReadAllTextAsync(file) is { Length: > 0 } text && text.TrimEnd().EndsWith('}') ? JsonNode.Parse(text)!["port"] : null;
        });
        return new NotebookServer(process, log, (int)port);
    }

    /// <summary>The address of a notebook's page.</summary>
    public string AddressOf(string notebook) => $"http://127.0.0.1:{Port}/notebooks/{notebook}?token={Token}";

    /// <summary>Asks the server to stop, and its kernels with it.</summary>
    public async Task StopAsync()
    {
        using (var stop = Process.Start("/bin/kill", ["-TERM", $"{_process.Id}"]))
            await stop.WaitForExitAsync();
        using var timer = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"the notebook server did not stop within {StopLimit.TotalSeconds:0} s:\n{await _log}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        var log = Path.Combine(Checkout.Find().Artifacts, "test", "clients", "notebook-server.log");
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        await File.WriteAllTextAsync(log, await _log);
    }
}
