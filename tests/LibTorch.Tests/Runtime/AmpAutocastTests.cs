using TorchSharp;
using Workbench.LibTorch.Tests.Golden;
using static TorchSharp.torch;

namespace Workbench.LibTorch.Tests;

/// <summary>Mixed precision picks PyTorch's dtypes, nests, and ends with its region.</summary>
public class AmpAutocastTests
{
    private static readonly Dictionary<string, Func<Tensor>> calls = new()
    {
        ["mm"] = () => M.mm(W),
        ["linear"] = () => nn.functional.linear(M, W),
        ["conv2d"] = () => nn.functional.conv2d(C, randn(3, 2, 3, 3)),
        ["bmm"] = () => M.unsqueeze(0).bmm(W.unsqueeze(0)),
        ["addmm"] = () => addmm(M, M, W),
        ["add"] = () => M + W,
        ["sum"] = () => M.sum(),
        ["relu"] = () => M.relu(),
        ["half sum"] = () => H.sum(),
        ["half add"] = () => H + H,
        ["mixed add"] = () => H + M,
        ["softmax"] = () => H.softmax(1),
        ["mse_loss"] = () => nn.functional.mse_loss(H, H),
        ["layer_norm"] = () => nn.functional.layer_norm(H, [4]),
        ["exp"] = () => H.exp(),
        ["cat"] = () => cat([H, M]),
        ["avg_pool2d"] = () => nn.functional.avg_pool2d(C.bfloat16(), 2),
        ["interpolate"] = () => nn.functional.interpolate(C.bfloat16(), scale_factor: [2.0, 2.0], mode: InterpolationMode.Bilinear),
    };

    private static Tensor M => randn(4, 4);
    private static Tensor W => randn(4, 4);
    private static Tensor H => randn(4, 4).bfloat16();
    private static Tensor C => randn(1, 2, 6, 6);

    [Fact]
    public void Results_have_PyTorchs_dtypes()
    {
        using var scope = NewDisposeScope();
        using var region = amp.autocast(DeviceType.CPU);
        var golden = GoldenFile.Read("autograd.json").GetProperty("autocast");
        Assert.Equal(calls.Keys.Order(), golden.EnumerateObject().Select(p => p.Name).Order());
        foreach (var expected in golden.EnumerateObject())
            Assert.Equal((expected.Name, expected.Value.GetString()), (expected.Name, calls[expected.Name]().dtype == ScalarType.BFloat16 ? "bfloat16" : "float32"));
    }

    [Fact]
    public void Regions_nest_and_end()
    {
        using var scope = NewDisposeScope();
        Assert.False(is_autocast_enabled(DeviceType.CPU));
        using (var outer = amp.autocast("cpu"))
        {
            Assert.Equal((true, ScalarType.BFloat16), (outer.enabled, outer.dtype));
            Assert.True(is_autocast_enabled(DeviceType.CPU));
            Assert.False(is_autocast_enabled());
            using (cpu.amp.autocast(enabled: false))
            {
                Assert.False(is_autocast_enabled(DeviceType.CPU));
                Assert.Equal(ScalarType.Float32, M.mm(W).dtype);
                using (torch.autocast(DeviceType.CPU)) Assert.Equal(ScalarType.BFloat16, M.mm(W).dtype);
            }
            Assert.Equal(ScalarType.BFloat16, M.mm(W).dtype);
            outer.Dispose();
            outer.Dispose();
            Assert.False(is_autocast_enabled(DeviceType.CPU));
        }
        Assert.False(is_autocast_enabled(DeviceType.CPU));
        Assert.Equal(ScalarType.Float32, M.mm(W).dtype);
        try
        {
            using (amp.autocast(DeviceType.CPU)) M.mm(randn(3, 3));
        }
        catch (TorchException)
        {
            Assert.False(is_autocast_enabled(DeviceType.CPU));
        }
    }

    [Fact]
    public void Belongs_to_the_thread()
    {
        using var region = amp.autocast(DeviceType.CPU, cache_enabled: false);
        Assert.False(is_autocast_cache_enabled());
        bool? elsewhere = null;
        var thread = new Thread(() => elsewhere = is_autocast_enabled(DeviceType.CPU));
        thread.Start();
        thread.Join();
        Assert.False(elsewhere);
        region.Dispose();
        Assert.True(is_autocast_cache_enabled());
    }

    [Fact]
    public void Gradients_of_parameters_stay_in_full_precision()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1));
        Tensor loss;
        using (amp.autocast(DeviceType.CPU)) loss = nn.functional.mse_loss(net.call(M), zeros(4, 1));
        loss.backward();
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float32, p.grad!.dtype));
        var mixed = net.parameters().First().grad!.clone();
        Assert.True(mixed.isfinite().all().item<bool>());
    }

    [Fact]
    public void Precisions_that_the_device_lacks_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => amp.autocast(DeviceType.CPU, ScalarType.Float32));
        Assert.Contains("bfloat16", error.Message);
        Assert.False(is_autocast_enabled(DeviceType.CPU));
        using (amp.autocast(DeviceType.CPU, ScalarType.Float32, enabled: false)) { }
        set_autocast_enabled(DeviceType.CPU, true);
        Assert.True(is_autocast_enabled(DeviceType.CPU));
        set_autocast_enabled(DeviceType.CPU, false);
        Assert.Equal(ScalarType.BFloat16, get_autocast_dtype(DeviceType.CPU));
        Assert.Equal(ScalarType.Float16, get_autocast_dtype(DeviceType.CUDA));
    }
}
