using TorchSharp;
using Workbench.Device.Tests.Rooms;
using static TorchSharp.torch;

namespace Workbench.Device.Tests;

/// <summary>
/// Every room's public entries on another device and in other dtypes: the same numbers as on the CPU in float32, where they were asked for. A tensor
/// made without a device meets one with, and fails; one made without a dtype shows in what comes out.
/// </summary>
public class SecondDeviceTests
{
    private static readonly Dictionary<string, Entry> Entries =
        new[] { FlowEntries.All, ActivationEntries.All, PruningEntries.All, MetricEntries.All, ModelEntries.All, TokenEntries.All, TrainedEntries.All }.SelectMany(room => room).ToDictionary(entry => entry.Name);

    public static TheoryData<string> Names => [.. Entries.Keys];

    public static TheoryData<string> BFloat16Names => [.. Entries.Values.Where(entry => entry.NoBFloat16 is null && entry.Float32 is null).Select(entry => entry.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void It_gives_the_same_on_a_second_device(string name)
    {
        var device = SecondDevice.Device;
        Skip.If(SecondDevice.IsStandIn && ModelEntries.OnGpuAlone.ContainsKey(name), ModelEntries.OnGpuAlone.GetValueOrDefault(name));
        using var scope = NewDisposeScope();
        var entry = Entries[name];
        var here = entry.At(new Place(CPU));
        var there = entry.At(new Place(device));
        Assert.Equal(here.Count, there.Count);
        foreach (var ((expected, _, dtype), (actual, place, itsDtype)) in here.Zip(there))
        {
            if (place is not null)
                Assert.Equal(entry.OnCpu is null ? DeviceType.CUDA : DeviceType.CPU, place.type);
            Assert.Equal(dtype, itsDtype);
            Assert.Equal(expected.shape, actual.shape);
            // The stand-in computes with the CPU's kernels; a GPU sums in another order, and draws other numbers.
            if (!entry.Companion && (SecondDevice.IsStandIn || !entry.Draws))
                Near(expected, actual, SecondDevice.IsStandIn ? 1e-5 : 1e-3, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_keeps_float64(string name)
    {
        using var scope = NewDisposeScope();
        var entry = Entries[name];
        var single = entry.At(new Place(CPU));
        var twice = entry.At(new Place(CPU, ScalarType.Float64));
        foreach (var ((expected, _, _), (actual, _, dtype)) in single.Zip(twice))
        {
            if (dtype is { } given && entry.Float32 is null)
                Assert.Contains(given, new[] { ScalarType.Float64, ScalarType.ComplexFloat64, ScalarType.Int64, ScalarType.Bool });
            if (!entry.Draws)
                Near(expected, actual, 1e-3, name);
        }
    }

    [Theory]
    [MemberData(nameof(BFloat16Names))]
    public void It_computes_in_bfloat16(string name)
    {
        using var scope = NewDisposeScope();
        var entry = Entries[name];
        foreach (var ((expected, _, _), (actual, _, dtype)) in entry.At(new Place(CPU)).Zip(entry.At(new Place(CPU, ScalarType.BFloat16))))
        {
            if (dtype is { } given)
                Assert.Contains(given, new[] { ScalarType.BFloat16, ScalarType.Int64, ScalarType.Bool });
            if (!entry.Draws)
                Near(expected, actual, 0.1, name);
        }
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance, string name)
    {
        var scale = 1 + expected.abs().nan_to_num(0, 0, 0).max().item<double>();
        var difference = (expected - actual).abs().nan_to_num(0, double.MaxValue, double.MaxValue).max().item<double>();
        Assert.True(difference <= tolerance * scale, $"{name}: off by {difference:G3} of {scale:G3}");
        Assert.True(expected.isnan().eq(actual.isnan()).all().item<bool>(), $"{name}: not a number here or there alone");
    }
}
