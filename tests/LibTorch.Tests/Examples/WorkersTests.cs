using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace Workbench.LibTorch.Tests.Examples;

/// <summary>A loader with workers: the samples of a batch are read at once, batches come in order, and nothing is left when it is over.</summary>
public sealed class WorkersTests
{
    /// <summary>Pictures that have to be decoded, two of which are wanted at a time.</summary>
    private sealed class Pictures(int count, int broken = -1) : Dataset
    {
        private int reading;

        public int Together, Read;

        public bool Disposed;

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            Interlocked.Increment(ref Read);
            var now = Interlocked.Increment(ref reading);
            try
            {
                // The first waits until another one is there too, if there is to be one.
                SpinWait.SpinUntil(() => Volatile.Read(ref reading) > 1 || Together > 1, 5_000);
                InterlockedMax(ref Together, Math.Max(now, Volatile.Read(ref reading)));
                if (index == broken) throw new InvalidDataException($"picture {index} is cut off");
                using var decoded = full([3, 4, 4], index, dtype: float32);
                return new() { ["picture"] = decoded / count, ["label"] = tensor(index % 10) };
            }
            finally
            {
                Interlocked.Decrement(ref reading);
            }
        }

        protected override void Dispose(bool disposing) => Disposed = true;

        private static void InterlockedMax(ref int target, int value)
        {
            for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
                if (Interlocked.CompareExchange(ref target, value, seen) == seen) return;
        }
    }

    private static int Threads => System.Diagnostics.Process.GetCurrentProcess().Threads.Cast<System.Diagnostics.ProcessThread>()
        .Count(thread => thread.ThreadState != System.Diagnostics.ThreadState.Terminated);

    [Fact]
    public void Workers_read_together_and_batches_come_in_order()
    {
        var data = new Pictures(22);
        var labels = new List<long>();
        var held = new List<Tensor>();
        using (var loader = DataLoader(data, 8, num_worker: 3))
            foreach (var batch in loader)
            {
                Assert.Equal([labels.Count == 16 ? 6 : 8, 3, 4, 4], batch["picture"].shape);
                labels.AddRange(batch["label"].data<long>().ToArray());
                held.Add(batch["picture"]);
                // Nothing of the next batch is read before it is asked for.
                Assert.Equal(labels.Count, data.Read);
            }
        Assert.Equal(Enumerable.Range(0, 22).Select(i => i % 10L), labels);
        Assert.InRange(data.Together, 2, 3);
        Assert.True(data.Disposed);
        Assert.All(held, picture => Assert.True(picture.IsInvalid));
    }

    [Fact]
    public void A_picture_that_is_broken_is_named_and_the_loader_can_go_on()
    {
        using var outer = NewDisposeScope();
        using var loader = DataLoader(new Pictures(12, broken: 6), 4, num_worker: 2);
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var batch in loader) Assert.Equal(4, batch["label"].shape[0]);
        });
        Assert.Contains("Sample 6 of 12", error.Message);
        Assert.Equal("picture 6 is cut off", Assert.IsType<InvalidDataException>(error.InnerException).Message);
        using (var again = loader.GetEnumerator())
        {
            Assert.True(again.MoveNext());
            Assert.Equal([0L, 1, 2, 3], again.Current["label"].data<long>().ToArray());
        }
        Assert.Equal(0, outer.DisposablesCount);
    }

    [Fact]
    public void No_thread_is_left_behind_however_many_passes_are_made()
    {
        using var loader = DataLoader(new Pictures(16), 8, num_worker: 4);
        foreach (var batch in loader) Assert.False(batch["picture"].IsInvalid);
        var before = Threads;
        for (var pass = 0; pass < 40; pass++)
            using (var batches = loader.GetEnumerator()) Assert.True(batches.MoveNext());
        // Workers are borrowed from the pool, which may add a few; a thread for each pass or worker would be 40 or 160.
        Assert.InRange(Threads - before, -1000, 20);
    }
}
