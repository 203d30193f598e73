using TorchSharp;
using Workbench.Activations;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>
/// Activations that are one pass over memory forward and one backward, against libtorch's own GELU, which is one operator each; the last case
/// has gradients of its ten coefficients too.
/// </summary>
internal static class FusedActivations
{
    private const long Side = 4096;

    public static Benchmark Create()
    {
        var (inputs, upstream) = (Matrix(0), Matrix(1));
        var (ours, gelu) = (new Dictionary<string, Action<int>>(), new Dictionary<string, Action<int>>());
        var theirs = new Lazy<Module<Tensor, Tensor>>(() => nn.GELU());
        foreach (var (name, activation) in new (string, Activation)[]
        {
            ("golu", new Golu()), ("mish", new Mish()), ("smelu", new Smelu()), ("pau", new Pade().Frozen()), ("pau-trained", new Pade()),
        })
        {
            var module = new Lazy<Module<Tensor, Tensor>>(() => activation.ToModule());
            Add(ours, name, module);
            Add(gelu, name, theirs);
        }

        return new("fused-activations", "an activation of 4096 × 4096 float32", 1.5, ours) { Against = new Opponent("libtorch's GELU", gelu) };

        void Add(Dictionary<string, Action<int>> cases, string name, Lazy<Module<Tensor, Tensor>> module)
        {
            cases[$"{name},forward"] = n => Forward(module.Value, inputs.Value, n);
            var backward = new Lazy<Action<int>>(() => Backward(module.Value, inputs.Value, upstream.Value));
            cases[$"{name},backward"] = n => backward.Value(n);
        }
    }

    private static Lazy<Tensor> Matrix(ulong seed) => new(() => randn([Side, Side], generator: new Generator(seed)).DetachFromDisposeScope());

    private static void Forward(Module<Tensor, Tensor> module, Tensor input, int iterations)
    {
        using var noGrad = no_grad();
        for (int i = 0; i < iterations; i++)
        {
            using var scope = NewDisposeScope();
            module.call(input);
        }
    }

    // The graph is made once: iterations are backward passes alone.
    private static Action<int> Backward(Module<Tensor, Tensor> module, Tensor input, Tensor upstream)
    {
        var leaf = input.detach().DetachFromDisposeScope().requires_grad_();
        Tensor[] outputs = [module.call(leaf).DetachFromDisposeScope()];
        Tensor[] sources = [leaf, .. module.parameters().Where(p => p.requires_grad)], weights = [upstream];
        return n =>
        {
            for (int i = 0; i < n; i++)
            {
                using var scope = NewDisposeScope();
                autograd.grad(outputs, sources, weights, retain_graph: true);
            }
        };
    }
}
