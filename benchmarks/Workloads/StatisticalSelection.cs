using TorchSharp;
using Workbench.Benchmarks.Harness;
using Workbench.Models;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>About k = 8 % of D = 13,824 entries of 64 tokens by statistical top-k, against exactly k by <c>topk</c>, which selects by partial sorting.</summary>
internal static class StatisticalSelection
{
    private const int Rows = 64, Entries = 13_824, Kept = 1106;

    public static Benchmark Create()
    {
        var x = new Lazy<Tensor>(() => randn([Rows, Entries], generator: new Generator(0)).DetachFromDisposeScope());
        return new("statistical-top-k", $"statistical top-k of {Rows} tokens, D = 13,824, k = {Kept}", 0.5, Case(() => StatisticalTopK.Apply(x.Value, Kept)))
        {
            Against = new Opponent("topk", Case(() => x.Value.topk(Kept, -1).values)),
            Threads = 1,
        };

        static Dictionary<string, Action<int>> Case(Func<Tensor> select) => new()
        {
            ["64x13824"] = n =>
            {
                using var noGrad = no_grad();
                for (int i = 0; i < n; i++)
                {
                    using var scope = NewDisposeScope();
                    select();
                }
            },
        };
    }
}
