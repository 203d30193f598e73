using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Jupyter.Wire;
using Workbench.Notebooks.Jupyter.Zmtp;

namespace Workbench.Notebooks.Jupyter.Kernelspec;

/// <summary>Starts an installed kernel as a front end would, and asks it for 1 + 1.</summary>
public static class KernelProbe
{
    private const int Channels = 5;
    private const string Expression = "sum";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>The time from the start of the process to its answer, or what went wrong.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="limit">After this time it is ended.</param>
    /// <exception cref="ArgumentException">Its kernelspec is known not to work.</exception>
    public static (TimeSpan? Answered, string? Problem) Run(InstalledKernel kernel, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.Problem is not null)
            throw new ArgumentException($"The kernel '{kernel.Name}' cannot start: {kernel.Problem}", nameof(kernel));
        var folder = Directory.CreateTempSubdirectory("workbench-kernel-").FullName;
        try
        {
            var ports = FreePorts();
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            var file = Path.Combine(folder, "connection.json");
            WriteConnection(file, ports, key);
            var watch = Stopwatch.StartNew();
            using var process = Start(kernel, file, folder);
            var said = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            try
            {
                var answer = Ask(ports[0], new MessageSigner(key), () => process.HasExited || watch.Elapsed > limit, limit);
                return answer == "2" ? (watch.Elapsed, null) : (null, $"1 + 1 is {answer}");
            }
            catch (Exception problem) when (problem is IOException or SocketException or FormatException or TimeoutException)
            {
                if (process.HasExited)
                    return (null, $"it ended at once with exit code {process.ExitCode}: {said.GetAwaiter().GetResult().Trim().Split('\n')[0]}");
                return (null, watch.Elapsed > limit ? $"no answer within {limit.TotalSeconds:0} s" : problem.Message);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            return (null, problem.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(InstalledKernel kernel, string file, string folder)
    {
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(kernel.Folder, "kernel.json")))!;
        var command = spec["argv"]!.AsArray().Select(part => ((string)part!).Replace("{connection_file}", file, StringComparison.Ordinal)).ToList();
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in spec["env"] as JsonObject ?? [])
            start.Environment[name] = (string?)value;
        return Process.Start(start)!;
    }

    private static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, Channels).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private static void WriteConnection(string path, int[] ports, string key)
    {
        var text = new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["shell_port"] = ports[0],
            ["iopub_port"] = ports[1],
            ["stdin_port"] = ports[2],
            ["control_port"] = ports[3],
            ["hb_port"] = ports[4],
            ["key"] = key,
            ["signature_scheme"] = "hmac-sha256",
        }.ToJsonString();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    // The value of the expression; what went wrong with it, if it has none.
    private static string Ask(int port, MessageSigner signer, Func<bool> isOver, TimeSpan limit)
    {
        using var socket = Connect(port, isOver);
        socket.NoDelay = true;
        socket.ReceiveTimeout = (int)limit.TotalMilliseconds;
        JupyterMessage? reply = null;
        var reader = new MessageReader(signer);
        var decoder = new ZmtpDecoder
        {
            Greeted = () => Send(socket, ZmtpFrames.Ready("DEALER")),
            Commanded = (name, body) =>
            {
                if (name == "READY")
                    Send(socket, ZmtpFrames.Message(new MessageWriter(signer).Write([], "execute_request", Request(), null, out _)));
            },
            Received = frames => reply ??= reader.Read(frames, out var problem) ?? throw new FormatException(problem),
        };
        Send(socket, ZmtpFrames.Greeting());
        while (reply is null)
        {
            var count = socket.Receive(decoder.Room());
            if (count == 0)
                throw new IOException("it closed the connection");
            decoder.Advance(count);
        }

        return reply.Content.TryGetProperty("user_expressions", out var values) && values.TryGetProperty(Expression, out var value)
            && value.TryGetProperty("data", out var data) && data.TryGetProperty("text/plain", out var text) ? text.GetString()! : JsonSerializer.Serialize(reply.Content);
    }

    private static void Send(Socket socket, byte[] bytes) => socket.Send(bytes);

    private static Socket Connect(int port, Func<bool> isOver)
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return socket;
            }
            catch (SocketException)
            {
                // The kernel has not bound its ports yet.
                socket.Dispose();
                if (isOver())
                    throw;
                Thread.Sleep(Pause);
            }
        }
    }

    private static JsonObject Request() => new()
    {
        ["code"] = "",
        ["silent"] = false,
        ["store_history"] = false,
        ["allow_stdin"] = false,
        ["stop_on_error"] = true,
        ["user_expressions"] = new JsonObject { [Expression] = "1 + 1" },
    };
}
