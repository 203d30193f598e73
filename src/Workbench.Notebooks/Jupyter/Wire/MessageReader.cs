using System.Text;
using System.Text.Json;

namespace Workbench.Notebooks.Jupyter.Wire;

/// <summary>Turns frames into messages, if they are signed, new and well formed. For one thread at a time.</summary>
internal sealed class MessageReader(MessageSigner signer)
{
    /// <summary>Signatures remembered, so that a recorded message cannot be sent again.</summary>
    private const int Remembered = 1 << 16;

    private static readonly JsonSerializerOptions Json = new() { MaxDepth = 256 };

    private readonly HashSet<string> _seen = [];
    private readonly Queue<string> _order = [];

    /// <summary>The message, or null and the reason to drop the frames.</summary>
    public JupyterMessage? Read(IReadOnlyList<byte[]> frames, out string problem)
    {
        var delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(JupyterMessage.Delimiter))
            delimiter++;
        if (frames.Count < delimiter + 6)
        {
            problem = "frames without delimiter or with fewer parts than a message has";
            return null;
        }
        var signature = frames[delimiter + 1];
        byte[][] parts = [frames[delimiter + 2], frames[delimiter + 3], frames[delimiter + 4], frames[delimiter + 5]];
        if (!signer.IsSigned(parts, signature))
        {
            problem = "a message with a wrong signature";
            return null;
        }
        if (signer.HasKey && !Remember(Encoding.ASCII.GetString(signature)))
        {
            problem = "a message whose signature has been used before";
            return null;
        }
        try
        {
            var header = Parse(parts[0]);
            problem = "";
            return new JupyterMessage(
                [.. frames.Take(delimiter)],
                parts[0],
                header.GetProperty("msg_type").GetString()!,
                header.GetProperty("msg_id").GetString()!,
                Parse(parts[1]),
                Parse(parts[2]),
                Parse(parts[3]),
                [.. frames.Skip(delimiter + 6)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            problem = $"a message that cannot be read: {e.Message}";
            return null;
        }
    }

    private static JsonElement Parse(byte[] part)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(part, Json);
        return json.ValueKind == JsonValueKind.Object ? json : throw new FormatException("a part is not a JSON object");
    }

    private bool Remember(string signature)
    {
        if (!_seen.Add(signature))
            return false;
        _order.Enqueue(signature);
        if (_order.Count > Remembered)
            _seen.Remove(_order.Dequeue());
        return true;
    }
}
