using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.LibTorch.Tests;

/// <summary>A piece that is run again gives the gradients of one that is kept.</summary>
public class AutogradCheckpointTests
{
    private static Sequential Net() => Sequential(Linear(6, 16), Tanh(), Dropout(0.5), Linear(16, 16), ReLU(), Dropout(0.3), Linear(16, 2));

    private static Tensor[] Gradients(Func<Tensor, Tensor> run, Sequential net, Tensor x)
    {
        manual_seed(11);
        net.zero_grad();
        x.grad = null;
        run(x).pow(2).sum().backward();
        var after = rand(1); // the state behind must be the same as well
        return [.. net.parameters().Select(p => p.grad!.clone()), x.requires_grad ? x.grad!.clone() : zeros(1), after];
    }

    private static void Equal(Tensor[] expected, Tensor[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.True(allclose(expected[i], actual[i], rtol: 1e-6, atol: 1e-7), $"tensor {i}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_are_those_of_the_plain_run_with_dropout(bool inputNeedsGradient)
    {
        using var scope = NewDisposeScope();
        using var net = Net();
        var x = randn([5, 6], requires_grad: inputNeedsGradient);
        var plain = Gradients(net.call, net, x);
        Equal(plain, Gradients(v => torch.utils.checkpoint(net.call, v), net, x));
        Equal(plain, Gradients(v => torch.utils.checkpoint_sequential(net, 3, v), net, x));
        Equal(plain, Gradients(v => torch.utils.checkpoint(u => torch.utils.checkpoint_sequential(net, 2, u), v), net, x)); // nested
        Assert.Throws<ArgumentOutOfRangeException>(() => torch.utils.checkpoint_sequential(net, 8, x));
    }

    [Fact]
    public void Without_the_random_state_dropout_differs()
    {
        using var scope = NewDisposeScope();
        using var net = Net();
        var x = randn(5, 6);
        var plain = Gradients(net.call, net, x);
        var other = Gradients(v => torch.utils.checkpoint(net.call, v, preserve_rng_state: false), net, x);
        Assert.False(allclose(plain[0], other[0]));
    }

    [Fact]
    public void Runs_twice_and_only_once_without_gradients()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 2);
        var runs = 0;
        Tensor Piece(Tensor x)
        {
            runs++;
            return layer.call(x);
        }
        var y = torch.utils.checkpoint(Piece, ones(1, 2));
        Assert.Equal(1, runs);
        y.sum().backward();
        Assert.Equal(2, runs);
        using (no_grad()) Assert.False(torch.utils.checkpoint(Piece, ones(1, 2)).requires_grad);
        Assert.Equal(3, runs);
        Assert.False(torch.utils.checkpoint(x => x * 2, ones(1)).requires_grad);
    }

    [Fact]
    public void What_lies_inside_is_freed_until_backward()
    {
        using var scope = NewDisposeScope();
        var x = ones([4], requires_grad: true);
        var inside = new List<WeakReference>();
        var kept = Run(x, inside, plain: true);
        Assert.True(Alive(inside));
        inside.Clear();
        kept = Run(x, inside, plain: false);
        Assert.False(Alive(inside));
        kept.sum().backward();
        Assert.Equal([4f, 4f, 4f, 4f], (x.grad!).data<float>().ToArray());

        static bool Alive(List<WeakReference> references)
        {
            for (int i = 0; i < 5; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            return references[0].IsAlive;
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static Tensor Run(Tensor x, List<WeakReference> inside, bool plain)
        {
            // The marker lives exactly as long as the graph of the piece.
            Tensor Piece(Tensor v)
            {
                var marker = new object();
                inside.Add(new WeakReference(marker));
                var h = v * 2;
                h.register_hook(g =>
                {
                    GC.KeepAlive(marker);
                    return null;
                });
                return h * 2;
            }
            return plain ? Piece(x) : torch.utils.checkpoint(Piece, x);
        }
    }

    [Fact]
    public void Several_inputs_and_outputs_grad_and_second_derivatives()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor([2.0], requires_grad: true), tensor([3.0], requires_grad: true));
        var outputs = torch.utils.checkpoint(v => [v[0].pow(2) * v[1], v[1].detach(), v[0] + v[1]], [a, b]);
        Assert.Equal([true, false, true], outputs.Select(o => o.requires_grad));
        var g = autograd.grad([outputs[0] + outputs[2]], [a, b], create_graph: true);
        Assert.Equal(13.0, g[0].item<double>());
        Assert.Equal(5.0, g[1].item<double>());
        Assert.Equal(6.0, autograd.grad([g[0]], [a])[0].item<double>()); // d(2ab + 1)/da
        var c = a * 2;
        Assert.Equal(16.0, autograd.grad([torch.utils.checkpoint((u, v) => u * v, c, a)], [a])[0].item<double>() * 2); // d(2a²)/da = 8
    }

    [Fact]
    public void Leaves_no_tensors_behind()
    {
        using var net = Net();
        void Step()
        {
            using var scope = NewDisposeScope();
            net.zero_grad();
            torch.utils.checkpoint_sequential(net, 2, ones(3, 6)).sum().backward();
            torch.utils.checkpoint(net.call, ones(3, 6)); // no backward
            torch.utils.checkpoint(x => x * 2, ones(1));
        }
        Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 5; i++) Step();
        Assert.True(Tensor.TotalCount <= before); // finalizers may lower the count, nothing may raise it
    }

    [Fact]
    public void Computed_tensors_must_be_inputs()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        var h = x * 2;
        Assert.Contains("pass it as an input", Assert.Throws<InvalidOperationException>(() => torch.utils.checkpoint(v => v * h, ones(2))).Message);
        using var guard = no_grad();
        Assert.Equal(4f, torch.utils.checkpoint(v => v * h, ones(2)).sum().item<float>());
    }

    [Fact]
    public void Mixed_precision_is_that_of_the_first_run()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(4, 4);
        var dtypes = new List<ScalarType>();
        var x = randn([2, 4], requires_grad: true);
        Tensor y;
        using (amp.autocast(DeviceType.CPU))
        {
            layer.call(x); // the cast of the weight is cached: not an outside tensor
            y = torch.utils.checkpoint(v =>
            {
                var h = layer.call(v);
                dtypes.Add(h.dtype);
                return h;
            }, x);
        }
        y.sum().backward();
        Assert.Equal([ScalarType.BFloat16, ScalarType.BFloat16], dtypes);
        Assert.NotNull(layer.weight.grad);
    }
}
