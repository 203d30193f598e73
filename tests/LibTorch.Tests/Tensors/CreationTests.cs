using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensors;

/// <summary>Creators called as their users write them: which overload the compiler takes shows in dtype and shape.</summary>
public class CreationTests
{
    private static void Is(ScalarType dtype, long[] shape, Tensor made)
    {
        Assert.Equal(dtype, made.dtype);
        Assert.Equal(shape, made.shape);
    }

    [Fact]
    public void A_number_makes_a_scalar_of_its_own_dtype()
    {
        using var scope = NewDisposeScope();
        Is(ScalarType.Byte, [], tensor((byte)1));
        Is(ScalarType.Int8, [], tensor((sbyte)1));
        Is(ScalarType.Int16, [], tensor((short)1));
        Is(ScalarType.Int32, [], tensor(1));
        Is(ScalarType.Int32, [], tensor((ushort)1));
        Is(ScalarType.Int64, [], tensor(1L));
        Is(ScalarType.Int64, [], tensor(1u));
        Is(ScalarType.BFloat16, [], tensor(new BFloat16(1)));
        Is(ScalarType.Float32, [], tensor(1f));
        Is(ScalarType.Float64, [], tensor(1.0));
        Is(ScalarType.Bool, [], tensor(true));
        Is(ScalarType.ComplexFloat32, [], tensor((1f, 2f)));
        Is(ScalarType.ComplexFloat64, [], tensor((1.0, 2.0)));
        Is(ScalarType.ComplexFloat64, [], tensor(new Complex(1, 2)));
        Is(ScalarType.ComplexFloat32, [], tensor(1f, 2f));
        Is(ScalarType.ComplexFloat64, [], tensor(1.0, 2.0));
        Is(ScalarType.Float32, [], tensor(1, float32));
        Is(ScalarType.Float64, [], tensor(0.1f, dtype: float64));
        Is(ScalarType.Float32, [], tensor(1, dtype: float32, requires_grad: true));
        Assert.True(tensor(1f, requires_grad: true).requires_grad);
        Assert.True(tensor(1.5f, CPU, true).requires_grad);
        Assert.Equal(0.25, tensor(0.25f, float64).item<double>());
        Assert.Equal(new Complex(1, -2), tensor((1.0, -2.0)).item<Complex>());
    }

