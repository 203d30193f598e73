using Workbench.Training;

namespace Workbench.Tests.Training;

public class DevicesTests
{
    [Theory]
    [InlineData(null, 2, "cpu")]
    [InlineData("", 2, "cpu")]
    [InlineData("cpu", 2, "cpu")]
    [InlineData(" CPU ", 2, "cpu")]
    [InlineData("auto", 0, "cpu")]
    [InlineData("auto", 2, "cuda:0")]
    [InlineData("cuda", 1, "cuda:0")]
    [InlineData("cuda:1", 2, "cuda:1")]
    public void A_known_name_gives_its_device(string? name, int cudaDevices, string expected)
    {
        Assert.Equal(expected, Devices.Resolve(name, () => cudaDevices));
    }

    [Fact]
    public void Cuda_without_cuda_says_what_to_do()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Devices.Resolve("cuda", () => 0));

        Assert.Contains("no CUDA device", error.Message);
        Assert.Contains("--device cpu", error.Message);
    }

    [Fact]
    public void A_device_number_that_is_not_there_names_those_that_are()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Devices.Resolve("cuda:2", () => 2));

        Assert.Contains("numbered 0 to 1", error.Message);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cpu:0")]
    public void An_unknown_name_lists_the_known_ones(string name)
    {
        var error = Assert.Throws<ArgumentException>(() => Devices.Resolve(name, () => 1));

        Assert.Contains($"'{name}'", error.Message);
        Assert.Contains("cpu, cuda, cuda:N", error.Message);
    }

    [Fact]
    public void The_processor_is_chosen_without_looking_for_cuda()
    {
        Assert.Equal("cpu", Devices.Resolve("cpu", () => throw new InvalidOperationException("asked")));
    }
}
