using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Hooks on tensors: order, replacement, removal, second derivatives, and after accumulation.</summary>
public class AutogradHookTests
{
    [Fact]
    public void Run_in_order_and_see_what_the_one_before_returned()
    {
        using var scope = NewDisposeScope();
        var x = ones([1], requires_grad: true);
        var seen = new List<float>();
        x.register_hook(g =>
        {
            seen.Add(g.item<float>());
            return g * 2;
        });
        var second = x.register_hook(g =>
        {
            seen.Add(g.item<float>());
            return g + 1;
        });
        (x * 3).sum().backward();
        Assert.Equal([3f, 6f], seen);
        Assert.Equal(7f, x.grad!.item<float>());
        second.remove();
        second.remove();
        (x * 3).sum().backward();
        Assert.Equal(13f, x.grad!.item<float>());
    }

    [Fact]
    public void May_keep_the_gradient()
    {
        using var scope = NewDisposeScope();
        var x = ones([3], requires_grad: true);
        Tensor? kept = null;
        var y = x * 2;
        y.register_hook(g =>
        {
            kept = g;
            return null;
        });
        y.pow(2).sum().backward();
        Assert.Equal([4f, 4f, 4f], kept!.data<float>().ToArray());
    }

    [Fact]
    public void Are_differentiated_with_create_graph()
    {
        using var scope = NewDisposeScope();
        var y = tensor([2.0], requires_grad: true);
        var h = y * 1;
        h.register_hook(v => v * v);
        var first = autograd.grad([h.pow(3)], [y], create_graph: true)[0];
        // d(9y⁴)/dy = 288, and the hook squares that as well on its way (as in PyTorch).
        Assert.Equal(288.0 * 288, autograd.grad([first], [y])[0].item<double>(), 1e-6);
    }

    [Fact]
    public void After_accumulation_the_gradient_is_there_and_may_be_freed()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        var seen = new List<float>();
        var hook = x.register_post_accumulate_grad_hook(leaf =>
        {
            seen.Add(leaf.grad!.sum().item<float>());
            leaf.grad = null;
        });
        (x * 3).sum().backward();
        (x * 4).sum().backward();
        Assert.Equal([6f, 8f], seen);
        Assert.Null(x.grad);
        hook.remove();
        (x * 5).sum().backward();
        Assert.Equal(2, seen.Count);
        Assert.Equal(10f, x.grad!.sum().item<float>());
        Assert.Throws<InvalidOperationException>(() => (x * 2).register_post_accumulate_grad_hook(_ => { }));
        x.register_post_accumulate_grad_hook(_ => throw new FormatException("odd"));
        Assert.Equal("odd", Assert.ThrowsAny<TorchException>(() => (x * 5).sum().backward()).InnerException!.Message);
    }
}
