using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensors;

/// <summary>Members of tensors that have no table of their own.</summary>
public class TensorMemberTests
{
    [Fact]
    public void A_native_reference_moves_from_one_object_to_another()
    {
        using var scope = NewDisposeScope();
        TorchSharp.Native.MemoryPressure.CollectAll(); // else finalizers take what earlier tests left meanwhile
        long before = Tensor.TotalCount;
        var x = tensor(new[] { 1f, 2f });
        var handle = x.DecoupleFromNativeHandle();
        Assert.True(x.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => x.Handle);
        Assert.Equal(before, Tensor.TotalCount);
        var y = Tensor.UnsafeCreateTensor(handle);
        Assert.Equal([1f, 2f], y.data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => Tensor.UnsafeCreateTensor(0));
    }

    [Fact]
    public void The_first_spelling_detaches_from_a_scope()
    {
        Tensor x;
        using (NewDisposeScope()) x = ones(2).DetatchFromDisposeScope();
        Assert.False(x.IsInvalid);
        x.Dispose();
    }

    [Fact]
    public void Some_dimensions_can_be_sparse()
    {
        using var scope = NewDisposeScope();
        var stored = GoldenFile.Read("tensors.json").GetProperty("sparse");
        var dense = GoldenFile.Tensor(stored.GetProperty("dense"));
        var sparse = dense.to_sparse(2);
        GoldenFile.AssertClose(GoldenFile.Tensor(stored.GetProperty("indices")), sparse.SparseIndices, "indices");
        GoldenFile.AssertClose(GoldenFile.Tensor(stored.GetProperty("values")), sparse.SparseValues, "values");
        Assert.True(dense.Equals(sparse.to_dense()));
    }

    [Fact]
    public void Either_bound_may_be_a_tensor_without_the_other()
    {
        using var scope = NewDisposeScope();
        var stored = GoldenFile.Read("tensors.json").GetProperty("bounds");
        Tensor Of(string name) => GoldenFile.Tensor(stored.GetProperty(name));
        var (x, low, high) = (Of("x"), Of("low"), Of("high"));
        void Is(string name, Func<Tensor, Tensor>[] calls, Func<Tensor, Tensor>[] inPlace)
        {
            var wanted = stored.GetProperty(name);
            foreach (var call in calls)
            {
                var given = x.clone().requires_grad_();
                var y = call(given);
                y.sum().backward();
                GoldenFile.AssertClose(GoldenFile.Tensor(wanted.GetProperty("value")), y.detach(), name);
                GoldenFile.AssertClose(GoldenFile.Tensor(wanted.GetProperty("gradient")), given.grad!, $"gradient of {name}");
            }
            foreach (var call in inPlace)
            {
                var given = x.clone();
                Assert.True(call(given).Equals(given));
                GoldenFile.AssertClose(GoldenFile.Tensor(wanted.GetProperty("value")), given, $"{name} in place");
            }
        }
        Is("max", [t => t.clamp(max: high), t => clamp(t, max: high), t => t.clamp(null, high)], [t => t.clamp_(max: high), t => clamp_(t, max: high)]);
        Is("min", [t => t.clamp(low), t => t.clamp(min: low), t => clamp(t, min: low)], [t => t.clamp_(low), t => clamp_(t, min: low)]);
        Is("both", [t => t.clamp(low, high), t => clamp(t, max: high, min: low)], [t => t.clamp_(low, high), t => clamp_(t, low, high)]);
        Assert.Equal([0.5f, 1], tensor(new[] { 0.5f, 2 }).clamp(max: 1).data<float>().ToArray());
    }

    [Fact]
    public void Cuts_and_axes_are_tuples_too()
    {
        using var scope = NewDisposeScope();
        var x = arange(48).reshape(2, 2, 12);
        Assert.Equal([1L, 4, 7], dsplit(x, (1, 5)).Select(part => part.shape[2]));
        Assert.Equal([1L, 2, 2, 7], dsplit(x, (1, 3, 5)).Select(part => part.shape[2]));
        Assert.Equal([1L, 2, 2, 2, 5], x.dsplit((1, 3, 5, 7)).Select(part => part.shape[2]));
        Assert.Equal([1L, 0, 1], hsplit(x, (1, 1)).Select(part => part.shape[1]));
        Assert.Equal([12, 2, 2], moveaxis(x, (0, 2), (1, 0)).shape);
        Assert.Equal([2, 12, 2], moveaxis(x, (0, 1, 2), (0, 2, 1)).shape);
        var (values, indices) = Tensor.kthvalue(tensor(new[] { 3f, 1f, 2f }), 2, null);
        Assert.Equal((2f, 2L), (values.item<float>(), indices.item<long>()));
    }

    [Fact]
    public void Indices_are_any_whole_numbers()
    {
        using var scope = NewDisposeScope();
        var x = ones(4);
        x.index_put_(tensor(5f), [TensorIndex.Tensor(1)]);
        x[TensorIndex.Tensor(tensor(new short[] { 2, 3 }))] = tensor(7f);
        Assert.Equal([1f, 5, 7, 7], x.data<float>().ToArray());
        Assert.Equal([7f, 1f], x[TensorIndex.Tensor(tensor(new[] { 3, 0 }))].data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => ones(2, dtype: @bool).positive());
        Assert.Equal([-1f], positive(tensor(new[] { -1f })).data<float>().ToArray());
    }

    [Fact]
    public void Sizes_are_objects_too()
    {
        using var scope = NewDisposeScope();
        var size = new torch.Size((2, 3));
        Assert.Equal([2, 3], ones(3).expand(size).shape);
        Assert.Equal([4, 3], ones(1, 3).expand(4, 3).shape);
        Assert.Equal([5], ones(1).expand(5).shape);
        Assert.Equal([2, 3, 4], ones(6, 4).unflatten(0, size).shape);
        Assert.Equal([2, 3, 4], unflatten(ones(6, 4), 0, (2, 3)).shape);
        Assert.Equal([3, 2, 4], ones(6, 4).unflatten(0, 3, 2).shape);
        Assert.Equal([2, 3], randint(5, size, int32).shape);
    }

    [Fact]
    public void Raw_numbers_are_mapped_from_a_file()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new float[] { 1, 2, 3 }.SelectMany(BitConverter.GetBytes).ToArray());
            using (var copy = from_file(path, size: 2))
            {
                Assert.Equal([1f, 2f], copy.data<float>().ToArray());
                copy[0] = 9;
            }
            using (var shared = from_file(path, true, 3, float32)) shared[1] = 7;
            Assert.Equal([1f, 7f, 3f], Enumerable.Range(0, 3).Select(i => BitConverter.ToSingle(File.ReadAllBytes(path), 4 * i)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_tensor_goes_through_a_module()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0f, 2f], Tensor.op_MinusMinusGreater(tensor(new[] { -1f, 2f }), nn.ReLU()).data<float>().ToArray());
    }

    [Fact]
    public void Arrays_of_complex_pairs_become_tensors()
    {
        using Tensor x = new[] { (1f, 2f), (3f, 4f) };
        Assert.Equal(ScalarType.ComplexFloat32, x.dtype);
        Assert.Equal(2, x.numel());
    }
}
