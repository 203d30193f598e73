using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Hooks, hand-written functions and the errors that cross them.</summary>
public class AutogradTests
{
    private sealed class Cube : autograd.SingleTensorFunction<Cube>
    {
        public override string Name => nameof(Cube);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_data("scale", (double)vars[1]);
            ctx.save_for_backward([x]);
            return x.pow(3) * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * 3 * (double)ctx.get_data("scale")! * ctx.get_saved_variables()[0].pow(2), null!];
    }

    private sealed class SplitExp : autograd.MultiTensorFunction<SplitExp>
    {
        public override string Name => nameof(SplitExp);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var y = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([y]); // an output
            return [y, ((Tensor)vars[0]).neg()];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> g) => [g[0] * ctx.get_saved_variables()[0] - g[1]];
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]) * 2;
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new InvalidOperationException("no way back");
    }

    [Fact]
    public void A_hand_written_function_has_the_gradient_it_says_also_twice()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(new[] { 1.0, -2.0, 0.5 }, requires_grad: true);
        var y = Cube.apply(x, 2.0);
        Assert.Equal(new[] { 2.0, -16.0, 0.25 }, y.data<double>().ToArray());
        var g = autograd.grad([y.sum()], [x], create_graph: true)[0];
        Assert.Equal(new[] { 6.0, 24.0, 1.5 }, g.data<double>().ToArray());
        var gg = autograd.grad([g.sum()], [x])[0];
        Assert.Equal(new[] { 12.0, -24.0, 6.0 }, gg.data<double>().ToArray());
    }

    [Fact]
    public void Saved_outputs_and_missing_gradients()
    {
        using var scope = NewDisposeScope();
        var x = torch.tensor(new[] { 0.0, 1.0 }, requires_grad: true);
        var both = SplitExp.apply(x);
        both[0].sum().backward(retain_graph: true); // the second output has no gradient: it arrives as zeros
        Assert.Equal(new[] { 1.0, Math.E }, x.grad!.data<double>().ToArray());
        x.grad = null;
        (both[0] * 2 + both[1]).sum().backward();
        Assert.Equal(new[] { 1.0, 2 * Math.E - 1 }, x.grad!.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.ThrowsAny<TorchException>(() => both[0].sum().backward());
    }

    [Fact]
    public void The_cause_of_a_failing_backward_arrives_with_the_error()
    {
        using var scope = NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);
        var error = Assert.Throws<TorchException>(() => Failing.apply(x).sum().backward());
        Assert.Equal("no way back", error.InnerException!.Message);
    }

    [Fact]
    public void Graphs_of_custom_functions_and_hooks_are_freed_with_their_tensors()
    {
        var freed = Run();
        for (int i = 0; i < 10 && freed.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(freed.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Run()
        {
            using var scope = NewDisposeScope();
            var x = torch.ones(2, requires_grad: true);
            var marker = new object();
            var y = SplitExp.apply(x)[0];
            y.register_hook(g => { GC.KeepAlive(marker); return null; });
            return new WeakReference(marker);
        }
    }

    [Fact]
    public void Hooks_see_and_replace_gradients_until_removed()
    {
        using var scope = NewDisposeScope();
        var x = torch.ones(2, requires_grad: true);
        var seen = new List<float>();
        var hook = x.register_hook(g => { seen.Add(g.sum().item<float>()); return g * 10; });
        (x * 3).sum().backward();
        Assert.Equal(new[] { 30f, 30f }, x.grad!.data<float>().ToArray());
        hook.remove();
        (x * 3).sum().backward();
        Assert.Equal(new[] { 33f, 33f }, x.grad!.data<float>().ToArray());
        Assert.Equal([6f], seen);
    }

    [Fact]
    public void Inference_mode_and_anomalies()
    {
        using var scope = NewDisposeScope();
        var x = torch.zeros(1, requires_grad: true);
        using (torch.inference_mode())
        {
            Assert.True(torch.is_inference_mode_enabled());
            Assert.False((x + 1).requires_grad);
        }
        using (autograd.detect_anomaly())
            Assert.ThrowsAny<TorchException>(() => (x.sqrt() * 0).sum().backward());
    }
}
