namespace TorchSharp;

public static partial class torch
{
    private static Tensor With(Tensor fresh, bool requires_grad, string[]? names = null)
    {
        if (names is not null) fresh.rename_(names);
        return requires_grad ? fresh.requires_grad_() : fresh;
    }

    private static ScalarType Drawn(string name, ScalarType? dtype) => dtype is not { } type || is_floating_point(type) || is_complex(type) ? dtype ?? defaultType
        : throw new ArgumentException($"torch.{name}() was passed a bad dtype: {type}. It must be floating point or complex.", nameof(dtype));

    private static ScalarType? KindOf(Scalar value) => value.IsFloat ? defaultType : value.IsComplex ? (defaultType == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32) : value.Type;

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        With(Ops.eye_m(rows, columns == -1 ? rows : columns, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad, names);

    /// <summary>The numbers from <paramref name="start"/> up to, not including, <paramref name="stop"/>.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var type = dtype ?? (start.IsFloat || stop.IsFloat || step.IsFloat ? defaultType : ScalarType.Int64);
        if (!is_complex(type)) return With(Ops.arange_start_step(start, stop, step, type, null, device ?? defaultDevice), requires_grad);
        // libtorch counts in real numbers only.
        using var counted = arange(start, stop, step, type == ScalarType.ComplexFloat64 ? ScalarType.Float64 : ScalarType.Float32, device);
        return With(counted.to_type(type), requires_grad);
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary><paramref name="steps"/> equally spaced numbers, both ends included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.linspace(start, end, steps, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        With(Ops.logspace(start, end, steps, @base, dtype ?? defaultType, null, device ?? defaultDevice), requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => With(Ops.full_like(input, value, dtype, null, device), requires_grad, names);
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => With(Ops.rand_like(input, dtype, null, device), requires_grad);
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => With(Ops.randn_like(input, dtype, null, device), requires_grad);
    public static Tensor randint_like(Tensor input, long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => With(Ops.randint_like_low_dtype(input, low, high, dtype, null, device), requires_grad);

    /// <summary>Whole numbers drawn uniformly from [low, high).</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        if (dtype is not { } type || !is_complex(type)) return With(Ops.randint_low_generator(low, high, size, generator, dtype ?? ScalarType.Int64, null, device ?? defaultDevice), requires_grad, names);
        // libtorch draws real numbers only: the parts of complex ones one after the other.
        var part = type == ScalarType.ComplexFloat64 ? ScalarType.Float64 : ScalarType.Float32;
        using var real = Ops.randint_low_generator(low, high, size, generator, part, null, device ?? defaultDevice);
        using var imaginary = Ops.randint_low_generator(low, high, size, generator, part, null, device ?? defaultDevice);
        return With(Ops.complex(real, imaginary), requires_grad, names);
    }

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randint(0, high, size, dtype, device, requires_grad, generator, names);
    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randint(low, high, Array.ConvertAll(size, s => (long)s), dtype, device, requires_grad, generator, names);
    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randint(0, high, size, dtype, device, requires_grad, generator, names);
    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);
    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) => randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    /// <summary>A random permutation of 0 … n-1.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        With(Ops.randperm_generator(n, generator, dtype ?? ScalarType.Int64, null, device ?? defaultDevice), requires_grad);

    /// <summary>Resizes <paramref name="out"/> to a random permutation of 0 … n-1.</summary>
    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) => Ops.randperm_generator_out(n, generator, @out);
    /// <inheritdoc cref="Tensor.randperm_out"/>
    public static Tensor randperm_out(Tensor input, long n) => input.randperm_out(n);
    /// <inheritdoc cref="Tensor.randint_out"/>
    public static Tensor randint_out(Tensor input, long high, long[] sizes) => input.randint_out(high, sizes);
    /// <inheritdoc cref="Tensor.rand_out(long[])"/>
    public static Tensor rand_out(Tensor input, params long[] sizes) => input.rand_out(sizes);

    /// <summary>Normal draws whose mean and standard deviation vary by element.</summary>
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null)
    {
        using var scope = NewDisposeScope();
        return (mean + std * torch.empty(torch.broadcast_shape(mean, std), mean.dtype, mean.device).normal_(0, 1, generator)).MoveToOuterDisposeScope();
    }

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        With(empty(size, dtype, device).normal_(mean, std, generator), requires_grad, names);

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) => input.multinomial(num_samples, replacement, generator);
    public static Tensor poisson(Tensor input, Generator? generator = null) => input.poisson(generator);
    public static Tensor complex(Tensor real, Tensor imag) => Ops.complex(real, imag);
    public static Tensor polar(Tensor abs, Tensor angle) => Ops.polar(abs, angle);

    private static long[] broadcast_shape(Tensor a, Tensor b) => broadcast_shapes(a.shape, b.shape);

    /// <summary>The shape to which all these shapes broadcast.</summary>
    /// <exception cref="ArgumentException">Two shapes do not broadcast together.</exception>
    public static long[] broadcast_shapes(params long[][] shapes)
    {
        var result = new long[shapes.Max(s => s.Length)];
        Array.Fill(result, 1);
        foreach (var shape in shapes)
        {
            for (int i = 1; i <= shape.Length; i++)
            {
                ref var target = ref result[^i];
                if (shape[^i] == target || shape[^i] == 1) continue;
                if (target != 1) throw new ArgumentException($"shapes [{string.Join(", ", result)}] and [{string.Join(", ", shape)}] do not broadcast together", nameof(shapes));
                target = shape[^i];
            }
        }
        return result;
    }
}
