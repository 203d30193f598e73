using TorchSharp;
using TorchSharp.Native;
using Xunit;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>The shim's lists of small memory blocks: aligned, never shared by two tensors, safe to free on any thread.</summary>
public unsafe class SmallBlocksTests
{
    private static nint Address(Tensor tensor)
    {
        void* data;
        Api.Check(Api.wb_data_ptr(tensor.Handle, &data));
        return (nint)data;
    }

    [Fact]
    public void Every_size_is_aligned_and_its_own()
    {
        using var scope = NewDisposeScope();
        var tensors = new List<Tensor>();
        foreach (int bytes in new[] { 1, 4, 63, 64, 65, 128, 1000, 4032, 4095, 4096, 4097, 5000, 70_000 })
            for (int k = 0; k < 3; k++)
            {
                var tensor = empty(bytes, dtype: uint8).fill_(tensors.Count);
                Assert.Equal(0, Address(tensor) % 64);
                tensors.Add(tensor);
            }
        for (int i = 0; i < tensors.Count; i++) Assert.True(tensors[i].eq(i).all().item<bool>(), $"tensor {i} was overwritten");
    }

    [Fact]
    public void A_freed_block_is_used_again_on_the_same_thread()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_SMALL_BLOCKS") == "0") return;
        var first = zeros(100);
        nint address = Address(first);
        first.Dispose();
        using var second = zeros(100);
        Assert.Equal(address, Address(second));
    }

    [Fact]
    public void An_empty_tensor_needs_no_memory()
    {
        using var scope = NewDisposeScope();
        var none = empty(0);
        Assert.Equal(0, Address(none));
        Assert.Equal(600f, cat([none, full(300, 2f)]).sum().item<float>());
    }

    [Fact]
    public void Blocks_outlive_the_thread_that_made_them()
    {
        var made = new List<Tensor>();
        var thread = new Thread(() =>
        {
            for (int i = 0; i < 500; i++) made.Add(full([1 + i * 3], (float)i));
            for (int i = 0; i < 500; i++) ones(1 + i).Dispose(); // leaves blocks on this thread's lists, which end with it
        });
        thread.Start();
        thread.Join();
        for (int i = 0; i < made.Count; i++)
        {
            Assert.True(made[i].eq(i).all().item<bool>());
            made[i].Dispose();
        }
        using var after = arange(0, 1000);
        Assert.Equal(499_500L, after.sum().item<long>());
    }

    /// <summary>A call goes below autograd only when no argument is followed; one that is, in any place, is recorded.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_gradient_follows_from_every_place(int place)
    {
        using var scope = NewDisposeScope();
        Tensor[] arguments = [rand(3, 4), rand(4, 5), rand(3, 5)];
        arguments[place].requires_grad_();
        var result = addmm(arguments[2], arguments[0], arguments[1]) + arguments[place].sum();
        Assert.True(result.requires_grad);
        result.sum().backward();
        Assert.NotNull(arguments[place].grad);
        using (no_grad()) Assert.False(addmm(arguments[2], arguments[0], arguments[1]).requires_grad);
    }

    [Fact]
    public void A_view_of_a_followed_tensor_is_followed()
    {
        using var scope = NewDisposeScope();
        var x = rand(4, 4).requires_grad_();
        var plain = rand(4, 4);
        Assert.True(x[0].mul(2).requires_grad);
        Assert.False(plain[0].mul(2).requires_grad);
        var copy = plain.mul(1);
        copy.requires_grad_();
        copy.mm(plain).sum().backward();
        Assert.True(copy.grad!.allclose(ones(4, 4).mm(plain.t())));
    }

    [Fact]
    public void A_modified_saved_tensor_is_still_noticed()
    {
        using var scope = NewDisposeScope();
        var weights = rand(3).requires_grad_();
        var data = rand(3).mul(1);
        var loss = (weights * data).sum();
        data.add_(1);
        Assert.Throws<TorchException>(() => loss.backward());
    }
}
