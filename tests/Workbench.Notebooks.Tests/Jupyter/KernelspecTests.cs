using System.Text.Json.Nodes;
using Workbench.Notebooks.Jupyter.Kernelspec;

namespace Workbench.Notebooks.Tests.Jupyter;

public sealed class KernelspecTests : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new() { ["WORKBENCH_ROOT"] = "/somewhere" };

    private readonly TemporaryFolder _folder = new();
    private readonly string _program;

    public KernelspecTests()
    {
        _program = _folder.File("kernel.dll");
        File.WriteAllText(_program, "");
    }

    public void Dispose() => _folder.Dispose();

    private string Kernels => _folder.File("share/kernels");

    private string Install(string name = KernelspecInstaller.DefaultName, bool force = false) => KernelspecInstaller.Install(Kernels, name, [_program], Environment, force);

    private void WriteForeign(string name)
    {
        Directory.CreateDirectory(Path.Combine(Kernels, name));
        File.WriteAllText(Path.Combine(Kernels, name, "kernel.json"), """{"argv":["/nowhere/dotnet-interactive","{connection_file}"],"display_name":"Theirs","language":"C#"}""");
    }

    [Fact]
    public void The_kernelspec_has_what_front_ends_need()
    {
        var folder = Install();
        Assert.Equal(".net-csharp", Path.GetFileName(folder));
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
        Assert.Equal([_program, "jupyter", "{connection_file}"], spec["argv"]!.AsArray().Select(part => (string)part!));
        Assert.Equal((".NET (C#)", "C#", "message"), ((string)spec["display_name"]!, (string)spec["language"]!, (string)spec["interrupt_mode"]!));
        Assert.Equal("/somewhere", (string)spec["env"]!["WORKBENCH_ROOT"]!);
        Assert.False((bool)spec["metadata"]!["debugger"]!);
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(folder, "logo-svg.svg")));
        Assert.Equal(new InstalledKernel(".net-csharp", ".NET (C#)", folder, IsOurs: true, Problem: null), Assert.Single(KernelspecInstaller.List(Kernels)));
    }

    [Fact]
    public void Installing_again_renews_ours_and_leaves_nothing_behind()
    {
        Install("Mine");
        var folder = Install("mine");
        Assert.Equal([folder], Directory.GetFileSystemEntries(Kernels));
    }

    [Fact]
    public void Another_programs_kernel_is_replaced_only_by_force_and_never_removed()
    {
        WriteForeign(".NET-csharp");
        Assert.Contains("--force", Assert.Throws<InvalidOperationException>(() => Install()).Message);
        Assert.Throws<InvalidOperationException>(() => KernelspecInstaller.Uninstall(Kernels, KernelspecInstaller.DefaultName));
        var foreign = Assert.Single(KernelspecInstaller.List(Kernels));
        Assert.False(foreign.IsOurs);
        Assert.Equal("/nowhere/dotnet-interactive is not there", foreign.Problem);
        Install(force: true);
        Assert.True(Assert.Single(KernelspecInstaller.List(Kernels)).IsOurs);
    }

    [Fact]
    public void Uninstalling_removes_ours()
    {
        var folder = Install();
        Assert.Equal(folder, KernelspecInstaller.Uninstall(Kernels, ".net-csharp"));
        Assert.Empty(Directory.GetFileSystemEntries(Kernels));
        Assert.Null(KernelspecInstaller.Uninstall(Kernels, ".net-csharp"));
    }

    [Fact]
    public void A_damaged_kernelspec_is_listed_with_what_is_wrong_and_taken_for_anothers()
    {
        Directory.CreateDirectory(Path.Combine(Kernels, "broken"));
        File.WriteAllText(Path.Combine(Kernels, "broken", "kernel.json"), "{");
        var kernel = Assert.Single(KernelspecInstaller.List(Kernels));
        Assert.False(kernel.IsOurs);
        Assert.Contains("cannot be read", kernel.Problem);
        Assert.Empty(KernelspecInstaller.List(_folder.File("no such folder")));
    }

    [Fact]
    public void A_kernel_whose_program_has_gone_is_listed_as_unusable()
    {
        Install();
        File.Delete(_program);
        Assert.Equal($"{_program} is not there", Assert.Single(KernelspecInstaller.List(Kernels)).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("c#")]
    [InlineData("a b")]
    [InlineData("name\n")]
    public void Names_that_Jupyter_does_not_take_are_refused(string name) => Assert.Throws<ArgumentException>(() => Install(name));

    [Fact]
    public void The_precompiled_kernel_is_preferred()
    {
        Assert.Contains("artifacts", Assert.Throws<FileNotFoundException>(() => KernelExecutable.Find(_folder.Path)).Message);
        Assert.EndsWith("Workbench.Notebooks.dll", Found("artifacts/bin/Workbench.Notebooks/release"));
        Assert.Equal(_folder.File("artifacts/kernel/Workbench.Notebooks.dll"), Found("artifacts/kernel"));

        string Found(string place)
        {
            Directory.CreateDirectory(_folder.File(place));
            File.WriteAllText(Path.Combine(_folder.File(place), "Workbench.Notebooks.dll"), "");
            var command = KernelExecutable.Find(_folder.Path);
            Assert.All(command, part => Assert.True(Path.IsPathFullyQualified(part) && File.Exists(part)));
            return command[^1];
        }
    }
}
