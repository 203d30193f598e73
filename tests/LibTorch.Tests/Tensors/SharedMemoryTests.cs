using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensors;

/// <summary>Tensors over arrays of .NET: the memory is one, and lives as long as the array or any tensor over it.</summary>
public class SharedMemoryTests
{
    /// <summary>Whether nothing holds the object any more, once finalizers have run.</summary>
    private static bool Dies(WeakReference weak)
    {
        for (int i = 0; i < 10 && weak.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return !weak.IsAlive;
    }

    private static void Shares<T>(T first, T second) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        T[] array = [first, first, first];
        foreach (var x in new[] { from_array(array), from_array(array, CPU), from_array(array, null), as_tensor((Array)array), frombuffer(array, from_array(array).dtype) })
        {
            Array.Fill(array, first);
            Assert.Equal([3], x.shape);
            Assert.Equal(first, x.data<T>()[1]);
            array[1] = second;
            Assert.Equal(second, x.data<T>()[1]);
            x.narrow(0, 2, 1).copy_(x.narrow(0, 1, 1));
            Assert.Equal(second, array[2]);
        }
    }

    [Fact]
    public void An_array_and_its_tensor_are_one_memory_whatever_the_elements()
    {
        Shares(1f, 2f);
        Shares(1.0, 2.0);
        Shares(1L, 2L);
        Shares(1, 2);
        Shares<short>(1, 2);
        Shares<byte>(1, 2);
        Shares<sbyte>(1, 2);
        Shares(false, true);
        Shares((Half)1, (Half)2);
        Shares(new BFloat16(1), new BFloat16(2));
    }

    [Fact]
    public void As_tensor_shares_arrays_and_copies_lists()
    {
        using var scope = NewDisposeScope();
        var array = new[] { 1f, 2 };
        var (shared, list) = (as_tensor(array), as_tensor((IList<float>)array));
        array[0] = 5;
        Assert.Equal([5f, 2], shared.data<float>().ToArray());
        Assert.Equal([1f, 2], list.data<float>().ToArray());
    }

