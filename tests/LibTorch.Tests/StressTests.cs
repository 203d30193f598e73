using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>
/// Eight threads that make, exchange, drop and dispose tensors at once. Every tensor is filled with its own number, so one that was
/// given back too early, or twice, shows up with another tensor's content. WORKBENCH_STRESS_SECONDS sets how long.
/// </summary>
public class StressTests(ITestOutputHelper output)
{
    private static readonly double Seconds =
        double.Parse(Environment.GetEnvironmentVariable("WORKBENCH_STRESS_SECONDS") ?? "10", CultureInfo.InvariantCulture);

    [Fact]
    public void Eight_threads_create_share_and_dispose()
    {
        var places = new Tensor?[64];
        var errors = new ConcurrentQueue<Exception>();
        var weights = ones(8, requires_grad: true); // read by all threads, its gradient asked for by all
        long rounds = 0, exchanged = 0;
        var watch = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, 8).Select(k => new Thread(() =>
        {
            var random = new Random(k);
            try
            {
                // A machine that stands still for the whole time gets more of it.
                while (watch.Elapsed.TotalSeconds < (Interlocked.Read(ref exchanged) > 100 ? Seconds : Seconds + 300) && errors.IsEmpty)
                {
                    Round(random, places, weights, ref exchanged);
                    Interlocked.Increment(ref rounds);
                }
            }
            catch (Exception error)
            {
                errors.Enqueue(error);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        while (threads.Any(t => t.IsAlive))
        {
            GC.Collect(); // finalizers run beside the threads all the time
            Thread.Sleep(20);
        }
        output.WriteLine($"{rounds} rounds, {exchanged} tensors handed over");
        Assert.Empty(errors);
        Assert.True(exchanged > 100, $"only {exchanged} tensors were handed over: the test did not test");
        foreach (var tensor in places) tensor?.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // CPU bytes are counted give or take 64 KB a thread, so that what is alive may be counted as a little less than nothing.
        Assert.InRange(TorchSharp.Native.MemoryPressure.Outstanding, -64L * (64 << 10), 1L << 30);
    }

    private static void Round(Random random, Tensor?[] places, Tensor weights, ref long exchanged)
    {
        using var scope = NewDisposeScope();
        int number = random.Next(1, 1000), size = random.Next(1, 3000);
        var mine = full([size], (float)number).DetachFromDisposeScope();
        mine.name = number.ToString(CultureInfo.InvariantCulture);

        // Whoever takes a tensor out of a place owns it.
        if (Interlocked.Exchange(ref places[random.Next(places.Length)], mine) is { } taken)
        {
            Interlocked.Increment(ref exchanged);
            Assert.Equal(float.Parse(taken.name!, CultureInfo.InvariantCulture), taken.max().item<float>());
            Assert.Equal(float.Parse(taken.name!, CultureInfo.InvariantCulture), taken.min().item<float>());
            switch (random.Next(4))
            {
                case 0: taken.Dispose(); taken.Dispose(); break; // twice is harmless
                case 1: scope.Attach(taken); break;
                case 2: _ = taken[0..1]; break; // dropped, a view of it too: the finalizers' work
                case 3: taken.reshape(-1, 1).mul(2).sum().Dispose(); taken.Dispose(); break;
            }
        }
        var x = full([8], (float)number);
        var gradient = autograd.grad([(weights * x).sum()], [weights])[0];
        Assert.Equal(number, gradient[3].item<float>());
        if (random.Next(10) == 0) _ = full([4], 1f).DetachFromDisposeScope();
    }
}
