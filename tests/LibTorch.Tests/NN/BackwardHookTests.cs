using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests.NN;

/// <summary>Full backward hooks see the gradients of inputs and results however a module is reached.</summary>
public class BackwardHookTests
{
    /// <summary>(a, b) -> (a·b, a + b), through a forward of its own.</summary>
    private sealed class Both() : Module<Tensor, Tensor, (Tensor, Tensor)>(nameof(Both))
    {
        public override (Tensor, Tensor) forward(Tensor a, Tensor b) => (a * b, a + b);
    }

    private sealed class Outer : Module<Tensor, Tensor>
    {
        private readonly Linear layer = Linear(2, 2);
        public Outer() : base(nameof(Outer)) => RegisterComponents();
        public Linear Layer => layer;
        public override Tensor forward(Tensor x) => layer.forward(x) + layer.call(x);
    }

    private sealed class InPlace() : Module<Tensor, Tensor>(nameof(InPlace))
    {
        public override Tensor forward(Tensor x) => x.add_(1);
    }

    private static double[] Values(Tensor? t) => t!.to(ScalarType.Float64).reshape(-1).data<double>().ToArray();

    [Fact]
    public void See_gradients_of_input_and_output()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(3, 2, hasBias: false);
        Tensor?[]? inputs = null, outputs = null;
        layer.register_full_backward_hook((m, i, o) =>
        {
            Assert.Same(layer, m);
            (inputs, outputs) = (i, o);
            return null;
        });
        var x = randn([4, 3], requires_grad: true);
        var seed = randn(4, 2);
        var y = layer.call(x);
        y.backward([seed]);
        Assert.True(allclose(seed, outputs!.Single()!));
        Assert.True(allclose(seed.mm(layer.weight), inputs!.Single()!)); // kept by the hook, alive after backward
        Assert.True(allclose(x.grad!, inputs!.Single()!));
    }

    [Fact]
    public void Fire_once_by_call_by_forward_and_in_containers()
    {
        using var scope = NewDisposeScope();
        using var outer = new Outer();
        var (inner, whole) = (0, 0);
        outer.Layer.register_full_backward_hook((m, i, o) =>
        {
            inner++;
            return null;
        });
        var hook = outer.register_full_backward_hook((m, i, o) =>
        {
            whole++;
            return null;
        });
        var x = randn([1, 2], requires_grad: true);
        outer.call(x).sum().backward();
        Assert.Equal((2, 1), (inner, whole));
        using (var chain = Sequential(("a", outer), ("b", ReLU()))) chain.call(x).sum().backward(retain_graph: true);
        Assert.Equal((4, 2), (inner, whole));
    }

    [Fact]
    public void A_forward_of_ones_own_called_directly_is_a_method_call_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var outer = new Outer();
        var (inner, whole) = (0, 0);
        outer.Layer.register_forward_hook((m, i, o) =>
        {
            inner++;
            return o;
        });
        outer.register_forward_hook((m, i, o) =>
        {
            whole++;
            return o;
        });
        outer.forward(ones(1, 2));
        Assert.Equal((2, 0), (inner, whole));
    }

    [Fact]
    public void Replace_gradients_before_and_after()
    {
        using var scope = NewDisposeScope();
        using var module = new Both();
        module.register_full_backward_pre_hook((m, o) => [o[0]! * 2, o[1]]);
        var seen = new List<double[]>();
        module.register_full_backward_hook((m, i, o) =>
        {
            seen.AddRange(o.Select(Values));
            return [i[0]! * 10, null];
        });
        var (a, b) = (tensor([2.0], requires_grad: true), tensor([5.0], requires_grad: true));
        var (product, sum) = module.call(a, b);
        (product + sum * 3).sum().backward();
        // d/da = 2·b + 3 = 13, times 10; b's gradient was taken away
        Assert.Equal([[2.0], [3.0]], seen);
        Assert.Equal([130.0], Values(a.grad));
        Assert.True(b.grad is null || b.grad.count_nonzero().item<long>() == 0);
    }

    [Fact]
    public void Inputs_without_gradients_are_null()
    {
        using var scope = NewDisposeScope();
        using var module = new Both();
        var calls = new List<(bool a, bool b, bool first, bool second)>();
        module.register_full_backward_hook((m, i, o) =>
        {
            calls.Add((i[0] is null, i[1] is null, o[0] is null, o[1] is null));
            return null;
        });
        var (a, b) = (ones(1), ones(1, requires_grad: true));
        module.call(a, b).Item1.sum().backward();
        Assert.Equal([(true, false, false, true)], calls);
        // No input needs a gradient, but a parameter does: the hook fires with nulls.
        using var layer = Linear(1, 1);
        var fired = 0;
        layer.register_full_backward_hook((m, i, o) =>
        {
            fired++;
            Assert.Null(Assert.Single(i));
            Assert.NotNull(Assert.Single(o));
            return null;
        });
        layer.call(ones(1, 1)).sum().backward();
        Assert.Equal(1, fired);
        using (no_grad()) layer.call(ones(1, 1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public void Faults_are_told()
    {
        using var scope = NewDisposeScope();
        var x = ones([1, 1], requires_grad: true);
        using var layer = Linear(1, 1);
        var hook = layer.register_full_backward_hook((m, i, o) => [null, null]);
        var error = Assert.ThrowsAny<TorchException>(() => layer.call(x).sum().backward());
        Assert.Contains("got 2, but expected 1", error.InnerException!.Message);
        hook.remove();
        layer.call(x).sum().backward();
        layer.register_full_backward_hook((m, i, o) => [ones(1, 1)]);
        error = Assert.ThrowsAny<TorchException>(() => layer.call(ones(1, 1)).sum().backward());
        Assert.Contains("no input requires gradient", error.InnerException!.Message);
    }

    [Fact]
    public void Changing_a_watched_tensor_in_place_is_refused()
    {
        using var scope = NewDisposeScope();
        using var module = new InPlace();
        var x = ones([2], requires_grad: true) * 1;
        module.call(x);
        module.register_full_backward_hook((m, i, o) => null);
        Assert.Contains("view", Assert.ThrowsAny<TorchException>(() => module.call(x)).Message);
        using var layer = Linear(2, 2);
        layer.register_full_backward_hook((m, i, o) => null);
        Assert.ThrowsAny<TorchException>(() => layer.call(x).relu_());
    }

    [Fact]
    public void Work_with_second_derivatives_and_repeated_backward()
    {
        using var scope = NewDisposeScope();
        using var tanh = Tanh();
        var fired = 0;
        tanh.register_full_backward_hook((m, i, o) =>
        {
            fired++;
            return null;
        });
        var x = tensor([0.3], requires_grad: true);
        var y = tanh.call(x);
        y.sum().backward(retain_graph: true);
        y.sum().backward(retain_graph: true);
        Assert.Equal(2, fired);
        var g = autograd.grad([y.sum()], [x], create_graph: true)[0];
        Assert.Equal(3, fired);
        var gg = autograd.grad([g.sum()], [x])[0];
        double t = Math.Tanh(0.3);
        Assert.Equal(-2 * t * (1 - t * t), gg.item<double>(), 1e-12);
    }

    [Fact]
    public void Recurrent_modules_with_optional_states_are_watched()
    {
        using var scope = NewDisposeScope();
        using var lstm = LSTM(3, 4, batchFirst: true);
        var shapes = new List<int>();
        lstm.register_full_backward_hook((m, i, o) =>
        {
            shapes.AddRange([i.Length, o.Length]);
            Assert.Equal([2, 5, 3], i[0]!.shape);
            return null;
        });
        var x = randn([2, 5, 3], requires_grad: true);
        lstm.call(x).Item1.sum().backward();
        Assert.Equal([2, 3], shapes); // input and no state; output, h and c
        Assert.NotNull(x.grad);
    }
}
