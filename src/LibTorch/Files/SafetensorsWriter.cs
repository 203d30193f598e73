using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>
/// Writes safetensors as the reference implementation does: tensors with wider elements first, then by name; the header padded
/// with spaces so that the data begins at a multiple of 8.
/// </summary>
internal static class SafetensorsWriter
{
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (tensors.ContainsKey("__metadata__")) throw new ArgumentException("A tensor cannot be named __metadata__.", nameof(tensors));
        var sorted = tensors.Select(pair => (name: pair.Key, tensor: pair.Value, type: TypeOf(pair.Key, pair.Value)))
            .OrderByDescending(e => TensorBytes.SizeOf(e.tensor.dtype)).ThenBy(e => e.name, StringComparer.Ordinal).ToList();

        using var header = new MemoryStream();
        // The stricter default would write letters outside of ASCII and '+' as escapes.
        using (var json = new Utf8JsonWriter(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var place = 0L;
            foreach (var (name, tensor, type) in sorted) WriteEntry(json, name, tensor, type, ref place);
            json.WriteEndObject();
        }
        while (header.Length % 8 != 0) header.WriteByte((byte)' ');
        if (header.Length > Safetensors.MaxHeader) throw new NotSupportedException($"The header would have {header.Length} bytes; safetensors allows {Safetensors.MaxHeader}.");

        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (var (_, tensor, _) in sorted) TensorBytes.Write(stream, tensor);
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, string type, ref long place)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (var size in tensor.shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(place);
        place += tensor.numel() * TensorBytes.SizeOf(tensor.dtype);
        json.WriteNumberValue(place);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string TypeOf(string name, Tensor tensor)
    {
        if (tensor.is_sparse) throw new NotSupportedException($"'{name}' is sparse; safetensors holds dense tensors.");
        var dtype = tensor.dtype;
        return Array.Find(Safetensors.Types, t => t.dtype == dtype).name
            ?? throw new NotSupportedException($"'{name}' has elements of type {dtype}, which safetensors does not know.");
    }
}
