using TorchSharp.Files;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Writes a tensor as PyTorch's torch.save does.</summary>
    /// <param name="t">The tensor.</param>
    /// <param name="location">The file; written beside and renamed, so that it is whole or not there.</param>
    public static void save(Tensor t, string location)
    {
        ArgumentNullException.ThrowIfNull(t);
        save((object)t, location);
    }

    /// <summary>
    /// Writes an object as PyTorch's torch.save does: tensors, numbers, strings, lists, tuples (object arrays) and dictionaries of
    /// these. PyTorch reads it with torch.load, with <c>weights_only=True</c> too.
    /// </summary>
    /// <exception cref="NotSupportedException">Something in it is none of these; nothing is written then.</exception>
    public static void save(object? obj, string location) => AtomicFile.Write(location, stream => PyTorchWriter.Write(stream, obj));

    /// <inheritdoc cref="save(object, string)"/>
    public static void save(object? obj, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PyTorchWriter.Write(stream, obj);
    }

    /// <summary>Reads a file that holds one tensor; see <see cref="load{T}(string)"/>.</summary>
    public static Tensor load(string location) => load<Tensor>(location);

    /// <summary>
    /// Reads a file of PyTorch (.pt, .pth; also of before 1.6), safetensors or TorchSharp, told apart by their first bytes.
    /// Pickles are read without running anything: names other than those of tensors and containers are refused.
    /// </summary>
    /// <typeparam name="T">
    /// <see cref="Tensor"/>; <c>Dictionary&lt;string, Tensor&gt;</c> for a state dictionary; or <see cref="object"/>: dicts become
    /// <c>OrderedDictionary&lt;object, object?&gt;</c>, lists <c>List&lt;object?&gt;</c>, tuples <c>object?[]</c>, integers long, floats double.
    /// </typeparam>
    /// <remarks>Tensors come to the CPU whatever device they were on; those that shared their memory do so again.</remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else than <typeparamref name="T"/>.</exception>
    /// <exception cref="NotSupportedException">The file asks for what is refused or not known here.</exception>
    public static T load<T>(string location)
    {
        using var stream = AtomicFile.Open(location);
        return load<T>(stream);
    }

    /// <inheritdoc cref="load{T}(string)"/>
    public static T load<T>(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var value = ObjectFile.Read(stream);
        if (typeof(T) == typeof(Dictionary<string, Tensor>)) return (T)(object)ObjectFile.StateDict(value);
        if (value is null && default(T) is null) return default!;
        return value is T wanted ? wanted : throw new InvalidDataException(
            $"The file holds {ObjectFile.Describe(value)}, not a {typeof(T).Name}; torch.load<object> reads whatever it holds.");
    }

    public partial class Tensor
    {
        /// <summary>Reads a file that holds one tensor.</summary>
        public static Tensor load(string location) => torch.load(location);

        /// <summary>Writes the tensor as PyTorch's torch.save does.</summary>
        public void save(string location) => torch.save(this, location);

        /// <summary>Reads a tensor in TorchSharp's binary format.</summary>
        /// <exception cref="InvalidDataException">The stream is damaged or ends early.</exception>
        public static Tensor Load(BinaryReader reader)
        {
            ArgumentNullException.ThrowIfNull(reader);
            return Damage.Guard("The tensor", () => StateDictFile.ReadTensor(reader, "the tensor"));
        }

        /// <inheritdoc cref="Load(BinaryReader)"/>
        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream);
            return Load(reader);
        }

        /// <inheritdoc cref="Load(BinaryReader)"/>
        public static Tensor Load(string location)
        {
            using var stream = AtomicFile.Open(location);
            return Load(stream);
        }
    }
}
