using System.Buffers.Binary;

namespace TorchSharp.Files;

/// <summary>The formats that files of tensors have, told by their first bytes.</summary>
internal enum FileFormat
{
    /// <summary>TorchSharp's own, which has no mark; the rest that is left.</summary>
    TorchSharp,

    /// <summary>A zip archive: torch.save since PyTorch 1.6, and TorchScript.</summary>
    PyTorch,

    /// <summary>Pickles and raw storages: torch.save before PyTorch 1.6.</summary>
    LegacyPyTorch,

    /// <summary>A length, a JSON header, and bytes.</summary>
    Safetensors,
}

/// <summary>Telling formats apart.</summary>
internal static class FileFormats
{
    public static FileFormat Of(Stream stream)
    {
        var start = stream.Position;
        var head = new byte[LegacyPyTorch.Start.Length];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = start;
        ReadOnlySpan<byte> read = head.AsSpan(0, length);
        if (read.StartsWith("PK\x03\x04"u8) || read.StartsWith("PK\x05\x06"u8)) return FileFormat.PyTorch;
        if (read.StartsWith(LegacyPyTorch.Start)) return FileFormat.LegacyPyTorch;
        // A header's length is below 2^32, so that four zero bytes come before its brace.
        return length > 8 && head[8] == '{' && BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)) == 0 ? FileFormat.Safetensors : FileFormat.TorchSharp;
    }
}
