using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Native memory stays bounded without any Dispose.</summary>
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
    public void A_training_step_that_disposes_nothing_does_not_grow()
    {
        var model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 64));
        var optimizer = optim.Adam(model.parameters());
        var x = torch.rand(256, 64);
        long most = 0, early = 0;
        for (int i = 0; i < 1500; i++) // about a megabyte a step
        {
            var loss = nn.functional.mse_loss(model.call(x), x);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            most = Math.Max(most, TorchSharp.Native.MemoryPressure.Outstanding);
            if (i == 300) early = most;
        }
        Assert.True(most < 1.2 * early + (16 << 20), $"{early >> 20} MB after 300 steps, {most >> 20} MB after 1500");
    }

    [Fact]
    public void Running_out_of_memory_is_an_exception_and_the_process_goes_on()
    {
        Assert.ThrowsAny<TorchException>(() => torch.empty(1L << 50));
        Assert.Equal(3f, torch.ones(3).sum().item<float>());
    }
}
