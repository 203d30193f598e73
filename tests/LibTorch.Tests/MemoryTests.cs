using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Native memory stays bounded without any Dispose.</summary>
[Collection(AloneCollection.Name)]
public class MemoryTests
{
    [Fact]
    public void Code_that_disposes_nothing_does_not_grow()
    {
        var x = torch.ones(1 << 18); // 1 MB a tensor
        long most = 0;
        for (int i = 0; i < 5000; i++) // 5 GB in all
        {
            _ = x + i;
            // What other tests held lets the first collection come late.
            if (i >= 2000) most = Math.Max(most, TorchSharp.Native.MemoryPressure.Outstanding);
        }
        Assert.InRange(most, 1 << 20, 600L << 20);
        GC.KeepAlive(x);
    }

    /// <summary>A pinned array is freed by the collection after the one that finds its tensor dead, so the garbage collector alone lets them pile up.</summary>
    [Fact]
    public void Arrays_under_tensors_that_nobody_disposes_do_not_grow()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        for (int i = 0; i < 1000; i++) // 1 GB in all
        {
            _ = torch.from_array(new float[1 << 18]);
            most = Math.Max(most, GC.GetTotalMemory(false) - before);
        }
        Assert.True(most < 500 << 20, $"at most {most >> 20} MB");
    }

    [Fact]
    public void A_training_step_that_disposes_nothing_does_not_grow()
    {
        var model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 64));
        var optimizer = optim.Adam(model.parameters());
        var x = torch.rand(256, 64);
        long first = 0, second = 0;
        for (int i = 0; i < 2000; i++) // about a megabyte a step
        {
            var loss = nn.functional.mse_loss(model.call(x), x);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            ref long half = ref (i < 1000 ? ref first : ref second);
            half = Math.Max(half, TorchSharp.Native.MemoryPressure.Outstanding);
        }
        Assert.True(second < 1.2 * first + (16 << 20) && second < 200L << 20, $"at most {first >> 20} MB in the first thousand steps, {second >> 20} MB in the second");
    }

    /// <summary>Only a number is kept of each pass, but its graph keeps every layer's output, for which no handle is left.</summary>
    [Fact]
    public void What_only_a_graph_holds_counts()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_SMALL_BLOCKS") == "0") return; // libtorch's own allocator does not count
        var x = torch.rand(1 << 16, requires_grad: true); // 256 KB a layer
        Tensor Pass()
        {
            using var scope = NewDisposeScope();
            var y = x * 1;
            for (int i = 0; i < 40; i++) y = y.sin();
            return y.sum().DetachFromDisposeScope();
        }
        TorchSharp.Native.MemoryPressure.CollectAll();
        long before = TorchSharp.Native.MemoryPressure.Outstanding;
        var kept = Pass();
        Assert.InRange(TorchSharp.Native.MemoryPressure.Outstanding - before, 9L << 20, 13L << 20);
        long most = 0;
        for (int i = 0; i < 300; i++) // 3 GB in all
        {
            _ = Pass();
            most = Math.Max(most, TorchSharp.Native.MemoryPressure.Outstanding);
        }
        Assert.True(most < 600L << 20, $"{most >> 20} MB were held");
        GC.KeepAlive(kept);
    }

    /// <summary>
    /// Each thread tells the common count of what it made only when it is 64 KB; what another frees at once is told whole, so that the
    /// count stands below what is alive, and below nothing where little is.
    /// </summary>
    [Fact]
    public void The_memory_allocated_is_never_negative()
    {
        const int threads = 48;
        long least = long.MaxValue;
        var made = new Tensor[threads];
        using var all = new Barrier(threads + 1);
        var makers = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            made[i] = torch.zeros(15 << 10); // 60 KB
            all.SignalAndWait();
            all.SignalAndWait(); // alive until the count has been read
        })).ToList();
        makers.ForEach(maker => maker.Start());
        all.SignalAndWait();
        foreach (var tensor in made)
        {
            tensor.Dispose();
            least = Math.Min(least, cpu.memory_allocated());
        }
        all.SignalAndWait();
        makers.ForEach(maker => maker.Join());
        Assert.InRange(least, 0, 1L << 32);
    }

    [Fact]
    public void A_tensor_of_the_meta_device_counts_as_what_it_takes()
    {
        TorchSharp.Native.MemoryPressure.CollectAll();
        long before = TorchSharp.Native.MemoryPressure.Outstanding;
        using var vast = torch.zeros([1L << 40], device: torch.device("meta"));
        Assert.InRange(TorchSharp.Native.MemoryPressure.Outstanding - before, -(1 << 20), 1 << 20);
    }

    [Fact]
    public void Running_out_of_memory_is_an_exception_and_the_process_goes_on()
    {
        Assert.ThrowsAny<TorchException>(() => torch.empty(1L << 50));
        Assert.Equal(3f, torch.ones(3).sum().item<float>());
    }
}
