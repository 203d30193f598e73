using Workbench.Clients.Tests.Jupyter;

namespace Workbench.Clients.Tests;

/// <summary>The kernel under jupyter_client, which starts, watches and ends kernels for every front end.</summary>
public sealed class KernelManagerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [SkippableTheory]
    [InlineData("restart")]
    [InlineData("kill")]
    [InlineData("interrupt")]
    [InlineData("two")]
    public async Task Scenario(string name)
    {
        Debian.Needs("python3-jupyter-kernel-test");
        await using var home = await JupyterHome.CreateAsync();
        var run = await home.RunScriptAsync("kernel_manager.py", Limit, name, JupyterHome.Kernel);
        Assert.True(run.ExitCode == 0 && run.Output.TrimEnd().EndsWith("done", StringComparison.Ordinal), run.ToString());
        Assert.Empty(home.Processes());
    }
}
