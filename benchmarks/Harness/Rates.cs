using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Harness;

/// <summary>What the device does at best, measured in the same run: the ground of the floors.</summary>
/// <param name="Flops">Operations a second of a large float32 matrix product.</param>
/// <param name="HalfFlops">The same in bfloat16; null where that is not measured.</param>
/// <param name="Bandwidth">Bytes a second of a copy from memory to memory, reads and writes counted.</param>
internal sealed record Rates(double Flops, double? HalfFlops, double Bandwidth)
{
    /// <summary>The name under which a worker serves the measurements.</summary>
    public const string Name = "rates";

    /// <summary>The measurements; a worker of ours runs them.</summary>
    public static Benchmark Measurements()
    {
        var (side, values) = BenchDevice.IsCuda ? (8192L, 1L << 28) : (1024L, 1L << 24);
        return new(Name, "", null, new Dictionary<string, Action<int>>
        {
            ["product"] = Lazily(() => Product(side, ScalarType.Float32)),
            ["half"] = Lazily(() => Product(side, ScalarType.BFloat16)),
            ["copy"] = Lazily(() => Copy(values)),
        });
    }

    /// <summary>Measures with a worker of as many threads.</summary>
    public static Rates Measure(int threads, bool isCuda)
    {
        using var side = Side.Ours(Name, threads);
        var (n, values) = isCuda ? (8192.0, (double)(1L << 28)) : (1024.0, 1L << 24);
        double Best(string name, double work, int iterations)
        {
            side.Run(name, 1);
            return work * iterations / Enumerable.Range(0, 5).Min(_ => side.Run(name, iterations)[0]);
        }

        return new(Best("product", 2 * n * n * n, 4), isCuda ? Best("half", 2 * n * n * n, 8) : null, Best("copy", 8 * values, 4));
    }

    private static Action<int> Lazily(Func<Action> make)
    {
        var run = new Lazy<Action>(make);
        return n => { for (var i = 0; i < n; i++) run.Value(); };
    }

    private static Action Product(long side, ScalarType type)
    {
        var a = randn([side, side], dtype: type, device: BenchDevice.Device);
        var b = randn([side, side], dtype: type, device: BenchDevice.Device);
        return () => a.mm(b).Dispose();
    }

    private static Action Copy(long values)
    {
        var (from, to) = (zeros(values, device: BenchDevice.Device), ones(values, device: BenchDevice.Device));
        return () => to.copy_(from);
    }
}
