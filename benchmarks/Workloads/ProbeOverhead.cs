using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Models;
using Workbench.Probes;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>
/// A training step of a GPT of six blocks while dead neurons, activation sparsity and the ten largest activations of every block are
/// counted, against the same step unwatched.
/// </summary>
internal static class ProbeOverhead
{
    private const int Batch = 16, Context = 64, Vocabulary = 63, Width = 128, Depth = 6;
    private const double Parameters = Depth * 12.0 * Width * Width + (2.0 * Vocabulary + Context) * Width;

    // Of the weights of blocks and head a token, and of queries with keys and weights with values a window.
    private const double Flops = 2.0 * Batch * Context * (Depth * 12.0 * Width * Width + Width * Vocabulary) + 4.0 * Batch * Depth * Context * Context * Width;

    public static Benchmark Create() => new("probe-overhead", "training step of a 6-layer GPT, probed at every step (DNR, sparsity, 10 largest)", 1.15, Case(isProbed: true))
    {
        CudaBar = 1.10,
        Works = new Dictionary<string, Work> { ["step"] = Work.Step(Flops, Parameters, Batch * (Context + 1) * 8.0) },
        Against = new Opponent("the step without probes", Case(isProbed: false)),
        Threads = 1,
    };

    private static Dictionary<string, Action<int>> Case(bool isProbed)
    {
        var step = new Lazy<Action>(() => Step(isProbed));
        return new() { ["step"] = n => { for (int i = 0; i < n; i++) step.Value(); } };
    }

    private static Action Step(bool isProbed)
    {
        var model = new Gpt(0, new GptOptions
        {
            Vocabulary = Vocabulary,
            Context = Context,
            Width = Width,
            Depth = Depth,
            Heads = 4,
            FeedForward = o => new FeedForward(o.Width, 4 * o.Width, GateActivations.Relu),
        }).to(BenchDevice.Device);
        var optimizer = optim.AdamW(model.parameters(), 1e-3);
        var windows = randint(0, Vocabulary, [Batch, Context + 1], generator: new Generator(0)).to(BenchDevice.Device);
        if (isProbed)
        {
            var probe = new Probe(model);
            probe.Reduce("blocks.*.feedForward.gate", name => new FiringCount(name));
            probe.Reduce("blocks.*", _ => new LargestActivations(10));
        }

        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var logits = model.call(windows.narrow(1, 0, Context));
            functional.cross_entropy(logits.flatten(0, 1), windows.narrow(1, 1, Context).flatten()).backward();
            optimizer.step();
        };
    }
}