    [Fact]
    public void Arrays_lists_and_memory_of_every_element_type_keep_it()
    {
        using var scope = NewDisposeScope();
        Is(ScalarType.Byte, [2], tensor(new byte[] { 1, 2 }));
        Is(ScalarType.Int8, [2], tensor(new sbyte[] { 1, 2 }));
        Is(ScalarType.Int16, [2], tensor(new short[] { 1, 2 }));
        Is(ScalarType.Int32, [2], tensor(new[] { 1, 2 }));
        Is(ScalarType.Int64, [2], tensor(dataArray: new long[] { 1, 2 }));
        Is(ScalarType.Float16, [2], tensor(new[] { (Half)1, (Half)2 }));
        Is(ScalarType.BFloat16, [2], tensor(new BFloat16[] { new(1), new(2) }));
        Is(ScalarType.Float32, [2], tensor(rawArray: new[] { 1f, 2f }));
        Is(ScalarType.Float64, [2], tensor(new[] { 1.0, 2.0 }));
        Is(ScalarType.Bool, [2], tensor(new[] { true, false }));
        Is(ScalarType.ComplexFloat32, [2], tensor(new[] { (1f, 2f), (3f, 4f) }));
        Is(ScalarType.ComplexFloat64, [2], tensor(new[] { new Complex(1, 2), Complex.One }));
        Is(ScalarType.Float32, [3], tensor(new List<float> { 1, 2, 3 }));
        Is(ScalarType.Int64, [3], tensor(Enumerable.Range(0, 3).Select(i => (long)i).ToList()));
        Is(ScalarType.Float64, [2, 2], tensor(new List<double> { 1, 2, 3, 4 }, 2, 2));
        Is(ScalarType.Int32, [1, 2, 2], tensor(new List<int> { 1, 2, 3, 4 }, 1, 2, 2));
        Is(ScalarType.Int32, [1, 2, 2, 1], tensor(new[] { 1, 2, 3, 4 }, 1, 2, 2, 1));
        Is(ScalarType.Float32, [1, 2, 2, 1], tensor(new[] { 1f, 2, 3, 4 }, 1, 2, 2, 1));
        Is(ScalarType.Float32, [2, 2], tensor(new[] { 1f, 2, 3, 4 }, [2, 2]));
        Is(ScalarType.Float32, [2, 2], tensor(new[] { 1f, 2, 3, 4 }, new long[] { 2, 2 }));
        Is(ScalarType.Float32, [2, 2], tensor(new[] { 1f, 2, 3, 4 }, dimensions: stackalloc long[] { 2, 2 }));
        Is(ScalarType.Float32, [2, 1], tensor(new[] { 1f, 2, 3, 4 }.AsMemory(1, 2), [2, 1]));
        Is(ScalarType.Int32, [2, 2], tensor(new[,] { { 1, 2 }, { 3, 4 } }));
        Is(ScalarType.Bool, [1, 1, 2], tensor(new[, ,] { { { true, false } } }));
        Is(ScalarType.Float64, [1, 1, 1, 2], tensor(new[, , ,] { { { { 1.0, 2.0 } } } }));
        Is(ScalarType.Float32, [2], tensor(new[] { 1, 2 }, float32));
        Is(ScalarType.Float32, [2], tensor(new[] { 1, 2 }, dtype: float32, device: CPU, requires_grad: true));
        Is(ScalarType.Int32, [3], tensor([1, 2, 3]));
        Is(ScalarType.Float32, [2], as_tensor(new[] { 1, 2 }, float32));
        Is(ScalarType.Bool, [1], as_tensor(new List<bool> { true }));
        Is(ScalarType.Float16, [1], as_tensor(new[] { (Half)1 }));
        Is(ScalarType.Int64, [2, 1], from_array(new long[,] { { 1 }, { 2 } }));
        Is(ScalarType.Float32, [2, 1], from_array(new long[,] { { 1 }, { 2 } }, float32));
        Assert.Equal([3f, 1f, 2f], tensor(new[,] { { 3 }, { 1 }, { 2 } }, float32).data<float>().ToArray());
        Assert.Throws<ArgumentNullException>(() => tensor((float[])null!));
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f }, 2, 2));
    }

    [Fact]
    public void A_size_is_numbers_an_array_or_a_span()
    {
        using var scope = NewDisposeScope();
        int i = 2;
        long l = 3;
        Is(ScalarType.Float32, [2], zeros(i));
        Is(ScalarType.Float32, [3], ones(l));
        Is(ScalarType.Float32, [2, 3], zeros(i, l));
        Is(ScalarType.Float32, [3, 0], zeros(3, 0)); // not: three zeros of dtype 0, which is Byte
        Is(ScalarType.Float32, [3, 0], zeros(l, 0L));
        Is(ScalarType.Int64, [2, 3], ones(2, 3, int64));
        Is(ScalarType.Float64, [2, 3, 4], empty(2, 3, 4, dtype: float64));
        Is(ScalarType.Float32, [2, 3, 4, 5], randn(2, 3, 4, 5));
        Is(ScalarType.Float32, [2, 3, 4, 5], rand(size: new long[] { 2, 3, 4, 5 }));
        Is(ScalarType.Float32, [2, 3], rand([2, 3]));
        Is(ScalarType.Float32, [], ones([]));
        Is(ScalarType.Float64, [1, 2], rand(stackalloc long[] { 1, 2 }, float64));
        Is(ScalarType.Int64, [2], full(2, 7));
        Is(ScalarType.Float32, [2, 2], full(2, 2, 7.5));
        Is(ScalarType.Int64, [2, 0], full(2, 0, 1));
        Is(ScalarType.Bool, [1, 2, 3], full(1, 2, 3, true));
        Is(ScalarType.Int64, [4], randint(10, new[] { 4 }));
        Is(ScalarType.Int64, [4], randint(-3, 10, new[] { 4 }));
        Is(ScalarType.Int32, [4, 2], randint(0L, 10L, new long[] { 4, 2 }, int32));
        Is(ScalarType.Int64, [2, 3], randint(10, (2, 3)));
        Is(ScalarType.Int64, [2], randint(0, 10, 2));
    }

    [Fact]
    public void Elements_beyond_the_shape_are_left_out()
    {
        using var t = tensor(Enumerable.Range(0, 18).ToArray().AsMemory(4, 10), [2, 3]);
        Assert.Equal([4, 5, 6, 7, 8, 9], t.data<int>().ToArray());
    }

    [Fact]
    public void Draws_and_gradients_need_real_or_complex_numbers()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("dtype", Assert.Throws<ArgumentException>(() => rand(3, 4, dtype: int8)).ParamName);
        Assert.Contains("torch.randn() was passed a bad dtype: Bool", Assert.Throws<ArgumentException>(() => randn([3], dtype: @bool)).Message);
        Is(ScalarType.ComplexFloat64, [3], randn(3, dtype: complex128));
        Assert.Equal("requires_grad", Assert.Throws<ArgumentException>(() => 1.ToTensor(requires_grad: true)).ParamName);
        Assert.True(1.5f.ToTensor(requires_grad: true).requires_grad);
        Assert.Equal([new Complex(1, 0), new Complex(3, 0)], arange(1, 5, 2, complex128).data<Complex>().ToArray());
        Is(ScalarType.ComplexFloat32, [4], arange(0, 4, complex64));
    }

    [SkippableFact]
    public void Creators_name_dimensions()
    {
        NamedTensorTests.SkipWithoutNames();
        using var scope = NewDisposeScope();
        string[] names = ["N", "C"];
        Tensor[] made =
        [
            zeros(2, 3, names: names), ones([2L, 3L], names: names), empty(2L, 3L, names: names), full(2, 3, 1.5f, names: names), rand(2, 3, names: names),
            randn(new long[] { 2, 3 }, names: names), randint(5, new long[] { 2, 3 }, names: names), eye(2, 3, names: names), normal(0, 1, [2, 3], names: names),
            zeros_like(ones(2, 3), names: names), full_like(ones(2, 3), 2, names: names), tensor(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }, names: names),
            tensor(new float[6], [2, 3], names: names), tensor(new List<double> { 1, 2 }, 1, 2, names: names), from_array(new int[2, 3], int64, names: names),
            empty_strided([2, 3], [3, 1], names: names),
        ];
        Assert.All(made, tensor => Assert.Equal(names, tensor.names));
        Assert.Equal(["N"], tensor(new[] { 1, 2 }, names: ["N"]).names);
        Assert.Equal(["N"], tensor(new List<float> { 1 }, names: ["N"]).names);
        Assert.True(zeros(2, 3, requires_grad: true, names: names) is { requires_grad: true, is_leaf: true });
        Assert.Throws<ArgumentException>(() => zeros(2, 3, names: ["N"]));
    }

    [Fact]
    public void Plain_numbers_take_part_in_arithmetic()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 4, 6 });
        Assert.Equal([5, 7], (x + 1).data<int>().ToArray());
        Assert.Equal([-3, -5], (1 - x).data<int>().ToArray());
        Assert.Equal([1, 3], (x - 3L).data<int>().ToArray());
        Assert.Equal([8, 12], (2 * x).data<int>().ToArray());
        Assert.Equal([1, 0], (x % 3).data<int>().ToArray());
        Is(ScalarType.Float32, [2], x * 0.5f);
        Is(ScalarType.Float32, [2], 0.5 + x);
        Assert.Equal([3f, 2f], (12 / x).data<float>().ToArray());
        Assert.Equal([2f, 3f], (x / 2.0).data<float>().ToArray());
        Is(ScalarType.Float64, [2], x.to(float64) + 1f);
    }
}
