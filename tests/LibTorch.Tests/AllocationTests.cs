using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>What a call costs the managed heap: the Tensor object it returns and nothing else.</summary>
public class AllocationTests
{
    private static long Allocated(Action action, int times)
    {
        for (int i = 0; i < 2000; i++) action(); // compiled, caches filled
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < times; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public static TheoryData<string> Calls => ["add", "mm", "relu", "sum", "cat", "scalar", "linear", "view", "conv", "softmax"];

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_allocates_its_result_only(string call)
    {
        const int Times = 500;
        using var scope = NewDisposeScope();
        var a = rand(8, 8);
        var b = rand(8, 8);
        var image = rand(1, 3, 8, 8);
        var kernel = rand(2, 3, 3, 3);
        Tensor[] both = [a, b];
        long[] shape = [4, 16];
        Action action = call switch
        {
            "add" => () => a.add(b).Dispose(),
            "mm" => () => a.mm(b).Dispose(),
            "relu" => () => a.relu().Dispose(),
            "sum" => () => a.sum().Dispose(),
            "cat" => () => cat(both, 0).Dispose(),
            "scalar" => () => (a * 2.5).Dispose(),
            "linear" => () => nn.functional.linear(a, b).Dispose(),
            "view" => () => a.view(shape).Dispose(),
            "conv" => () => nn.functional.conv2d(image, kernel).Dispose(),
            "softmax" => () => a.softmax(1).Dispose(),
            _ => throw new ArgumentOutOfRangeException(nameof(call), call, "no such call"),
        };
        long one = Allocated(() => RuntimeHelpers.GetUninitializedObject(typeof(Tensor)), Times) / Times;
        Assert.InRange(one, 24, 96);
        // A slot array of the scope may grow once within the run.
        Assert.InRange(Allocated(action, Times), one * Times, one * Times + 4096);
    }
}
