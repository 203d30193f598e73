using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests.Tensors;

/// <summary>The memory behind tensors.</summary>
public class StorageTests
{
    private static readonly long[] Data = [1, 1, 2, 2, 3, 1, 1, 2];

    [Fact]
    public void A_view_has_all_of_its_base_behind_it()
    {
        using var scope = NewDisposeScope();
        var expected = GoldenFile.Read("tensors.json").GetProperty("storage");
        var view = arange(24.0f).reshape(6, 4)[TensorIndex.Slice(1, 4), TensorIndex.Slice(1, 3)];
        Assert.Equal(expected.GetProperty("offset").GetInt64(), view.storage_offset());
        var storage = view.storage<float>();
        Assert.Equal(expected.GetProperty("count").GetInt32(), storage.Count);
        Assert.Equal(expected.GetProperty("values").EnumerateArray().Select(v => v.GetSingle()), storage);
        Assert.Equal((96UL, 4), (storage.nbytes(), storage.element_size()));
        Assert.NotEqual(0, storage.data_ptr());
        Assert.True(is_storage(storage));
        Assert.False(is_storage(view));
        Assert.Equal(DeviceType.CPU, storage.device.type);
    }

    [Fact]
    public void Writing_to_it_writes_to_the_tensor()
    {
        using var scope = NewDisposeScope();
        var x = tensor(Data);
        var storage = x.storage<long>();
        storage[3] = 5;
        storage[(4, 6)] = 7;
        storage[^1..] = 9;
        Assert.Equal([1, 1, 2, 5, 7, 7, 1, 9], x.data<long>().ToArray());
        Assert.Equal([5, 7], storage[3..5].ToArray());
        var part = storage[(3, null)];
        Assert.Equal((5, 40UL), (part.Count, part.nbytes()));
        part[0] = -1;
        Assert.Equal(-1, x[3].item<long>());
        part[(0, 1)].fill_(8);
        Assert.Equal((8, 3, true, false), (storage[3], storage.IndexOf(8), storage.Contains(9), storage.Contains(42)));
        storage.copy_([12, 4711, 26]);
        Assert.Equal([12, 4711, 26, 8, 7, 7, 1, 9], storage.tolist());
        var copy = new long[3];
        storage.CopyTo(copy, 1);
        Assert.Equal([0, 12, 4711], copy);
        storage.CopyFrom([0, 0, 1], 2);
        Assert.Equal(1, storage[0]);
        storage.fill_(17);
        Assert.Equal(Enumerable.Repeat(17L, 8), x.data<long>().ToArray());
    }

    [Fact]
    public void Another_element_type_is_a_converted_copy()
    {
        using var scope = NewDisposeScope();
        var x = tensor(Data);
        var storage = x.storage<int>();
        storage[3] = 5;
        Assert.Equal([1, 1, 2, 5, 3, 1, 1, 2], storage.ToArray());
        Assert.Equal(Data, x.data<long>().ToArray());
        Assert.Equal([1f, 1, 2, 2], storage.cpu().@float()[..3].ToArray().Append(x.storage<long>().@float()[3]));
        Assert.Equal([true, (object)(byte)5, 5L, 5.0], [storage.@bool()[0], storage.@byte()[3], storage.@long()[3], storage.@double()[3]]);
        Assert.Equal((5f, 0f), storage.complex_float()[3]);
        Assert.Equal(5, storage.complex_double()[3].Real);
        Assert.Throws<NotSupportedException>(() => x.storage<char>());
    }

    [Fact]
    public void It_outlives_the_handle_it_came_from_and_ends_with_its_own()
    {
        using var scope = NewDisposeScope();
        var x = tensor(Data);
        var storage = x.storage<long>();
        x.Dispose();
        Assert.Equal(Data, storage.ToArray());
        storage.Dispose();
        Assert.Throws<InvalidOperationException>(() => storage[0]);
    }

    [Fact]
    public void Wrong_places_are_refused()
    {
        using var scope = NewDisposeScope();
        var storage = tensor(Data).storage<long>();
        Assert.Throws<IndexOutOfRangeException>(() => storage[8]);
        Assert.Throws<IndexOutOfRangeException>(() => storage[(0, 9)]);
        Assert.Throws<ArgumentException>(() => storage[(5, 3)]);
        Assert.Throws<InvalidOperationException>(() => storage[(0, 2)] = storage[(2, 4)]);
        Storage<long> single = 4;
        Assert.Throws<InvalidOperationException>(() => single.ToArray());
    }
}
