using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Workbench.Clients.Tests.Browser;

/// <summary>A headless Chromium of its own, which reaches this machine and nothing else.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _profile;

    private Chromium(Process process, DirectoryInfo profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary><c>WORKBENCH_CHROMIUM</c>, else the system's; null if there is none.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("WORKBENCH_CHROMIUM") is { Length: > 0 } named ? named : Programs.FirstOrDefault(File.Exists);

    /// <summary>Starts the browser.</summary>
    public static Chromium Start()
    {
        var profile = Directory.CreateTempSubdirectory("workbench-browser-");
        var process = Process.Start(new ProcessStartInfo(Program!,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run", "--window-size=1200,1000", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}",
            // Whatever is not on this machine goes to a proxy that is not there.
            "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=127.0.0.1", "about:blank",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return new Chromium(process, profile);
    }

    /// <summary>Opens a page.</summary>
    public async Task<Page> OpenAsync(string address)
    {
        var port = await PortAsync();
        using var client = new HttpClient();
        var answer = await client.PutAsync($"http://127.0.0.1:{port}/json/new?about:blank", null);
        var target = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>();
        var page = new Page(await DevTools.ConnectAsync((string)target!["webSocketDebuggerUrl"]!));
        await page.GoAsync(address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still be writing its profile.
        }
    }

    private async Task<string> PortAsync()
    {
        var file = Path.Combine(_profile.FullName, "DevToolsActivePort");
        return await Patience.UntilAsync("the browser says its port", StartLimit, () =>
        {
            Assert.False(_process.HasExited, "the browser ended at once");
            return Task.FromResult(File.Exists(file) && File.ReadAllLines(file) is [var port, _, ..] ? port : null);
        });
    }
}
