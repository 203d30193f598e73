using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace Workbench.LibTorch.Tests.Data;

/// <summary>Workers give the batches of a single reader, and what goes wrong says where.</summary>
public class DataLoaderFaultTests
{
    /// <summary>Samples that take longer the smaller their number, and that may fail.</summary>
    private sealed class Slow(long count, params long[] broken) : Dataset
    {
        public int Read;

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            Interlocked.Increment(ref Read);
            Thread.SpinWait((int)(count - index) * 200);
            if (broken.Contains(index)) throw new IOException($"no file for {index}");
            return new() { ["x"] = full([3], index, dtype: float32), ["y"] = tensor(index) };
        }
    }

    private static List<long[]> Batches(int workers, int? seed, bool drop)
    {
        using var loader = DataLoader(new Slow(37), 5, shuffle: seed is not null, seed: seed, num_worker: workers, drop_last: drop);
        return [.. loader.Select(batch =>
        {
            Assert.Equal(batch["y"].data<long>().ToArray().Select(v => (float)v), batch["x"].select(1, 2).contiguous().data<float>().ToArray());
            return batch["y"].data<long>().ToArray();
        })];
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void However_many_workers_the_batches_are_the_same(int? seed, bool drop)
    {
        var alone = Batches(0, seed, drop);
        Assert.Equal(drop ? 7 : 8, alone.Count);
        Assert.Equal(alone, Batches(1, seed, drop));
        Assert.Equal(alone, Batches(2, seed, drop));
        Assert.Equal(alone, Batches(7, seed, drop));
        if (seed is not null) Assert.NotEqual(Enumerable.Range(0, 5).Select(i => (long)i), alone[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_sample_that_cannot_be_read_is_named(int workers)
    {
        using var loader = DataLoader(new Slow(12, 9, 7), 4, num_worker: workers);
        var seen = 0;
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var batch in loader) seen++;
        });
        Assert.Equal(1, seen);
        Assert.Contains("Sample 7 of 12", error.Message);
        Assert.Contains("no file for 7", Assert.IsType<IOException>(error.InnerException).Message);
    }

    [Fact]
    public void Samples_that_do_not_stack_are_named()
    {
        using var loader = new TorchSharp.Modules.DataLoader<Dictionary<string, Tensor>, Tensor>(new Slow(6), 3,
            (samples, _) => throw new ArgumentException("of different shapes"));
        var error = Assert.Throws<InvalidOperationException>(() => loader.First());
        Assert.Contains("0, 1, 2", error.Message);
        Assert.IsType<ArgumentException>(error.InnerException);
    }

    [Fact]
    public void Leaving_early_reads_no_further_and_frees_the_batch()
    {
        using var data = new Slow(100);
        using var loader = DataLoader(data, 5, num_worker: 3, disposeDataset: false);
        Tensor kept = null!;
        foreach (var batch in loader)
        {
            kept = batch["x"];
            if (batch["y"][0].item<long>() == 10) break;
        }
        Assert.True(kept.IsInvalid);
        Thread.Sleep(30);
        Assert.Equal(15, data.Read);
    }

    [Fact]
    public void A_failed_batch_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        using var loader = DataLoader(new Slow(8, 6), 4, num_worker: 2);
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var batch in loader) Assert.Equal(4, batch["x"].shape[0]);
        });
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Two_passes_at_once_do_not_disturb_each_other()
    {
        using var loader = DataLoader(new Slow(10), 3);
        var pairs = loader.Zip(loader, (a, b) => (a["y"].data<long>().ToArray(), b["y"].data<long>().ToArray())).ToList();
        Assert.All(pairs, pair => Assert.Equal(pair.Item1, pair.Item2));
        Assert.Equal(4, pairs.Count);
    }
}
