using TorchSharp;
using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>What one small operator costs, with its Tensor object made and disposed.</summary>
internal static class Operators
{
    public static Benchmark Create()
    {
        var a = rand(8, 8);
        var b = rand(8, 8);
        Tensor[] both = [a, b];
        return new("operators", "per-operator cost, 8x8", 0.70, new Dictionary<string, Action<int>>
        {
            ["add"] = n => { for (int i = 0; i < n; i++) a.add(b).Dispose(); },
            ["mm"] = n => { for (int i = 0; i < n; i++) a.mm(b).Dispose(); },
            ["relu"] = n => { for (int i = 0; i < n; i++) a.relu().Dispose(); },
            ["sum"] = n => { for (int i = 0; i < n; i++) a.sum().Dispose(); },
            ["cat"] = n => { for (int i = 0; i < n; i++) cat(both, 0).Dispose(); },
        });
    }
}
