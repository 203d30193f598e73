using Workbench.Benchmarks.Harness;
using static TorchSharp.torch;

namespace Workbench.Benchmarks.Workloads;

/// <summary>A process that adds two numbers and ends.</summary>
internal static class FirstOperation
{
    public static Benchmark Create() =>
        new("first-operation", "process start to first tensor operation, whole process", 0.50, new Dictionary<string, Action<int>>()) { WholeProcess = true };

    public static void Run() => Console.WriteLine((ones(1) + 1).item<float>());
}