    [Fact]
    public void An_array_of_several_dimensions_is_shared_in_rows()
    {
        using var scope = NewDisposeScope();
        var array = new long[,,] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } };
        var x = from_array(array);
        Assert.Equal([2, 2, 2], x.shape);
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8], x.data<long>().ToArray());
        x.select(1, 1).fill_(0);
        array[1, 0, 1] = 9;
        Assert.Equal([1L, 2, 0, 0, 5, 9, 0, 0], x.data<long>().ToArray());
        Assert.Equal([1L, 2, 0, 0, 5, 9, 0, 0], array.Cast<long>());
        Assert.Equal([2, 0], from_array(new int[2, 0]).shape);
    }

    [Fact]
    public void A_part_of_a_buffer_begins_at_the_offset()
    {
        using var scope = NewDisposeScope();
        var array = new double[,] { { 0, 1, 2, 3 }, { 4, 5, 6, 7 } };
        var x = frombuffer(array, ScalarType.Float64, 5, 2);
        Assert.Equal([2.0, 3, 4, 5, 6], x.data<double>().ToArray());
        x[4] = 15.0;
        array[0, 2] = -1;
        Assert.Equal((15.0, -1.0), (array[1, 2], x[0].item<double>()));
        Assert.Equal([15.0, 7], frombuffer(array, ScalarType.Float64, offset: 6).data<double>().ToArray());
        Assert.Equal([0], frombuffer(array, ScalarType.Float64, 0).shape);
        Assert.True(frombuffer(new[] { 1f }, float32, requires_grad: true) is { requires_grad: true, is_leaf: true });
    }

    [Fact]
    public void Another_dtype_and_complex_numbers_make_a_copy()
    {
        using var scope = NewDisposeScope();
        var array = new[] { 1, 2 };
        Tensor[] copies = [from_array(array, float32), frombuffer(array, ScalarType.Float32), as_tensor(array, float32), tensor(array, float32)];
        array[0] = 5;
        Assert.All(copies, copy => Assert.Equal([1f, 2], copy.data<float>().ToArray()));
        var numbers = new Complex[,] { { 1, 2 }, { 3, 4 } };
        copies = [from_array(numbers)[.., 1], frombuffer(numbers, ScalarType.ComplexFloat64, 3, 1)[2].expand(2), frombuffer(numbers, ScalarType.ComplexFloat64, offset: 1)];
        numbers[0, 1] = numbers[1, 1] = 9;
        Assert.Equal([2, 4], copies[0].data<Complex>().ToArray());
        Assert.Equal([4, 4], copies[1].data<Complex>().ToArray());
        Assert.Equal([2, 3, 4], copies[2].data<Complex>().ToArray());
        var pairs = new[] { (1f, 2f) };
        copies = [from_array(pairs), as_tensor(pairs), tensor(pairs)];
        pairs[0] = (3, 4);
        Assert.All(copies, copy => Assert.Equal([(1f, 2f)], copy.data<(float, float)>().ToArray()));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (T Kept, WeakReference Array) Over<T>(Func<Tensor, T> use)
    {
        var array = new[] { 1f, 2, 3, 4 };
        return (use(from_array(array)), new WeakReference(array));
    }

    [Fact]
    public void A_view_alone_keeps_the_array_and_another_thread_lets_it_go()
    {
        var (view, array) = Over(x =>
        {
            using (x) return x.narrow(0, 1, 2);
        });
        Assert.False(Dies(array));
        _ = new float[1 << 16]; // where the array would have been, if it had moved or gone
        Assert.Equal([2f, 3], view.data<float>().ToArray());
        var other = new Thread(view.Dispose);
        other.Start();
        other.Join();
        Assert.True(Dies(array));
    }

    [Fact]
    public void A_graph_alone_keeps_the_array_until_it_has_gone_backward()
    {
        using var weight = ones(4, requires_grad: true);
        var (loss, array) = Over(x =>
        {
            using var scope = NewDisposeScope();
            return (weight * x).sum().MoveToOuterDisposeScope();
        });
        Assert.False(Dies(array));
        var other = new Thread(() => loss.backward());
        other.Start();
        other.Join();
        Assert.Equal([1f, 2, 3, 4], weight.grad!.data<float>().ToArray());
        Assert.True(Dies(array));
        loss.Dispose();
    }

    [Fact]
    public void A_tensor_that_nobody_disposes_lets_go_when_it_is_collected()
    {
        Assert.True(Dies(Over(x => 0).Array));
        Assert.True(Dies(Over(x => x.to(float64).requires_grad_()).Array));
    }

    [Fact]
    public void What_fails_lets_go_of_the_array()
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Whole()
        {
            var array = new[] { 1, 2 };
            Assert.Throws<TorchException>(() => frombuffer(array, int32, requires_grad: true));
            return new(array);
        }
        Assert.True(Dies(Whole()));
    }

    [Fact]
    public void Bad_parts_and_elements_are_refused()
    {
        var array = new float[4];
        Assert.Equal("offset", Assert.Throws<ArgumentException>(() => frombuffer(array, float32, offset: 4)).ParamName);
        Assert.Equal("offset", Assert.Throws<ArgumentException>(() => frombuffer(array, float32, offset: -1)).ParamName);
        Assert.Throws<ArgumentException>(() => frombuffer(new float[0], float32));
        Assert.Contains("3 follow", Assert.Throws<IndexOutOfRangeException>(() => frombuffer(array, float32, 4, 1)).Message);
        Assert.Throws<NotSupportedException>(() => frombuffer(new[] { 'a' }, float32));
        Assert.Throws<NotSupportedException>(() => from_array(new[] { "a" }));
        Assert.Throws<NotImplementedException>(() => frombuffer(new[] { (1f, 2f) }, complex64));
        Assert.Throws<ArgumentNullException>(() => frombuffer(null!, float32));
        Assert.Throws<ArgumentNullException>(() => from_array(null!));
    }
}
