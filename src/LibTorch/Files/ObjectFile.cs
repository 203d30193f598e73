using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>Reads a file of any known format as the object that it holds.</summary>
internal static class ObjectFile
{
    public static object? Read(Stream stream)
    {
        using var seekable = stream.CanSeek ? null : Copy(stream);
        var source = seekable ?? stream;
        if (source.Position != 0 && FileFormats.Of(source) == FileFormat.PyTorch)
            return Read(Copy(source)); // an archive's places count from its first byte
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        switch (FileFormats.Of(source))
        {
            case FileFormat.PyTorch: return Unpickle("The PyTorch file", source, PyTorchArchive.Read);
            case FileFormat.LegacyPyTorch: return Unpickle("The PyTorch file", source, LegacyPyTorch.Read);
            case FileFormat.Safetensors: return Keep(Safetensors.Read(source).tensors);
            default: return ReadOwn(source);
        }
    }

    /// <summary>Tensors by name: the object itself, or a dictionary of Python with nothing else in it.</summary>
    public static Dictionary<string, Tensor> StateDict(object? value)
    {
        if (value is Dictionary<string, Tensor> own) return own;
        if (value is not OrderedDictionary<object, object?> dictionary)
            throw new InvalidDataException($"The file holds {Describe(value)}, not a state dictionary.");
        var result = new Dictionary<string, Tensor>();
        foreach (var (key, item) in dictionary)
            result[key as string ?? throw new InvalidDataException($"The file's dictionary has the key {key}; a state dictionary has names.")]
                = item as Tensor ?? throw new InvalidDataException($"'{key}' in the file is {Describe(item)}, not a tensor. " +
                    $"The file is not a state dictionary; read it with torch.load<object>. Its keys: {string.Join(", ", dictionary.Keys.Take(10))}.");
        return result;
    }

    public static string Describe(object? value) => value switch
    {
        null => "None",
        Tensor => "a tensor",
        OrderedDictionary<object, object?> or Dictionary<string, Tensor> => "a dict",
        List<object?> => "a list",
        object?[] => "a tuple",
        string => "a string",
        long or double or bool => "a number",
        _ => value.GetType().Name,
    };

    private static object? Unpickle(string what, Stream stream, Func<Stream, TensorBuilder, object?> read)
    {
        var tensors = new TensorBuilder();
        var value = Damage.Guard(what, () => read(stream, tensors));
        foreach (var tensor in tensors.Made) tensor.MoveToOuterDisposeScope();
        // libtorch's own archives of one tensor are script modules with one field.
        if (value is not ScriptObject script) return value;
        return script.Fields.Values.OfType<Tensor>().ToList() is [var only] && script.Fields.Values.All(field => field is Tensor or bool) ? only
            : throw new NotSupportedException("The file is a TorchScript program, not a file of weights.");
    }

    // TorchSharp's format does not say whether it is a state dictionary or one tensor; the former is tried first.
    private static object ReadOwn(Stream stream)
    {
        var start = stream.Position;
        try
        {
            return Keep(Damage.Guard("The file", () => StateDictFile.Read(new BinaryReader(stream))));
        }
        catch (InvalidDataException)
        {
            stream.Position = start;
            try
            {
                var tensor = Damage.Guard("The file", () => StateDictFile.ReadTensor(new BinaryReader(stream), "the tensor"));
                if (stream.Position == stream.Length) return tensor.MoveToOuterDisposeScope();
            }
            catch (Exception e) when (e is InvalidDataException or NotSupportedException)
            {
            }
            throw new InvalidDataException("The file is none that is known here: not PyTorch's, not safetensors, and no whole one of TorchSharp's.");
        }
    }

    private static Dictionary<string, Tensor> Keep(Dictionary<string, Tensor> tensors)
    {
        foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return tensors;
    }

    private static MemoryStream Copy(Stream stream)
    {
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
