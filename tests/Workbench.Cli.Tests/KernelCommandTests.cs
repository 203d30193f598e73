using System.Text.Json.Nodes;

namespace Workbench.Cli.Tests;

public sealed class KernelCommandTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private string Data => Path.Combine(_sandbox.Root, "data");

    private Task<Outcome> KernelAsync(params string[] arguments) => CliProcess.RunAsync(_sandbox, new() { ["JUPYTER_DATA_DIR"] = Data }, ["kernel", .. arguments]);

    [Fact]
    public async Task The_kernel_is_installed_listed_and_removed()
    {
        (await KernelAsync("install")).Refuses("no kernel in this checkout");
        _sandbox.Write("artifacts/kernel/Workbench.Notebooks.dll", "");
        Assert.Equal(0, (await KernelAsync("install")).ExitCode);
        var folder = Path.Combine(Data, "kernels", ".net-csharp");
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
        Assert.All(spec["argv"]!.AsArray().Take(2), part => Assert.True(File.Exists((string)part!)));
        Assert.Equal(_sandbox.Root, (string)spec["env"]!["WORKBENCH_ROOT"]!);
        Assert.Contains(folder, (await KernelAsync("list")).Output);
        Assert.Contains(folder, (await KernelAsync("uninstall")).Output);
        Assert.False(Directory.Exists(folder));
        (await KernelAsync("uninstall")).Refuses("no kernel '.net-csharp'", "kernel list");
    }

    [Fact]
    public async Task Other_names_and_places_can_be_given()
    {
        _sandbox.Write("artifacts/kernel/Workbench.Notebooks.dll", "");
        var prefix = Path.Combine(_sandbox.Root, "environment");
        Assert.Equal(0, (await KernelAsync("install", "--sys-prefix", prefix, "--name", "mine")).ExitCode);
        Assert.True(File.Exists(Path.Combine(prefix, "share", "jupyter", "kernels", "mine", "kernel.json")));
        (await KernelAsync("install", "--user", "--system")).Refuses("exclude each other");
        (await KernelAsync("install", "--name", "a b")).Refuses("'a b'", "no name of a kernel");
        (await KernelAsync("install", "--nam", "x")).Refuses("--name", "./workbench kernel install --help");
    }
}
