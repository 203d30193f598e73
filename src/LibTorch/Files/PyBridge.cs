using System.IO.MemoryMappedFiles;
using System.Text.Json;
using TorchSharp.Files;
using static TorchSharp.torch;

namespace TorchSharp.PyBridge;

/// <summary>Tensors by name in the safetensors format.</summary>
public static class Safetensors
{
    private const long MaxIndex = 100_000_000;

    /// <summary>
    /// Reads a safetensors file, or the files that a <c>model.safetensors.index.json</c> lists. The file is mapped, and each
    /// tensor is copied out of the mapping: it stays valid when the file changes or goes, and writing to it never writes the file.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; nothing was allocated for tensors that it cannot hold.</exception>
    /// <exception cref="NotSupportedException">A tensor has elements of a type that cannot be held, such as F8_E4M3.</exception>
    public static Dictionary<string, Tensor> LoadStateDict(string location) => LoadStateDict(location, out _);

    /// <inheritdoc cref="LoadStateDict(string)"/>
    /// <param name="location">The file.</param>
    /// <param name="metadata">The texts that the file has with its tensors.</param>
    public static Dictionary<string, Tensor> LoadStateDict(string location, out Dictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        (var tensors, metadata) = location?.EndsWith(".json", StringComparison.OrdinalIgnoreCase) == true ? ReadShards(location) : ReadMapped(location!);
        foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return tensors;
    }

    /// <summary>Writes tensors by name; the file is written beside and renamed.</summary>
    public static void SaveStateDict(string location, Dictionary<string, Tensor> stateDict, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        AtomicFile.Write(location, stream => SafetensorsWriter.Write(stream, stateDict, metadata));
    }

    private static (Dictionary<string, Tensor>, Dictionary<string, string>) ReadMapped(string location)
    {
        using var file = AtomicFile.Open(location);
        if (file.Length == 0) throw new InvalidDataException("The safetensors file is empty.");
        using var mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        // The length is given, because a view is otherwise as long as whole pages.
        using var view = mapping.CreateViewStream(0, file.Length, MemoryMappedFileAccess.Read);
        return Files.Safetensors.Read(view);
    }

    private static (Dictionary<string, Tensor>, Dictionary<string, string>) ReadShards(string location)
    {
        var map = Damage.Guard("The index", () => ReadIndex(location));
        var tensors = new Dictionary<string, Tensor>();
        foreach (var file in map.Values.Distinct(StringComparer.Ordinal))
        {
            var (read, _) = ReadMapped(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(location))!, file));
            foreach (var (name, tensor) in read)
                if (map.TryGetValue(name, out var place) && place == file) tensors[name] = tensor;
                else throw new InvalidDataException($"{file} has a tensor '{name}' that the index does not place there.");
        }
        foreach (var (name, file) in map)
            if (!tensors.ContainsKey(name)) throw new InvalidDataException($"The index places '{name}' in {file}, which does not have it.");
        return (tensors, []);
    }

    private static Dictionary<string, string> ReadIndex(string location)
    {
        using var file = AtomicFile.Open(location);
        if (file.Length > MaxIndex) throw new InvalidDataException($"The index has {file.Length} bytes; at most {MaxIndex} are read.");
        try
        {
            using var json = JsonDocument.Parse(file, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.RootElement.GetProperty("weight_map").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() switch
            {
                { Length: > 0 } name when Path.GetFileName(name) == name && name is not ("." or "..") && !name.Contains('\\') => name,
                var other => throw new InvalidDataException($"The index names the file '{other}'; the files lie beside it."),
            });
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The index is not JSON: {e.Message}", e);
        }
    }
}

/// <summary>Reading what torch.save wrote.</summary>
public static class PyTorchUnpickler
{
    /// <summary>The state dictionary of a file; see <see cref="torch.load{T}(string)"/>.</summary>
    public static Dictionary<string, Tensor> UnpickleStateDict(string file) => load<Dictionary<string, Tensor>>(file);

    /// <inheritdoc cref="UnpickleStateDict(string)"/>
    public static Dictionary<string, Tensor> UnpickleStateDict(Stream stream, bool leaveOpen = false)
    {
        var result = load<Dictionary<string, Tensor>>(stream);
        if (!leaveOpen) stream.Dispose();
        return result;
    }
}

/// <summary>Writing what torch.load reads.</summary>
public static class PyTorchPickler
{
    /// <summary>Writes a state dictionary; see <see cref="torch.save(object, string)"/>.</summary>
    public static void PickleStateDict(string file, Dictionary<string, Tensor> source) => save(source, file);

    /// <inheritdoc cref="PickleStateDict(string, Dictionary{string, Tensor})"/>
    public static void PickleStateDict(Stream stream, Dictionary<string, Tensor> source, bool leaveOpen = false)
    {
        save(source, stream);
        if (!leaveOpen) stream.Dispose();
    }
}
