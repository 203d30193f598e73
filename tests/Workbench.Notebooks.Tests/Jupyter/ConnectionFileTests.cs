using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Jupyter;

namespace Workbench.Notebooks.Tests.Jupyter;

[UnsupportedOSPlatform("windows")]
public sealed class ConnectionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    private static JsonObject Valid => new()
    {
        ["transport"] = "tcp",
        ["ip"] = "127.0.0.1",
        ["shell_port"] = 1,
        ["iopub_port"] = 2,
        ["stdin_port"] = 3,
        ["control_port"] = 4,
        ["hb_port"] = 65535,
        ["key"] = "k",
        ["signature_scheme"] = "hmac-sha256",
        ["kernel_name"] = "unknown fields are nobody's business",
    };

    private ConnectionFile Read(string text, params string[] allowed)
    {
        File.WriteAllText(_folder.File("c.json"), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.SetUnixFileMode(_folder.File("c.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return ConnectionFile.Read(_folder.File("c.json"), allowed.Contains, _warnings.Add);
    }

    private ConnectionFile Read(Action<JsonObject> change, params string[] allowed)
    {
        var json = Valid;
        change(json);
        return Read(json.ToJsonString(), allowed);
    }

    [Fact]
    public void A_connection_file_is_read_with_or_without_byte_order_mark()
    {
        Assert.Equal(new ConnectionFile(IPAddress.Loopback, 1, 2, 3, 4, 65535, "k"), Read(_ => { }));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_key_is_required_unless_its_lack_is_allowed()
    {
        Assert.Contains(ConnectionFile.AllowUnsigned, Assert.Throws<FormatException>(() => Read(json => json["key"] = "")).Message);
        Assert.Equal("", Read(json => json.Remove("key"), ConnectionFile.AllowUnsigned).Key);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    [InlineData("192.168.1.7")]
    [InlineData("::")]
    public void Other_machines_are_let_in_only_when_allowed(string ip)
    {
        Assert.Contains(ConnectionFile.AllowRemote, Assert.Throws<FormatException>(() => Read(json => json["ip"] = ip)).Message);
        Assert.False(IPAddress.IsLoopback(Read(json => json["ip"] = ip, ConnectionFile.AllowRemote).Ip));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.5")]
    [InlineData("::1")]
    public void Addresses_of_this_machine_are_fine(string ip) => Assert.True(IPAddress.IsLoopback(Read(json => json["ip"] = ip).Ip));

    [Theory]
    [InlineData("shell_port", "0", "'shell_port' in")]
    [InlineData("iopub_port", "65536", "is 65536; expected a port")]
    [InlineData("stdin_port", "\"3\"", "is \"3\"; expected a port")]
    [InlineData("hb_port", "1.5", "is 1.5; expected a port")]
    [InlineData("transport", "\"ipc\"", "asks for transport 'ipc'")]
    [InlineData("signature_scheme", "\"hmac-md5\"", "asks for signatures by 'hmac-md5'")]
    [InlineData("key", "7", "'key' in")]
    [InlineData("ip", "\"example.invalid\"", "expected an address of this machine")]
    public void What_makes_no_sense_is_named(string field, string value, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Read(json => json[field] = JsonNode.Parse(value))).Message);

    [Fact]
    public void A_missing_port_is_named() =>
        Assert.Contains("'control_port' in", Assert.Throws<FormatException>(() => Read(json => json.Remove("control_port"))).Message);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void Other_files_are_refused(string text) => Assert.Throws<FormatException>(() => Read(text));

    [Fact]
    public void A_key_that_others_can_read_is_worth_a_warning()
    {
        Read(_ => { });
        File.SetUnixFileMode(_folder.File("c.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        ConnectionFile.Read(_folder.File("c.json"), _ => false, _warnings.Add);
        Assert.Contains("expected mode 600", Assert.Single(_warnings));
    }
}
