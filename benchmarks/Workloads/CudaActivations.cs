using TorchSharp;
using Workbench.Activations;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>
/// Activations as CUDA kernels of their own (<see cref="CudaKernels"/>), against libtorch's own GELU, which is one kernel each way, and against the
/// operators that they are composed of otherwise; on GPUs only. The floor is each tensor's bytes once over the bandwidth.
/// </summary>
internal sealed class CudaActivations
{
    // Larger than the caches, small enough that a composed graph of a rational fits.
    private const long Rows = 8192, Columns = 4096;

    private readonly bool _fused;
    private string? _held;
    private Tensor[] _graph = [];

    private CudaActivations(bool fused) => _fused = fused;

    public static Benchmark AgainstGelu() => Create("cuda-activations", "an activation as a CUDA kernel, 8192 × 4096", 1.15, "libtorch's GELU",
        [("golu", () => new Golu().ToModule()), ("smelu", () => new Smelu().ToModule()), ("pau", () => new Pade().Frozen().ToModule())], _ => nn.GELU());

    public static Benchmark AgainstComposed() => Create("cuda-composed", "an activation as a CUDA kernel, 8192 × 4096, coefficients trained too", 0.8, "composed operators",
        [("golu", () => new Golu().ToModule()), ("smelu", () => new Smelu().ToModule()), ("pau", () => new Pade().Frozen().ToModule()), ("pau-trained", () => new Pade().ToModule())], null);

    private static Benchmark Create(string name, string what, double bar, string against, (string Name, Func<Module<Tensor, Tensor>> Make)[] activations, Func<string, Module<Tensor, Tensor>>? other)
    {
        var (fused, composed) = (new CudaActivations(true), new CudaActivations(false));
        var (ours, theirs, works) = (new Dictionary<string, Action<int>>(), new Dictionary<string, Action<int>>(), new Dictionary<string, Work>());
        foreach (var (activation, make) in activations)
        {
            foreach (var (type, bytes) in new[] { (ScalarType.Float32, 4), (ScalarType.BFloat16, 2) })
            {
                foreach (var (way, tensors) in new[] { ("forward", 2), ("backward", 3) })
                {
                    var key = $"{activation},{type.ToString().ToLowerInvariant()},{way}";
                    ours[key] = fused.Case(key, make, type, way == "backward");
                    theirs[key] = composed.Case(key, other is null ? make : () => other(activation), type, way == "backward");
                    works[key] = new Work(0, (double)tensors * bytes * Rows * Columns);
                }
            }
        }

        return new(name, what, null, ours)
        {
            CudaBar = bar,
            Works = works,
            Against = new Opponent(against, theirs),
            // On one line, as the answers of a worker are.
            Note = _ => CudaKernels.Failure is { } why ? "composed: " + string.Join(' ', why.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace('|', '/') : null,
        };
    }

    // One case's tensors at a time: the graph of a composed rational holds twenty of them.
    private Action<int> Case(string name, Func<Module<Tensor, Tensor>> make, ScalarType type, bool isBackward)
    {
        Module<Tensor, Tensor>? module = null;
        return iterations =>
        {
            CudaKernels.Enabled = _fused;
            if (_held != name)
            {
                foreach (var tensor in _graph)
                    tensor.Dispose();
                module = make().to(BenchDevice.Device);
                var (input, upstream) = (Matrix(0, type).requires_grad_(isBackward), Matrix(1, type));
                (_graph, _held) = ([input, upstream, .. isBackward ? [module.call(input).DetachFromDisposeScope()] : Array.Empty<Tensor>()], name);
            }

            if (isBackward)
                Backward(module!, iterations);
            else
                Forward(module!, iterations);
        };
    }

    private void Forward(Module<Tensor, Tensor> module, int iterations)
    {
        using var noGrad = no_grad();
        for (var i = 0; i < iterations; i++)
        {
            using var scope = NewDisposeScope();
            module.call(_graph[0]);
        }
    }

    // The graph is made once: iterations are backward passes alone.
    private void Backward(Module<Tensor, Tensor> module, int iterations)
    {
        Tensor[] sources = [_graph[0], .. module.parameters().Where(p => p.requires_grad)];
        for (var i = 0; i < iterations; i++)
        {
            using var scope = NewDisposeScope();
            autograd.grad([_graph[2]], sources, [_graph[1]], retain_graph: true);
        }
    }

    private static Tensor Matrix(ulong seed, ScalarType type)
    {
        using var generator = new Generator(seed, BenchDevice.Device);
        return randn([Rows, Columns], dtype: type, device: BenchDevice.Device, generator: generator).DetachFromDisposeScope();
    }
}
