using TorchSharp;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

public class HostReadsTests
{
    public static TheoryData<string> Names => [.. Reads.Keys];

    private static readonly Dictionary<string, (long Count, Action<Tensor> Run)> Reads = new()
    {
        ["item"] = (1, x => x.sum().item<float>()),
        ["a number"] = (1, x => Assert.True((float)x.sum() > 0)),
        ["a scalar"] = (1, x => x.sum().ToScalar()),
        ["elements"] = (1, x => x.data<float>().ToArray()),
        ["a copy on the CPU"] = (1, x => x.cpu()),
        ["nonzero"] = (1, x => x.nonzero()),
        ["masked select"] = (1, x => x.masked_select(x > 2)),
        ["all close"] = (1, x => x.allclose(x)),
        ["one draw"] = (1, x => x.multinomial(1)),
        ["many draws"] = (0, x => x.multinomial(9, replacement: true)),
        ["a norm that is read"] = (1, x => nn.utils.clip_grad_norm_([new TorchSharp.Modules.Parameter(x.clone()) { grad = x }], 1)),
        ["arithmetic"] = (0, x => x.add(1).mul(x).sum().sqrt().to(ScalarType.Float64)),
        ["shape, dtype and device"] = (0, x => Assert.Equal((4L, ScalarType.Float32, DeviceType.CPU), (x.shape[0], x.dtype, x.device_type))),
        ["a mask as index"] = (1, x => Assert.Equal(2, x[x > 2].numel())),
        ["a mask and a new axis as index"] = (1, x => Assert.Equal([1L, 2], x[TensorIndex.None, TensorIndex.Tensor(x > 2)].shape)),
        ["two masks as indices"] = (2, x => Assert.Equal(2, x.reshape(2, 2)[tensor(new[] { true, true }), tensor(new[] { false, true })].numel())),
        ["values put by a mask"] = (1, x => x.clone()[x > 2] = zeros(2)),
        ["numbers added by a mask"] = (1, x => x.clone().index_put_(tensor(1f), [x > 2], accumulate: true)),
        ["a number put by a mask"] = (0, x => x.clone()[x > 2] = tensor(0f)),
        ["a scalar put by a mask"] = (0, x => x.clone().index_put_(0f, [TensorIndex.Tensor(x > 2)])),
        ["numbers as index"] = (0, x => Assert.Equal(2, x[tensor(new[] { 0L, 3 })].numel())),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void What_takes_values_to_the_cpu_counts_and_nothing_else(string name)
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2, 3, 4 });
        var before = HostReads.Count;
        Reads[name].Run(x);
        Assert.Equal(Reads[name].Count, HostReads.Count - before);
    }

    [Fact]
    public void Each_thread_counts_for_itself()
    {
        using var x = ones(1);
        var before = HostReads.Count;
        var other = new Thread(() => x.item<float>());
        other.Start();
        other.Join();
        Assert.Equal(before, HostReads.Count);
    }
}
