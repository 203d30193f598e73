using Workbench.Cli.Running;
using Workbench.Training;

namespace Workbench.Cli.Tests;

/// <summary>Which GPU notebooks get that run at the same time, on machines made up here.</summary>
public class DeviceTurnsTests
{
    private static readonly RunOptions Several = new() { Notebooks = ["a.ipynb", "b.ipynb", "c.ipynb"], Protocol = "quick", Device = "auto", Jobs = 3 };

    private static Func<DeviceInventory> Machine(params long[] free) => () => new()
    {
        BuiltWithCuda = true,
        Started = true,
        Devices = [.. free.Select((gigabytes, index) => new CudaDevice(index, "GPU", new Version(9, 0), 80L << 30, gigabytes << 30))],
    };

    private static IEnumerable<string> Take(DeviceTurns turns, int count) => [.. Enumerable.Range(0, count).Select(_ => turns.Take().Device)];

    [Fact]
    public void Each_gets_a_gpu_of_its_own_while_there_are_any_and_then_the_freest_again() =>
        Assert.Equal(["cuda:1", "cuda:2", "cuda:0", "cuda:1", "cuda:2"], Take(DeviceTurns.For(Several, Machine(40, 70, 60))!, 5));

    [Fact]
    public void A_gpu_that_a_notebook_has_left_is_the_next()
    {
        var turns = DeviceTurns.For(Several, Machine(40, 70))!;
        using var stays = turns.Take();
        turns.Take().Dispose();
        Assert.Equal(["cuda:0", "cuda:1"], Take(turns, 2));
    }

    [Fact]
    public void What_others_have_nearly_filled_is_left_out() => Assert.Equal(["cuda:0", "cuda:2", "cuda:0"], Take(DeviceTurns.For(Several, Machine(70, 3, 70))!, 3));

    [Fact]
    public void Nothing_is_dealt_where_there_is_nothing_to_choose()
    {
        DeviceInventory Never() => throw new InvalidOperationException("asked");
        Assert.Null(DeviceTurns.For(Several with { Device = "cuda" }, Never));
        Assert.Null(DeviceTurns.For(Several with { Device = null }, Never));
        Assert.Null(DeviceTurns.For(Several with { Jobs = 1 }, Never));
        Assert.Null(DeviceTurns.For(Several with { Notebooks = ["a.ipynb"] }, Never));
        Assert.Null(DeviceTurns.For(Several, Machine()));
        Assert.Null(DeviceTurns.For(Several, () => throw new DllNotFoundException("no libtorch")));
    }

    [Fact]
    public void The_notebook_is_told_its_gpu_and_the_command_that_repeats_it_what_was_asked_for()
    {
        using var sandbox = new Sandbox();
        var told = (Several with { DealtDevice = "cuda:1" }).Environment(new Checkout(sandbox.Root), sandbox.Root, sandbox["a.ipynb"]);
        Assert.Equal("cuda:1", told["WORKBENCH_DEVICE"]);
        Assert.EndsWith("--device auto", told["WORKBENCH_COMMAND"]);
    }
}
