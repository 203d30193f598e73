using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Notebooks.Jupyter.Wire;

/// <summary>Turns answers and outputs into frames. From any thread.</summary>
internal sealed class MessageWriter(MessageSigner signer)
{
    /// <summary>The version of the message protocol that is spoken.</summary>
    public const string ProtocolVersion = "5.3";

    private static readonly byte[] Empty = [(byte)'{', (byte)'}'];
    private static readonly byte[] DelimiterFrame = JupyterMessage.Delimiter.ToArray();
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1024, SkipValidation = true };
    private static readonly JsonSerializerOptions Nodes = new() { MaxDepth = 1024 };

    private readonly string _session = Guid.NewGuid().ToString();
    private long _count;

    /// <summary>The frames of a message.</summary>
    /// <param name="routing">What stands before the delimiter: topic or identities.</param>
    /// <param name="type">The type of the message.</param>
    /// <param name="content">Its content.</param>
    /// <param name="parent">The header of the request it belongs to, as it came; null for none.</param>
    /// <param name="id">Receives its own name.</param>
    /// <param name="metadata">Its metadata.</param>
    public IReadOnlyList<byte[]> Write(
        IReadOnlyList<byte[]> routing, string type, JsonObject content, byte[]? parent, out string id, JsonObject? metadata = null)
    {
        id = string.Create(CultureInfo.InvariantCulture, $"{_session}_{Interlocked.Increment(ref _count)}");
        byte[][] parts = [Header(type, id), parent ?? Empty, metadata is null ? Empty : Bytes(metadata), Bytes(content)];
        return [.. routing, DelimiterFrame, signer.Sign(parts), .. parts];
    }

    private static byte[] Bytes(JsonObject json)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(bytes, Options))
            json.WriteTo(writer, Nodes);
        return bytes.WrittenSpan.ToArray();
    }

    private byte[] Header(string type, string id) => Bytes(new JsonObject
    {
        ["msg_id"] = id,
        ["session"] = _session,
        ["username"] = "kernel",
        ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        ["msg_type"] = type,
        ["version"] = ProtocolVersion,
    });
}
