using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Jupyter;

namespace Workbench.Notebooks.Tests.Jupyter;

/// <summary>A kernel process with the connection file that a client would have written.</summary>
public sealed class KernelUnderTest : IDisposable
{
    private const int FirstPort = 20_000;
    private const int PortCount = 12_000;

    private static int _ports = Random.Shared.Next(PortCount);
    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _error = new();

    public KernelUnderTest() : this(new Dictionary<string, string>())
    {
    }

    internal KernelUnderTest(IReadOnlyDictionary<string, string> environment, string[]? launcher = null)
    {
        Ports = FreePorts();
        string[] names = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];
        var connection = new JsonObject(names.Zip(Ports, (name, port) => KeyValuePair.Create(name, (JsonNode?)port)))
        {
            ["ip"] = "127.0.0.1",
            ["transport"] = "tcp",
            ["key"] = Key,
            ["signature_scheme"] = "hmac-sha256",
        };
        File.WriteAllText(_folder.File("connection.json"), connection.ToJsonString());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.File("connection.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string[] command = [.. launcher ?? [], "dotnet", typeof(JupyterKernel).Assembly.Location, "jupyter", _folder.File("connection.json")];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        Process = Process.Start(start)!;
        Process.ErrorDataReceived += (_, line) =>
        {
            lock (_error)
                _error.AppendLine(line.Data);
        };
        Process.OutputDataReceived += (_, line) => Output += line.Data;
        Process.BeginErrorReadLine();
        Process.BeginOutputReadLine();
    }

    public static string Key => "the key of these tests";

    public Process Process { get; }

    public string Output { get; private set; } = "";

    public string Error
    {
        get
        {
            lock (_error)
                return _error.ToString();
        }
    }

    public string Folder => _folder.Path;

    /// <summary>Shell, iopub, stdin, control, heartbeat.</summary>
    public int[] Ports { get; }

    /// <summary>A client with all channels connected, once the kernel has answered it.</summary>
    internal JupyterClient Connect() => new(Ports);

    /// <summary>Waits for the end of the process; the seconds it took.</summary>
    public double AwaitExit()
    {
        var watch = Stopwatch.StartNew();
        Assert.True(Process.WaitForExit(ZmtpClient.Patience), "the kernel does not end");
        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        try
        {
            Process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
        Process.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ports below those that the system hands out itself, so that no socket of another test takes one before the kernel binds it.</summary>
    private static int[] FreePorts()
    {
        var ports = new List<int>();
        while (ports.Count < 5)
        {
            var port = FirstPort + Interlocked.Increment(ref _ports) % PortCount;
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                ports.Add(port);
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
        return [.. ports];
    }
}
