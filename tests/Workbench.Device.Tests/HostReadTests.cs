using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>What the library counts as a read is what gets from the device to the CPU, as the stand-in sees it.</summary>
public class HostReadTests
{
    private static readonly Dictionary<string, (long Count, Action<Tensor> Run)> Reads = new()
    {
        ["item"] = (1, x => x.sum().item<float>()),
        ["a copy on the CPU"] = (1, x => x.cpu()),
        ["nonzero"] = (1, x => x.nonzero()),
        ["masked select"] = (1, x => x.masked_select(x > 2)),
        ["equal"] = (1, x => x.Equals(x.clone())),
        ["unique"] = (1, x => x.unique()),
        ["one draw"] = (1, x => x.multinomial(1)),
        ["many draws"] = (0, x => x.multinomial(9, replacement: true)),
        ["a mask as index"] = (1, x => Assert.Equal(2, x[x > 2].numel())),
        ["a mask and a new axis as index"] = (1, x => Assert.Equal([1L, 2], x[TensorIndex.None, TensorIndex.Tensor(x > 2)].shape)),
        ["a mask of bytes as index"] = (1, x => Assert.Equal(2, x[(x > 2).to(ScalarType.Byte)].numel())),
        ["two masks as indices"] = (2, x => Assert.Equal(2, x.reshape(2, 2)[x[..2] > 0, x[2..] > 3].numel())),
        ["numbers as index"] = (0, x => Assert.Equal(2, x[arange(2, device: x.device)].numel())),
        ["numbers as index of truths"] = (0, x => Assert.Equal(2, (x > 2)[arange(2, device: x.device)].numel())),
        ["values put by a mask"] = (1, x => x.clone()[x > 2] = zeros(2, device: x.device)),
        ["a number of the device put by a mask"] = (1, x => x.clone()[x > 2] = zeros([], device: x.device)),
        ["a number of the CPU put by a mask"] = (0, x => x.clone()[x > 2] = zeros([])),
        ["a number put by a mask and slices"] = (0, x => x.reshape(2, 2).clone()[TensorIndex.Slice(), TensorIndex.Tensor(x[..2] > 1)] = zeros([])),
        ["a scalar put by a mask"] = (0, x => x.clone().index_put_(0f, [TensorIndex.Tensor(x > 2)])),
        ["a number added by a mask"] = (1, x => x.clone().index_put_(zeros([], device: x.device), [x > 2], accumulate: true)),
        ["values put by numbers"] = (0, x => x.clone()[arange(2, device: x.device)] = zeros(2, device: x.device)),
        ["a mask filled"] = (0, x => x.masked_fill(x > 2, 0)),
    };

    public static TheoryData<string> Names => [.. Reads.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void The_library_counts_what_the_device_gives(string name)
    {
        var device = SecondDevice.Device;
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2, 3, 4 }, device: device);
        var (counted, given) = (HostReads.Count, SecondDevice.IsStandIn ? SecondDevice.Reads() : 0);
        Reads[name].Run(x);
        Assert.Equal(Reads[name].Count, HostReads.Count - counted);
        Skip.IfNot(SecondDevice.IsStandIn, "the stand-in counts");
        Assert.Equal(Reads[name].Count, SecondDevice.Reads() - given);
    }
}
