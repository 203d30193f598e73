using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>Where the elements of tensors lie: in a zip record, or in the tail of a file of the old format.</summary>
internal abstract class TensorStorage
{
    private readonly Dictionary<ScalarType, Tensor> loaded = [];

    public required string Key { get; init; }

    /// <summary>Null for untyped storages, whose tensors name the type themselves.</summary>
    public required ScalarType? Dtype { get; init; }

    /// <summary>The number of bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The elements as a new tensor of this shape.</summary>
    protected abstract Tensor Load(ReadOnlySpan<long> shape, ScalarType dtype);

    /// <summary>A tensor over the storage; all tensors of one storage and element type share their memory.</summary>
    public virtual Tensor? View(ScalarType dtype, long offset, long[] shape, long[] strides)
    {
        var elements = Length / TensorBytes.SizeOf(dtype);
        TensorBuilder.CheckExtent(Key, elements, offset, shape, strides);
        if (loaded.TryGetValue(dtype, out var whole)) return whole.detach().as_strided(shape, strides, offset).detach();
        var plain = offset == 0 && TensorBytes.Count(shape) == elements && TensorBuilder.IsContiguous(shape, strides);
        // Most storages belong to one tensor that covers them; it is then made in its own shape, without a second object.
        whole = loaded[dtype] = Load(plain ? shape : [elements], dtype);
        return plain ? whole : whole.detach().as_strided(shape, strides, offset).detach();
    }
}

/// <summary>The functions of torch._utils with which pickles make tensors.</summary>
internal sealed class TensorBuilder
{
    private const int MaxDimensions = 64;

    /// <summary>Every tensor made, so that the caller can take them out of its scope.</summary>
    public List<Tensor> Made { get; } = [];

    public void AddTo(Action<string, Func<object?[], object?>> add)
    {
        add("torch._utils._rebuild_tensor", a => Make(a[0], a[1], a[2], a[3], false));
        add("torch._utils._rebuild_tensor_v2", a => Make(a[0], a[1], a[2], a[3], a[4], metadata: a.Length > 6 ? a[6] : null));
        add("torch._utils._rebuild_tensor_v3", a => Make(a[0], a[1], a[2], a[3], a[4], a[6], a.Length > 7 ? a[7] : null));
        add("torch._utils._rebuild_parameter", a => Parameter(a[0], a[1]));
        add("torch._utils._rebuild_parameter_with_state", a => Parameter(a[0], a[1]));
        // Tensors with attributes of their own: the tensor is kept, the attributes are not.
        add("torch._tensor._rebuild_from_type_v2", a => a is [PickleFunction function, PickleFunction, object?[] arguments, ..]
            ? function.Call(arguments) : throw new InvalidDataException("A tensor of a subclass is not described as one."));
        foreach (var kind in new[] { "sparse_tensor", "sparse_csr_tensor", "qtensor", "meta_tensor_no_storage", "nested_tensor", "wrapper_subclass" })
            add($"torch._utils._rebuild_{kind}", _ => throw new NotSupportedException($"A tensor made by _rebuild_{kind}: only dense tensors are read."));
    }

    private Tensor? Make(object? storage, object? offset, object? size, object? stride, object? requiresGrad, object? dtype = null,
        object? metadata = null)
    {
        if (storage is not TensorStorage source) throw new InvalidDataException("A tensor has no storage.");
        if (offset is not long start) throw new InvalidDataException($"Storage {source.Key}: the tensor's offset is {offset ?? "None"}.");
        var type = dtype as ScalarType? ?? source.Dtype
            ?? throw new InvalidDataException($"Storage {source.Key} has no element type, and its tensor names none.");
        var tensor = source.View(type, start, Numbers(size), Numbers(stride));
        if (tensor is null) return null;
        // PyTorch 2 tells here that the elements in memory are still to be conjugated or negated.
        if (metadata is OrderedDictionary<object, object?> marks)
        {
            if (marks.TryGetValue("conj", out var conj) && conj is true) tensor = tensor.conj();
            if (marks.TryGetValue("neg", out var neg) && neg is true) tensor = tensor.neg();
        }
        if (requiresGrad is true) tensor.requires_grad_();
        Made.Add(tensor);
        return tensor;
    }

    private Tensor? Parameter(object? data, object? requiresGrad)
    {
        if (data is null) return null;
        if (data is not Tensor tensor) throw new InvalidDataException("A parameter is not made of a tensor.");
        // Through a tensor object of its own: making a parameter uses its argument up, and the memo may hold it still.
        var parameter = new Parameter(tensor.detach(), requiresGrad is true);
        Made.Add(parameter);
        return parameter;
    }

    /// <summary>Throws unless the shape and strides are well-formed and stay inside so many elements.</summary>
    public static void CheckExtent(string key, long elements, long offset, long[] shape, long[] strides)
    {
        string Describe() => $"Storage {key} has {elements} elements; its tensor has shape [{string.Join(", ", shape)}], " +
            $"strides [{string.Join(", ", strides)}], offset {offset}";
        if (shape.Length != strides.Length || shape.Length > MaxDimensions || offset < 0 || TensorBytes.Count(shape) < 0
            || Array.Exists(strides, s => s < 0))
            throw new InvalidDataException(Describe() + ", which is not well-formed.");
        Int128 last = offset;
        for (var i = 0; i < shape.Length; i++) last += (Int128)(shape[i] - 1) * strides[i];
        if (TensorBytes.Count(shape) > 0 ? last >= elements : offset > elements)
            throw new InvalidDataException(Describe() + ", which goes beyond it.");
    }

    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public static bool IsContiguous(long[] shape, long[] strides)
    {
        var expected = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            if (shape[i] != 1 && strides[i] != expected) return false;
            expected *= shape[i];
        }
        return true;
    }

    private static long[] Numbers(object? tuple) => tuple switch
    {
        object?[] items => Array.ConvertAll(items, i => i is long n ? n : throw new InvalidDataException($"A size or stride is {i ?? "None"}.")),
        List<object?> items => Numbers(items.ToArray()),
        long[] size => size,
        _ => throw new InvalidDataException($"A tensor's sizes and strides are {tuple?.GetType().Name ?? "None"}."),
    };
}
