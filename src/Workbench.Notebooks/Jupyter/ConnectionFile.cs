using System.Net;
using System.Text.Json;

namespace Workbench.Notebooks.Jupyter;

/// <summary>Where a Jupyter client wants to find the kernel, and the key that both sign with; written by the client, read at start.</summary>
/// <param name="Ip">The address to bind.</param>
/// <param name="ShellPort">Requests that run code.</param>
/// <param name="IopubPort">What cells show.</param>
/// <param name="StdinPort">Questions to the person at the front end.</param>
/// <param name="ControlPort">Requests that do not wait for running cells.</param>
/// <param name="HeartbeatPort">Answers as long as the process lives.</param>
/// <param name="Key">The secret of the signatures; empty when nothing is signed.</param>
internal sealed record ConnectionFile(IPAddress Ip, int ShellPort, int IopubPort, int StdinPort, int ControlPort, int HeartbeatPort, string Key)
{
    /// <summary>Environment variable that allows addresses other machines can reach.</summary>
    public const string AllowRemote = "WORKBENCH_KERNEL_REMOTE";

    /// <summary>Environment variable that allows messages without signature.</summary>
    public const string AllowUnsigned = "WORKBENCH_KERNEL_UNSIGNED";

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Reads a connection file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allows">Whether what an environment variable stands for is allowed.</param>
    /// <param name="warn">Takes what is unwise but works.</param>
    /// <exception cref="FormatException">It is no connection file, or asks for what is not allowed; the message says which and how.</exception>
    public static ConnectionFile Read(string path, Func<string, bool> allows, Action<string> warn)
    {
        JsonElement json;
        try
        {
            // The reader skips a byte order mark, which JsonDocument would refuse.
            json = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path));
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{path}' is not JSON: {e.Message}");
        }
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException($"'{path}' is not a connection file: expected a JSON object.");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            warn($"'{path}' holds the key and is open to other users of this machine; expected mode 600.");

        var transport = Text("transport", "tcp");
        if (transport != "tcp")
            throw new FormatException($"'{path}' asks for transport '{transport}'; this kernel speaks tcp.");
        var key = Text("key", "");
        if (key.Length == 0 && !allows(AllowUnsigned))
            throw new FormatException($"'{path}' has no key, so that anybody on this machine could run code. Set {AllowUnsigned}=1 to allow it.");
        var scheme = Text("signature_scheme", "hmac-sha256");
        if (key.Length > 0 && scheme != "hmac-sha256")
            throw new FormatException($"'{path}' asks for signatures by '{scheme}'; this kernel signs with hmac-sha256.");
        var ip = Address(Text("ip", "127.0.0.1"));
        if (!IPAddress.IsLoopback(ip) && !allows(AllowRemote))
            throw new FormatException($"'{path}' asks to listen on {ip}, where other machines could send code, unencrypted. Set {AllowRemote}=1 to allow it.");
        return new ConnectionFile(ip, Port("shell_port"), Port("iopub_port"), Port("stdin_port"), Port("control_port"), Port("hb_port"), key);

        string Text(string name, string otherwise) =>
            !json.TryGetProperty(name, out var value) ? otherwise
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : throw new FormatException($"'{name}' in '{path}' is {value.GetRawText()}; expected a string.");

        int Port(string name) =>
            json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) && port is > 0 and <= 65535
                ? port
                : throw new FormatException($"'{name}' in '{path}' is {(value.ValueKind == JsonValueKind.Undefined ? "missing" : value.GetRawText())}; expected a port from 1 to 65535.");

        IPAddress Address(string text) =>
            text == "localhost" ? IPAddress.Loopback
            : text == "*" ? IPAddress.Any
            : IPAddress.TryParse(text, out var address) ? address
            : throw new FormatException($"'ip' in '{path}' is '{text}'; expected an address of this machine.");
    }
}
