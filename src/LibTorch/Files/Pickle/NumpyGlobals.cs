using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Files;

/// <summary>A numpy dtype: kind and size such as "f8", and its byte order.</summary>
internal sealed class NumpyType(string code)
{
    public bool BigEndian { get; private set; }

    public void SetState(object? state) => BigEndian = state is object?[] { Length: > 1 } parts && parts[1] is ">";

    public ScalarType Dtype => BigEndian ? throw new NotSupportedException("Numpy arrays of big-endian numbers are not read.") : code switch
    {
        "f2" => ScalarType.Float16,
        "f4" => ScalarType.Float32,
        "f8" => ScalarType.Float64,
        "i1" => ScalarType.Int8,
        "i2" => ScalarType.Int16,
        "i4" => ScalarType.Int32,
        "i8" => ScalarType.Int64,
        "u1" => ScalarType.Byte,
        "b1" => ScalarType.Bool,
        "c8" => ScalarType.ComplexFloat32,
        "c16" => ScalarType.ComplexFloat64,
        _ => throw new NotSupportedException($"Numpy's element type {code} has no tensor dtype."),
    };
}

/// <summary>A numpy array on its way to become a tensor; BUILD fills it.</summary>
internal sealed class NumpyArray(Func<object?[], Tensor> make)
{
    public Tensor? Value { get; private set; }

    public Tensor Fill(object? state) => Value = make(state as object?[] ?? []);
}

/// <summary>Numpy's scalars, which become numbers, and arrays, which become tensors.</summary>
internal sealed class NumpyGlobals(TensorBuilder tensors, Action<long> charge)
{
    public void AddTo(Action<string, Func<object?[], object?>> add)
    {
        add("numpy.dtype", a => new NumpyType(a is [string code, ..] ? code : throw new InvalidDataException("A numpy dtype has no name.")));
        add("numpy.ndarray", _ => throw new NotSupportedException("refused: making a numpy array of arguments."));
        foreach (var module in new[] { "numpy.core.multiarray", "numpy._core.multiarray" })
        {
            add($"{module}._reconstruct", _ => new NumpyArray(Array));
            add($"{module}.scalar", a => a is [NumpyType type, var data] ? Scalar(type, Bytes(data))
                : throw new InvalidDataException("A numpy scalar is not described as one."));
        }
    }

    private static byte[] Bytes(object? data) => data switch
    {
        byte[] bytes => bytes,
        string text => Encoding.Latin1.GetBytes(text), // as Python 2 wrote them
        _ => throw new NotSupportedException("Numpy values that are not bytes (objects) are not read."),
    };

    private static object Scalar(NumpyType type, byte[] data)
    {
        var dtype = type.Dtype;
        if (data.Length != TensorBytes.SizeOf(dtype)) throw new InvalidDataException($"A numpy scalar of {dtype} has {data.Length} bytes.");
        return dtype switch
        {
            ScalarType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(data),
            ScalarType.Float32 => (double)BinaryPrimitives.ReadSingleLittleEndian(data),
            ScalarType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(data),
            ScalarType.Int8 => (long)(sbyte)data[0],
            ScalarType.Byte => (long)data[0],
            ScalarType.Bool => data[0] != 0,
            ScalarType.Int16 => (long)BinaryPrimitives.ReadInt16LittleEndian(data),
            ScalarType.Int32 => (long)BinaryPrimitives.ReadInt32LittleEndian(data),
            ScalarType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(data),
            ScalarType.ComplexFloat32 => new Complex(BinaryPrimitives.ReadSingleLittleEndian(data), BinaryPrimitives.ReadSingleLittleEndian(data.AsSpan(4))),
            _ => new Complex(BinaryPrimitives.ReadDoubleLittleEndian(data), BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(8))),
        };
    }

    // state: version, shape, dtype, whether in column-major order, the bytes
    private Tensor Array(object?[] state)
    {
        if (state is not [_, object?[] sizes, NumpyType type, bool columns, var data])
            throw new InvalidDataException("A numpy array is not described as one.");
        var shape = System.Array.ConvertAll(sizes, size => size is long n ? n : -1);
        var bytes = Bytes(data);
        var count = TensorBytes.Count(shape);
        if (count < 0 || (Int128)count * TensorBytes.SizeOf(type.Dtype) != bytes.Length)
            throw new InvalidDataException($"A numpy array of shape [{string.Join(", ", shape)}] has {bytes.Length} bytes.");
        charge(bytes.Length);
        if (columns) System.Array.Reverse(shape);
        using var stream = new MemoryStream(bytes);
        var tensor = TensorBytes.Read(stream, shape, type.Dtype);
        if (columns) tensor = tensor.permute([.. Enumerable.Range(0, shape.Length).Reverse().Select(i => (long)i)]).contiguous();
        tensors.Made.Add(tensor);
        return tensor;
    }
}
