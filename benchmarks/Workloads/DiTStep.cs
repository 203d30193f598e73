using TorchSharp;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Workbench.Benchmarks.Workloads;

/// <summary>A training step of a transformer of the size of DiT-S/2 on latents of 32x32x4, 256 tokens, in bfloat16; on GPUs only.</summary>
internal static class DiTStep
{
    private const long Batch = 64, Tokens = 256, Values = 16, Width = 384, Depth = 12, Heads = 6;
    private const double BlockParameters = 12.0 * Width * Width + 6.0 * Width * Width;

    /// <param name="isCompiled">Whether PyTorch's side is compiled.</param>
    public static Benchmark Create(bool isCompiled)
    {
        var steps = new Lazy<Steps>(Make);
        // Products of a token with the weights, of the modulation once an image, and of queries with keys and weights with values.
        const double Flops = 2.0 * Tokens * (Depth * 12.0 * Width * Width + 2 * Values * Width) + 2.0 * Depth * 6 * Width * Width + 4.0 * Depth * Tokens * Tokens * Width;
        return new(isCompiled ? "dit-compiled" : "dit-step", $"DiT-S-like training step in bfloat16, {Tokens} tokens, batch {Batch}{(isCompiled ? ", against torch.compile" : "")}",
            null, new Dictionary<string, Action<int>> { ["step"] = n => steps.Value.Take(n) })
        {
            CudaBar = isCompiled ? 1.15 : 0.95,
            Script = "dit-step",
            Arm = isCompiled ? "compile" : null,
            Works = new Dictionary<string, Work> { ["step"] = Work.Step(Flops * Batch, Depth * BlockParameters + 2 * Values * Width, Batch * Tokens * Values * 4.0, isHalf: true) },
            Note = _ => steps.Value.Outcome,
        };
    }

    private static Steps Make()
    {
        manual_seed(0);
        var device = BenchDevice.Device;
        var model = new Transformer().to(device);
        var latents = randn([Batch, Tokens, Values], device: device);
        return new Steps(model, () =>
        {
            var x0 = randn_like(latents);
            var t = rand([Batch, 1], device: device);
            var x = x0 + t.unsqueeze(2) * (latents - x0);
            using (BenchDevice.Half()) return functional.mse_loss(model.call(x, t).to(ScalarType.Float32), latents - x0);
        });
    }

    private sealed class Transformer : Module<Tensor, Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> patches = Linear(Values, Width), time = Sequential(Linear(1, Width), SiLU(), Linear(Width, Width)), last = Linear(Width, Values);
        private readonly TorchSharp.Modules.ModuleList<Block> blocks = new([.. Enumerable.Range(0, (int)Depth).Select(_ => new Block())]);

        public Transformer() : base(nameof(Transformer)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor t)
        {
            var condition = functional.silu(time.call(t));
            var tokens = patches.call(x);
            foreach (var block in blocks) tokens = block.call(tokens, condition);
            return last.call(functional.layer_norm(tokens, [Width]));
        }
    }

    /// <summary>adaLN-zero without its zeros: what is computed is the same.</summary>
    private sealed class Block : Module<Tensor, Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> modulation = Linear(Width, 6 * Width), attention = Linear(Width, 3 * Width), mixed = Linear(Width, Width),
            wide = Linear(Width, 4 * Width), narrow = Linear(4 * Width, Width);

        public Block() : base(nameof(Block)) => RegisterComponents();

        public override Tensor forward(Tensor x, Tensor condition)
        {
            var m = modulation.call(condition).unsqueeze(1).chunk(6, 2);
            x = x + m[2] * Attend(functional.layer_norm(x, [Width]) * (1 + m[1]) + m[0]);
            return x + m[5] * narrow.call(functional.gelu(wide.call(functional.layer_norm(x, [Width]) * (1 + m[4]) + m[3])));
        }

        private Tensor Attend(Tensor x)
        {
            var parts = attention.call(x).reshape(Batch, Tokens, 3, Heads, Width / Heads).permute(2, 0, 3, 1, 4).unbind(0);
            return mixed.call(functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]).transpose(1, 2).reshape(Batch, Tokens, Width));
        }
    }
}
