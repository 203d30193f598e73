using Workbench.Notebooks.Jupyter.Kernelspec;

namespace Workbench.Notebooks.Tests.Packages;

public sealed class PrecompiledKernelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_started_unless_the_build_is_newer()
    {
        var built = File("artifacts/bin/Workbench.Cli/release/Workbench.Notebooks.dll");
        Assert.Equal(built, KernelExecutable.Precompiled(built));
        var precompiled = File("artifacts/kernel/Workbench.Notebooks.dll");
        System.IO.File.SetLastWriteTimeUtc(built, System.IO.File.GetLastWriteTimeUtc(precompiled));
        Assert.Equal(precompiled, KernelExecutable.Precompiled(built));
        System.IO.File.SetLastWriteTimeUtc(built, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(built, KernelExecutable.Precompiled(built));
        System.IO.File.Delete(built);
        Assert.Equal(precompiled, KernelExecutable.Precompiled(built));
        Assert.Equal(_folder.File("elsewhere.dll"), KernelExecutable.Precompiled(_folder.File("elsewhere.dll")));
    }

    private string File(string name)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, "");
        return path;
    }
}
