using TorchSharp;
using Workbench.Training;

namespace Workbench.Tests.Training;

public class DevicesTests
{
    private static readonly Version Hopper = new(9, 0), Ampere = new(8, 6), Kepler = new(3, 5);

    private static DeviceInventory Machine(params CudaDevice[] devices) => new()
    {
        BuiltWithCuda = true,
        CudaOfLibtorch = new Version(12, 4),
        CudaOfDriver = new Version(12, 2),
        Devices = devices,
        Architectures = ["sm_50", "sm_80", "sm_90", "compute_90"],
        Started = true,
    };

    private static CudaDevice Gpu(int index, Version? capability = null, long free = 10) => new(index, $"GPU {index}", capability ?? Hopper, 80L << 30, free << 30);

    private static string Refusal(string name, DeviceInventory inventory)
    {
        var message = Assert.Throws<InvalidOperationException>(() => Devices.Resolve(name, () => inventory)).Message;
        Assert.StartsWith($"The device '{name}' was asked for, but ", message);
        Assert.Contains("--device cpu", message);
        return message;
    }

    [Theory]
    [InlineData(null, 2, "cpu")]
    [InlineData("", 2, "cpu")]
    [InlineData("cpu", 2, "cpu")]
    [InlineData(" CPU ", 2, "cpu")]
    [InlineData("auto", 0, "cpu")]
    [InlineData("auto", 2, "cuda:0")]
    [InlineData("cuda", 1, "cuda:0")]
    [InlineData("CUDA:1", 2, "cuda:1")]
    public void A_known_name_gives_its_device(string? name, int gpus, string expected) =>
        Assert.Equal(expected, Devices.Resolve(name, () => Machine([.. Enumerable.Range(0, gpus).Select(index => Gpu(index))])));

    [Fact]
    public void Auto_takes_the_usable_gpu_with_most_free_memory_and_the_first_of_equals()
    {
        Assert.Equal("cuda:2", Devices.Resolve("auto", () => Machine(Gpu(0, free: 3), Gpu(1, free: 20), Gpu(2, free: 60), Gpu(3, free: 60))));
        Assert.Equal("cuda:1", Devices.Resolve("auto", () => Machine(Gpu(0, Kepler, free: 70), Gpu(1, free: 1))));
        Assert.Equal("cpu", Devices.Resolve("auto", () => Machine(Gpu(0, Kepler, free: 70))));
        // Without the management library all of a device counts as free.
        Assert.Equal("cuda:1", Devices.Resolve("auto", () => Machine(Gpu(0, free: 79), Gpu(1) with { FreeBytes = null })));
    }

    [Fact]
    public void Cuda_takes_the_first_gpu_that_can_be_used() => Assert.Equal("cuda:1", Devices.Resolve("cuda", () => Machine(Gpu(0, Kepler), Gpu(1, Ampere))));

    [Fact]
    public void What_is_in_the_way_of_cuda_is_named_one_thing_at_a_time()
    {
        var works = Machine(Gpu(0));
        Assert.Contains("built without CUDA", Refusal("cuda", works with { BuiltWithCuda = false, Started = false, Devices = [], CudaOfDriver = null }));
        var idle = works with { Started = false };
        Assert.Contains("no NVIDIA driver", Refusal("cuda:0", idle with { CudaOfDriver = null, Devices = [] }));
        Assert.Contains("driver is too old: it supports CUDA 11.4, and this libtorch was built for CUDA 12.4", Refusal("cuda", idle with { CudaOfDriver = new Version(11, 4) }));
        Assert.Contains("no device to this process (CUDA_VISIBLE_DEVICES is '')", Refusal("cuda", idle with { Devices = [], VisibleDevices = "" }));
        Assert.Contains("cannot start CUDA", Refusal("cuda", idle));
        // An older minor version of the driver is no hindrance, nor is one that says little.
        Assert.Null((works with { CudaOfLibtorch = null }).Problem);
        Assert.Null(works.Problem);
    }

    [Fact]
    public void A_number_that_is_not_there_names_those_that_are()
    {
        Assert.Contains("numbered 0 to 1", Refusal("cuda:2", Machine(Gpu(0), Gpu(1))));
        Assert.Contains("one CUDA device, number 0", Refusal("cuda:1", Machine(Gpu(0))));
    }

    [Theory]
    [InlineData("3.5", "too old")]
    [InlineData("5.2", null)]
    [InlineData("6.1", "too new")]
    [InlineData("8.9", null)]
    [InlineData("9.0", null)]
    [InlineData("12.0", null)]
    public void A_gpu_needs_code_of_its_own_generation_or_code_to_compile(string capability, string? age)
    {
        var machine = Machine(Gpu(0, Version.Parse(capability)), Gpu(1));
        if (age is null)
        {
            Assert.Equal("cuda:0", Devices.Resolve("cuda:0", () => machine));
            return;
        }

        // Between two generations a device is newer than the oldest code and still without any of its own.
        Assert.Contains($"{age} for this libtorch: its compute capability is {capability}, and libtorch holds code for sm_50, sm_80, sm_90, compute_90", Refusal("cuda:0", machine));
        Assert.Contains("compute capability", Refusal("cuda", Machine(Gpu(0, Version.Parse(capability)))));
    }

    [Fact]
    public void Code_for_one_very_device_runs_on_that_one_alone()
    {
        var machine = Machine(Gpu(0), Gpu(1, new Version(9, 1))) with { Architectures = ["sm_90a"] };
        Assert.Null(machine.Lacking(machine.Devices[0]));
        Assert.NotNull(machine.Lacking(machine.Devices[1]));
    }

    [Fact]
    public void Architectures_are_read_from_the_build_configuration() => Assert.Equal(
        ["sm_50", "sm_90a", "compute_90"],
        DeviceInventory.ArchitecturesIn("PyTorch built with:\n  - CUDA Runtime 12.1\n  - NVCC architecture flags: -gencode;arch=compute_50,code=sm_50;-gencode;arch=compute_90a,code=sm_90a;-gencode;arch=compute_90,code=compute_90\n  - CuDNN 8.9"));

    [Theory]
    [InlineData("2.4.0+cu121", "12.1")]
    [InlineData("1.13.1+cu117", "11.7")]
    [InlineData("__version__ = '2.9.0'\ncuda: Optional[str] = '13.0'\n", "13.0")]
    [InlineData("__version__ = '2.9.0+cpu'\ncuda: Optional[str] = None\n", null)]
    [InlineData("1.13.1", null)]
    public void The_cuda_version_of_libtorch_is_read_from_its_own(string text, string? expected) => Assert.Equal(expected, Devices.CudaOf(text)?.ToString());

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cpu:0")]
    public void An_unknown_name_lists_the_known_ones(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => Devices.Resolve(name, () => Machine(Gpu(0))));

        Assert.Contains($"'{name}'", error.Message);
        Assert.Contains("cpu, cuda, cuda:N", error.Message);
    }

    [Fact]
    public void The_processor_is_chosen_without_looking_for_cuda() =>
        Assert.Equal("cpu", Devices.Resolve("cpu", () => throw new InvalidOperationException("asked")));

    [SkippableFact]
    public void The_machine_that_runs_the_tests_answers_for_itself()
    {
        var inventory = Devices.Inventory();
        Assert.Equal(torch.cuda.is_available(), inventory.Problem is null);
        Skip.If(inventory.BuiltWithCuda, "this libtorch has CUDA");
        Assert.Contains("built without CUDA", Assert.Throws<InvalidOperationException>(() => Devices.Select("cuda")).Message);
        Assert.Equal(DeviceType.CPU, Devices.Select("auto").type);
    }
}
