using Workbench.Clients.Tests.Jupyter;

namespace Workbench.Clients.Tests;

/// <summary>Jupyter's console in a pseudo-terminal.</summary>
public sealed class ConsoleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [SkippableFact]
    public async Task A_session_with_completion_several_lines_Ctrl_C_input_and_an_error()
    {
        Debian.Needs("jupyter-console", "python3-pexpect", "python3-pyte");
        await using var home = await JupyterHome.CreateAsync();
        var run = await home.RunScriptAsync("console.py", Limit, JupyterHome.Kernel);
        Assert.True(run.ExitCode == 0 && run.Output.TrimEnd().EndsWith("done", StringComparison.Ordinal), run.ToString());
        Assert.Empty(home.Processes());
    }
}
