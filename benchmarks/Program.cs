using Workbench.Benchmarks;
using System.Runtime.CompilerServices;
using Workbench.Benchmarks.Harness;

// The worker that only starts and adds must not pay for loading anything else.
if (args is ["worker", "first-operation", ..])
{
    Workbench.Benchmarks.Workloads.FirstOperation.Run();
    return 0;
}
return Dispatch(args);

[MethodImpl(MethodImplOptions.NoInlining)]
static int Dispatch(string[] args)
{
    if (args is ["worker", var name, ..])
    {
        // The standard output carries answers alone; what the library prints goes beside it.
        var answers = Console.Out;
        Console.SetOut(Console.Error);
        var benchmark = name == Rates.Name ? Rates.Measurements() : Benchmark.All.Single(b => b.Name == name);
        Worker.Serve(args is [_, _, "against"] ? benchmark with { Cases = benchmark.Against!.Cases } : benchmark, Console.In, answers);
        return 0;
    }
    return Bench.Run(args);
}
