using Workbench.Notebooks.Jupyter.Kernelspec;

namespace Workbench.Notebooks.Tests.Jupyter;

public sealed class KernelProbeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_installed_kernel_answers()
    {
        var (answered, problem) = KernelProbe.Run(Install("dotnet", typeof(KernelProbe).Assembly.Location), Limit);
        Assert.Null(problem);
        Assert.True(answered > TimeSpan.Zero);
    }

    [Fact]
    public void A_kernel_that_cannot_run_says_why()
    {
        var (answered, problem) = KernelProbe.Run(Install("dotnet", _folder.File("gone")), Limit);
        Assert.Null(answered);
        Assert.Contains("it ended at once with exit code", problem);
        (answered, problem) = KernelProbe.Run(Install("no-such-program"), Limit);
        Assert.Null(answered);
        Assert.Contains("no-such-program", problem);
        Assert.Throws<ArgumentException>(() => KernelProbe.Run(new InstalledKernel("x", "x", _folder.Path, IsOurs: true, "it has no command"), Limit));
    }

    private InstalledKernel Install(params string[] command)
    {
        KernelspecInstaller.Install(_folder.Path, "probe", command, new Dictionary<string, string>());
        // What is to be tried is the start itself.
        return KernelspecInstaller.List(_folder.Path).Single() with { Problem = null };
    }
}
