using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Workbench.Notebooks.Jupyter.Kernelspec;
using Workbench.Notebooks.Serve;

namespace Workbench.Notebooks.Runner;

/// <summary>A kernel in a process of its own, so that whatever becomes of it the runner lives to tell.</summary>
internal sealed class KernelProcess : IKernelLink
{
    private const int KeptErrorText = 4000;
    private const string Frame = "   at ";

    private readonly Process _process;
    private readonly Channel<JsonNode> _events = Channel.CreateUnbounded<JsonNode>();
    private readonly StringBuilder _errorText = new();
    private readonly StringBuilder _line = new();
    private readonly Task _readers;

    private KernelProcess(Process process)
    {
        _process = process;
        _readers = Task.WhenAll(Task.Run(ReadEvents), Task.Run(ReadErrors));
        _ = CompleteAsync();
    }

    public ChannelReader<JsonNode> Events => _events.Reader;

    public string LastErrorText
    {
        get
        {
            lock (_errorText)
                return (_errorText.ToString() + (_line.ToString() is var line && line.StartsWith(Frame, StringComparison.Ordinal) ? "" : line)).Trim();
        }
    }

    public static KernelProcess Start(string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var kernel = KernelExecutable.Precompiled(typeof(KernelServer).Assembly.Location);
        var utf8 = new UTF8Encoding(false);
        var start = new ProcessStartInfo(DotnetHost(), [kernel, "serve"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new KernelProcess(Process.Start(start)!);
    }

    public void Run(int cell, string code, string? language) => Send(new JsonObject { ["request"] = "run", ["cell"] = cell, ["code"] = code, ["language"] = language });

    public void Cancel() => Send(new JsonObject { ["request"] = "cancel" });

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }

    public string DescribeEnd()
    {
        var code = _process.ExitCode;
        var how = code switch
        {
            0 => "ended itself (exit code 0)",
            137 => "was killed (signal 9); most likely the system ran out of memory",
            139 => "crashed in native code (segmentation fault)",
            134 => "aborted (signal 6)",
            > 128 and < 160 => $"was ended by signal {code - 128}",
            _ => $"ended with exit code {code}",
        };
        return $"the kernel process {how}";
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Closing flushes; a kernel that is gone does not read.
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
        _process.Dispose();
    }

    private static string DotnetHost()
    {
        var self = Environment.ProcessPath;
        if (self is not null && Path.GetFileNameWithoutExtension(self) == "dotnet")
            return self;
        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        var host = Path.Combine(root ?? "", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return !string.IsNullOrEmpty(root) && File.Exists(host) ? host : "dotnet";
    }

    private void Send(JsonObject request)
    {
        try
        {
            _process.StandardInput.WriteLine(request.ToJsonString());
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The kernel is gone: the queue of events completes and says so.
        }
    }

    private async Task CompleteAsync()
    {
        // A child of the notebook that outlives the kernel can hold its pipes open; the kernel's own end decides.
        await _process.WaitForExitAsync(CancellationToken.None).ContinueWith(_ => { }, TaskScheduler.Default);
        await Task.WhenAny(_readers, Task.Delay(TimeSpan.FromSeconds(5)));
        _events.Writer.TryComplete();
    }

    private async Task ReadEvents()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            JsonNode? message = null;
            try
            {
                message = line.StartsWith('{') ? JsonNode.Parse(line, null, new JsonDocumentOptions { MaxDepth = 512 }) : null;
            }
            catch (JsonException)
            {
                // Not ours: native code printed it (see NativeOutput about Windows).
            }
            _events.Writer.TryWrite(message?["event"] is not null ? message : new JsonObject { ["event"] = "stream", ["name"] = "stdout", ["text"] = line + "\n" });
        }
    }

    private async Task ReadErrors()
    {
        var buffer = new char[4096];
        var pending = "";
        int read;
        while ((read = await _process.StandardError.ReadAsync(buffer)) > 0)
        {
            pending += new string(buffer, 0, read);
            while (pending.Length > 0)
            {
                var mark = pending.IndexOf(StandardErrorMark.Delimiter);
                Text(mark < 0 ? pending : pending[..mark]);
                if (mark < 0)
                {
                    pending = "";
                    break;
                }
                var end = pending.IndexOf(StandardErrorMark.Delimiter, mark + 1);
                pending = pending[(end < 0 ? mark : end + 1)..];
                if (end < 0)
                    break;
                _events.Writer.TryWrite(new JsonObject { ["event"] = "stderr-end" });
            }
        }
    }

    private void Text(string text)
    {
        if (text.Length == 0)
            return;
        lock (_errorText)
        {
            _line.Append(text);
            var lines = _line.ToString().Split('\n');
            // The frames of a stack overflow are tens of thousands, and its reason stands before them.
            foreach (var line in lines[..^1].Where(line => !line.StartsWith(Frame, StringComparison.Ordinal)))
                _errorText.Append(line).Append('\n');
            _line.Clear();
            (lines[^1].Length > KeptErrorText ? _errorText : _line).Append(lines[^1]);
            if (_errorText.Length > 2 * KeptErrorText)
                _errorText.Remove(0, _errorText.Length - KeptErrorText);
        }
        _events.Writer.TryWrite(new JsonObject { ["event"] = "stderr", ["text"] = text });
    }
}
