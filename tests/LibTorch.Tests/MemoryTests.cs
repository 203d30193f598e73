using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Native memory stays bounded without any Dispose, and threads share tensors safely.</summary>
public class MemoryTests
{
    [Fact]
    public void Code_that_disposes_nothing_does_not_grow()
    {
        var x = torch.ones(1 << 18); // 1 MB a tensor
        long most = 0;
        for (int i = 0; i < 3000; i++) // 3 GB in all
        {
            _ = x + i;
            most = Math.Max(most, TorchSharp.Native.MemoryPressure.Outstanding);
        }
        Assert.InRange(most, 1 << 20, 600L << 20);
        GC.KeepAlive(x);
    }

    [Fact]
    public void Eight_threads_create_share_and_dispose()
    {
        var shared = torch.arange(64).to(float32).reshape(8, 8);
        var errors = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, 8).Select(k => new Thread(() =>
        {
            try
            {
                for (int i = 0; i < 500; i++)
                {
                    using var scope = NewDisposeScope();
                    var y = (shared * k + i).mm(shared);
                    if (i % 7 == 0) y.Dispose();
                    else Assert.Equal(8, y.size(0));
                    if (i % 5 == 0) _ = (shared + 1).DetachFromDisposeScope(); // left to the finalizer
                    var w = torch.ones(4, requires_grad: true);
                    (w * w).sum().backward();
                    Assert.Equal(2f, w.grad![0].item<float>());
                }
            }
            catch (Exception error)
            {
                errors.Enqueue(error);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Empty(errors);
        Assert.Equal(2016f, shared.sum().item<float>());
    }

    [Fact]
    public void Running_out_of_memory_is_an_exception_and_the_process_goes_on()
    {
        Assert.ThrowsAny<TorchException>(() => torch.empty(1L << 50));
        Assert.Equal(3f, torch.ones(3).sum().item<float>());
    }
}
