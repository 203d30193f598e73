namespace TorchSharp;

public static partial class torch
{
    /// <summary>The dtype of an operation on both tensors.</summary>
    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => Ops.result_type_Tensor(tensor1, tensor2);
    /// <summary>Whether a value of one dtype may be stored in a tensor of the other without changing its kind (real, whole, boolean).</summary>
    public static bool can_cast(ScalarType from, ScalarType to) => Ops.can_cast(from, to);
    /// <summary>The smallest dtype that holds values of both.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => Ops.promote_types(type1, type2);

    /// <summary>Makes the dtype of a tensor the one of new floating-point tensors.</summary>
    public static void set_default_tensor_type(Tensor t) => set_default_dtype(t.dtype);
    public static bool is_tensor(object obj) => obj is Tensor;
    public static bool is_neg(Tensor input) => input.is_neg();
    public static bool is_storage(object obj) => obj is Storage;
    public static Tensor FloatTensor(Tensor t) => t.to(ScalarType.Float32);
    public static Tensor DoubleTensor(Tensor t) => t.to(ScalarType.Float64);
    public static Tensor ByteTensor(Tensor t) => t.to(ScalarType.Byte);
    public static Tensor ShortTensor(Tensor t) => t.to(ScalarType.Int16);
    public static Tensor IntTensor(Tensor t) => t.to(ScalarType.Int32);
    public static Tensor LongTensor(Tensor t) => t.to(ScalarType.Int64);
    public static Tensor BoolTensor(Tensor t) => t.to(ScalarType.Bool);

    // Single numbers from a generator.
    public static bool randint_bool(Generator? generator = null) => randint_long(2, generator) != 0;
    public static int randint_int(int high, Generator? generator = null) => (int)randint_long(0, high, generator);
    public static int randint_int(int low, int high, Generator? generator = null) => (int)randint_long(low, high, generator);
    public static long randint_long(long high, Generator? generator = null) => randint_long(0, high, generator);

    public static long randint_long(long low, long high, Generator? generator = null)
    {
        using var drawn = Ops.randint_low_generator(low, high, [1], generator, ScalarType.Int64, null, CPU);
        return drawn.item<long>();
    }

    public static double rand_float(Generator? generator = null)
    {
        using var drawn = Ops.rand_generator([1], generator, ScalarType.Float64, null, CPU);
        return drawn.item<double>();
    }

    public static double randn_float(Generator? generator = null)
    {
        using var drawn = Ops.randn_generator([1], generator, ScalarType.Float64, null, CPU);
        return drawn.item<double>();
    }

    public static long seed() => random.seed();

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        With(Ops.empty_strided(size, strides, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad, names);

    /// <summary>A sparse tensor in coordinate form: <paramref name="indices"/> is [dimensions, entries].</summary>
    public static Tensor sparse_coo_tensor(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        With(Ops.sparse_coo_tensor_indices_size(indices, values, size, dtype ?? values.dtype, null, device ?? values.device), requires_grad, names);

    /// <inheritdoc cref="sparse_coo_tensor"/>
    public static Tensor sparse(Tensor indices, Tensor values, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        sparse_coo_tensor(indices, values, size, dtype, device, requires_grad, names);
}
