using TorchSharp.Files;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    /// <summary>Writes the tensor in TorchSharp's binary format: element type, shape, and bytes.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer) => StateDictFile.WriteTensor(writer, tensor);

    /// <summary>Writes the tensor in TorchSharp's binary format, and closes the stream as TorchSharp does.</summary>
    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    /// <summary>Writes the tensor in TorchSharp's binary format.</summary>
    public static void Save(this torch.Tensor tensor, string location)
        => AtomicFile.Write(location, stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            StateDictFile.WriteTensor(writer, tensor);
        });

    /// <summary>Reads a tensor of the same shape and element type into this one.</summary>
    /// <param name="tensor">Receives the elements.</param>
    /// <param name="reader">Gives them, in TorchSharp's binary format.</param>
    /// <param name="skip">Read past the elements and leave the tensor as it is.</param>
    /// <exception cref="ArgumentException">Shape or element type differ.</exception>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        using var read = torch.Tensor.Load(reader);
        if (read.dtype != tensor.dtype || (!skip && !read.shape.AsSpan().SequenceEqual(tensor.shape)))
            throw new ArgumentException($"Mismatched tensor: {read.dtype} [{string.Join(", ", read.shape)}] in the file, " +
                $"{tensor.dtype} [{string.Join(", ", tensor.shape)}] expected.", nameof(tensor));
        using var guard = torch.no_grad();
        if (!skip) tensor.copy_(read);
    }

    /// <summary>Reads a tensor in TorchSharp's binary format.</summary>
    /// <param name="reader">Gives the elements.</param>
    /// <param name="skip">Read past the elements and return zeros.</param>
    /// <exception cref="InvalidDataException">The stream is damaged or ends early.</exception>
    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        var read = torch.Tensor.Load(reader);
        return skip ? read.zero_() : read;
    }

    /// <summary>Reads a tensor into this one, or into a new one where there is none.</summary>
    /// <inheritdoc cref="Load(torch.Tensor, BinaryReader, bool)"/>
    public static void Load(ref torch.Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null) tensor = Load(reader, skip);
        else tensor.Load(reader, skip);
    }
}
