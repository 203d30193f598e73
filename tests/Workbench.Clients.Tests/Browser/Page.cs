using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Workbench.Clients.Tests.Browser;

/// <summary>A page in the browser: runs scripts in it, presses its keys, looks at it.</summary>
internal sealed class Page : IAsyncDisposable
{
    private readonly DevTools _tools;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _errors = new();

    public Page(DevTools tools)
    {
        _tools = tools;
        tools.Reported += (name, parameters) =>
        {
            if (name == "Network.requestWillBeSent")
                _requests.Enqueue((string)parameters["request"]!["url"]!);
            else if (name == "Runtime.exceptionThrown")
                _errors.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
            else if (name == "Page.javascriptDialogOpening")
                _ = _tools.SendAsync("Page.handleJavaScriptDialog", new { accept = true });
        };
    }

    /// <summary>The addresses that it has asked for.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Exceptions that nobody caught.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Goes to an address.</summary>
    public async Task GoAsync(string address)
    {
        foreach (var domain in new[] { "Page", "Runtime", "Network" })
            await _tools.SendAsync($"{domain}.enable");
        await _tools.SendAsync("Page.navigate", new { url = address });
    }

    /// <summary>The value of an expression, awaited if it is a promise.</summary>
    /// <exception cref="InvalidOperationException">It throws.</exception>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await _tools.SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true, userGesture = true });
        if (answer["exceptionDetails"] is { } problem)
            throw new InvalidOperationException($"{expression}\n{problem["exception"]?["description"] ?? problem}");
        return answer["result"]!["value"]?.DeepClone();
    }

    /// <summary>Waits until an expression is true; one that throws is not yet.</summary>
    /// <param name="what">What is waited for, for the message when it does not come.</param>
    /// <param name="condition">The expression.</param>
    /// <param name="seconds">How long at most.</param>
    public async Task WaitAsync(string what, string condition, double seconds = 30)
    {
        try
        {
            await Patience.UntilAsync(what, TimeSpan.FromSeconds(seconds), async () => (bool?)await EvaluateAsync($"(() => {{ try {{ return !!({condition}); }} catch {{ return false; }} }})()") == true ? "" : null);
        }
        catch (TimeoutException)
        {
            var seen = await EvaluateAsync("(document.body?.innerText ?? '').replace(/\\n+/g, '\\n').slice(-3000)");
            Assert.Fail($"{what}: not within {seconds} s.\n{string.Join('\n', Errors)}\nThe page ends with:\n{seen}");
        }
    }

    /// <summary>Types text where the focus is.</summary>
    public Task TypeAsync(string text) => _tools.SendAsync("Input.insertText", new { text });

    /// <summary>Presses a key.</summary>
    /// <param name="key">Its name, as in <c>KeyboardEvent.key</c>.</param>
    /// <param name="code">Its Windows virtual key code.</param>
    /// <param name="shift">Whether Shift is held.</param>
    public async Task PressAsync(string key, int code, bool shift = false)
    {
        var text = key == "Enter" ? "\r" : "";
        await _tools.SendAsync("Input.dispatchKeyEvent", new { type = text.Length == 0 ? "rawKeyDown" : "keyDown", key, code = key, text, windowsVirtualKeyCode = code, modifiers = shift ? 8 : 0 });
        await _tools.SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key, windowsVirtualKeyCode = code, modifiers = shift ? 8 : 0 });
    }

    /// <summary>Saves what is seen as a picture.</summary>
    public async Task SaveScreenshotAsync(string path)
    {
        var answer = await _tools.SendAsync("Page.captureScreenshot", new { format = "png" });
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, Convert.FromBase64String((string)answer["data"]!));
    }

    public ValueTask DisposeAsync() => _tools.DisposeAsync();
}
