using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>Where a tensor of a safetensors file is: its element type, shape, and bytes counted from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Dtype, long[] Shape, long Begin, long End);

/// <summary>
/// The safetensors format: the header's length (8 bytes), the header in JSON, and the elements of all tensors one after the
/// other in row-major order. A header is checked completely before anything is allocated for a tensor.
/// </summary>
internal static class Safetensors
{
    /// <summary>The longest header, as the format's reference implementation has it.</summary>
    public const long MaxHeader = 100_000_000;

    private const int MaxDimensions = 64;

    internal static readonly (string name, ScalarType dtype)[] Types =
    [
        ("BOOL", ScalarType.Bool), ("U8", ScalarType.Byte), ("I8", ScalarType.Int8), ("I16", ScalarType.Int16), ("F16", ScalarType.Float16),
        ("BF16", ScalarType.BFloat16), ("I32", ScalarType.Int32), ("F32", ScalarType.Float32), ("F64", ScalarType.Float64), ("I64", ScalarType.Int64),
    ];

    // What the format knows and libtorch 1.13 has no element type for.
    private static readonly string[] Unread = ["U16", "U32", "U64", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F4", "F6_E2M3", "F6_E3M2", "C64"];

    /// <summary>All tensors, copied into memory of their own, and the metadata.</summary>
    public static (Dictionary<string, Tensor> tensors, Dictionary<string, string> metadata) Read(Stream stream)
    {
        var start = stream.Position;
        var (entries, metadata) = ReadHeader(stream);
        var data = stream.Position;
        var tensors = new Dictionary<string, Tensor>(entries.Count);
        foreach (var entry in entries)
        {
            stream.Position = data + entry.Begin;
            tensors.Add(entry.Name, TensorBytes.Read(stream, entry.Shape, entry.Dtype));
        }
        return (tensors, metadata);
    }

    /// <summary>The tensors in the order of the file, and the metadata; the stream is then at the first tensor.</summary>
    /// <exception cref="InvalidDataException">The header is damaged or does not fit the file.</exception>
    /// <exception cref="NotSupportedException">A tensor has elements of a type that cannot be held.</exception>
    public static (List<SafetensorsEntry> entries, Dictionary<string, string> metadata) ReadHeader(Stream stream)
        => Damage.Guard("The safetensors header", () =>
        {
            var left = stream.Length - stream.Position;
            if (left < 8) throw new InvalidDataException($"A safetensors file has at least 8 bytes, this one has {left}.");
            Span<byte> number = stackalloc byte[8];
            stream.ReadExactly(number);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(number);
            if (length > MaxHeader) throw new InvalidDataException($"The safetensors header announces {length} bytes; at most {MaxHeader} are allowed.");
            if ((long)length > left - 8) throw new InvalidDataException($"The safetensors header announces {length} bytes, {left - 8} are left.");
            var header = new byte[length];
            stream.ReadExactly(header);
            return Parse(header, left - 8 - (long)length);
        });

    private static (List<SafetensorsEntry>, Dictionary<string, string>) Parse(byte[] header, long dataLength)
    {
        if (header.Length == 0 || header[0] != '{') throw new InvalidDataException("The safetensors header does not begin with '{'.");
        if (!Utf8.IsValid(header)) throw new InvalidDataException("The safetensors header is not UTF-8.");
        using var json = Json(header);
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (property.Name == "__metadata__")
                foreach (var item in Object(property.Value, "__metadata__"))
                    metadata[item.Name] = item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()!
                        : throw new InvalidDataException($"The metadata '{item.Name}' is not a string.");
            else entries.Add(Entry(property.Name, property.Value));
        }
        entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckCover(entries, dataLength);
        return (entries, metadata);
    }

    private static JsonDocument Json(byte[] header)
    {
        try
        {
            return JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The safetensors header is not the JSON that it should be: {e.Message}", e);
        }
    }

    private static SafetensorsEntry Entry(string name, JsonElement value)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        foreach (var field in Object(value, name))
            switch (field.Name)
            {
                case "dtype": type = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : null; break;
                case "shape": shape = Numbers(name, field); break;
                case "data_offsets": offsets = Numbers(name, field); break;
                default: throw new InvalidDataException($"Tensor '{name}' has an unknown field '{field.Name}'.");
            }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw new InvalidDataException($"Tensor '{name}' lacks its dtype, shape or two data_offsets.");
        if (shape.Length > MaxDimensions) throw new InvalidDataException($"Tensor '{name}' has {shape.Length} dimensions.");
        if (Unread.Contains(type)) throw new NotSupportedException($"Tensor '{name}' has elements of type {type}, which is not read.");
        var known = Array.Find(Types, t => t.name == type);
        if (known.name is null) throw new InvalidDataException($"Tensor '{name}' has elements of an unknown type '{type}'.");
        var count = TensorBytes.Count(shape);
        if (count < 0 || begin > end || (Int128)count * TensorBytes.SizeOf(known.dtype) != end - begin)
            throw new InvalidDataException($"Tensor '{name}' is {type} [{string.Join(", ", shape)}], its data_offsets are [{begin}, {end}]: sizes differ.");
        return new SafetensorsEntry(name, known.dtype, shape, begin, end);
    }

    private static JsonElement.ObjectEnumerator Object(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object
        ? value.EnumerateObject() : throw new InvalidDataException($"'{name}' in the safetensors header is not an object.");

    private static long[] Numbers(string name, JsonProperty field)
    {
        if (field.Value.ValueKind != JsonValueKind.Array) throw new InvalidDataException($"{field.Name} of tensor '{name}' is not an array.");
        return [.. field.Value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
            ? number : throw new InvalidDataException($"{field.Name} of tensor '{name}' has {item.GetRawText()}, not a size."))];
    }

    // Every byte of the data belongs to exactly one tensor.
    private static void CheckCover(List<SafetensorsEntry> entries, long dataLength)
    {
        var place = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != place)
                throw new InvalidDataException($"Tensor '{entry.Name}' begins at {entry.Begin}; {(entry.Begin < place ? "the one before goes on" : "nothing covers the bytes")} to {Math.Max(place, entry.Begin)}.");
            place = entry.End;
        }
        if (place != dataLength) throw new InvalidDataException($"The tensors have {place} bytes, the file has {dataLength} behind its header.");
    }
}
