using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace Workbench.LibTorch.Tests.Data;

/// <summary>Batches hold every sample once, in an order that the seed determines, and are disposed when they are used.</summary>
public class DataLoaderTests
{
    private sealed class Squares(long count) : Dataset
    {
        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            // Something that lives only while the sample is made.
            var wide = full([2], index, dtype: float32);
            return new() { ["x"] = wide * 1, ["y"] = tensor(index * index) };
        }
    }

    private static TorchSharp.Modules.TensorDataset Numbers(int count) => TensorDataset(arange(count), arange(count) * 10);

    private static long[] All(IEnumerable<IList<Tensor>> loader)
        => [.. loader.SelectMany(batch => batch[0].data<long>().ToArray())];

    [Fact]
    public void Samples_come_in_order_and_stacked()
    {
        using var loader = DataLoader(new Squares(5), 2);
        Assert.Equal(3, loader.Count);
        var seen = new List<long>();
        var shapes = new List<long[]>();
        foreach (var batch in loader)
        {
            seen.AddRange(batch["y"].data<long>().ToArray());
            shapes.Add(batch["x"].shape);
        }
        Assert.Equal([0, 1, 4, 9, 16], seen);
        Assert.Equal([[2, 2], [2, 2], [1, 2]], shapes);
    }

    [Fact]
    public void Workers_change_nothing()
    {
        using var loader = DataLoader(new Squares(23), 5, num_worker: 4);
        Assert.Equal(Enumerable.Range(0, 23).Select(i => (long)i * i), loader.SelectMany(batch => batch["y"].data<long>().ToArray()));
    }

    [Fact]
    public void Rows_of_tensors_stay_together()
    {
        using var loader = DataLoader(Numbers(10), 4, shuffle: true, seed: 3);
        foreach (var batch in loader)
            Assert.Equal(batch[0].data<long>().ToArray().Select(i => i * 10), batch[1].data<long>().ToArray());
    }

    [Fact]
    public void A_seed_determines_the_orders_and_each_pass_has_its_own()
    {
        using var one = DataLoader(Numbers(20), 6, shuffle: true, seed: 1);
        using var same = DataLoader(Numbers(20), 6, shuffle: true, seed: 1);
        using var other = DataLoader(Numbers(20), 6, shuffle: true, seed: 2);
        var (first, second) = (All(one), All(one));
        Assert.Equal(first, All(same));
        Assert.Equal(second, All(same));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, All(other));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), first.Order());
    }

    [Fact]
    public void A_last_batch_that_is_not_full_can_be_dropped()
    {
        using var loader = DataLoader(Numbers(10), 4, drop_last: true);
        Assert.Equal(2, loader.Count);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], All(loader));
    }

    [Fact]
    public void An_order_of_ones_own_is_followed()
    {
        using var loader = DataLoader(Numbers(5), 2, new long[] { 4, 0, 3 });
        Assert.Equal([4, 0, 3], All(loader));
    }

    [Fact]
    public void Batches_are_disposed_by_the_next_unless_kept()
    {
        using var outer = NewDisposeScope();
        using (var loader = DataLoader(Numbers(4), 2))
        {
            var batches = loader.Select(batch => batch[0]).ToList();
            Assert.All(batches, batch => Assert.True(batch.IsInvalid));
        }
        using (var loader = DataLoader(new Squares(4), 2, disposeBatch: false))
        {
            List<Tensor> batches;
            using (NewDisposeScope()) batches = loader.Select(batch => batch["y"]).ToList();
            Assert.All(batches, batch => Assert.False(batch.IsInvalid));
        }
    }

    [Fact]
    public void A_custom_collate_function_makes_the_batch()
    {
        using var loader = new TorchSharp.Modules.DataLoader<IList<Tensor>, Tensor>(Numbers(6), 3,
            (samples, device) => stack([.. samples.Select(s => s[0] + s[1])]));
        Assert.Equal([0, 11, 22, 33, 44, 55], loader.SelectMany(batch => batch.data<long>().ToArray()));
    }

    [Fact]
    public void The_data_set_goes_with_the_loader_when_asked()
    {
        using var scope = NewDisposeScope();
        var data = Numbers(3);
        DataLoader(data, 1, disposeDataset: false).Dispose();
        Assert.Equal(2, data[2][0].item<long>());
        DataLoader(data, 1).Dispose();
        Assert.Throws<ObjectDisposedException>(() => data[0]);
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => TensorDataset(ones(2), ones(3)));
        Assert.Throws<ArgumentNullException>(() => TensorDataset());
        Assert.Throws<ArgumentOutOfRangeException>(() => DataLoader(new Squares(2), 0));
    }
}
