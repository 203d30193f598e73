using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Packages;

/// <summary>Cells that ask for packages made by the test.</summary>
[Collection(EngineCollection.Name)]
public sealed class LocalFeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PackageCacheFolder _cache = new();
    private readonly PackageFeed _feed;
    private readonly string _name = "Local" + Guid.NewGuid().ToString("N")[..8];

    public LocalFeedTests()
    {
        _feed = new PackageFeed(_folder.File("feed"));
        // Nothing of the tests' packages stays in the user's folder of packages.
        new PackageFeed(_folder.File("empty")).WriteConfiguration(_folder.Path);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    private void PackLibrary(string version, string code, params (string, string)[] dependencies) =>
        _feed.Pack(_name, version, new Dictionary<string, byte[]> { [$"lib/net8.0/{_name}.dll"] = PackageFeed.Compile(_name, code, version.Split('-')[0] + ".0") }, dependencies);

    [Fact]
    public async Task A_folder_is_a_source_and_packages_of_the_former_kernel_are_not_fetched()
    {
        PackLibrary("1.2.3", $"namespace {_name}; public class Answer {{ public int Value => 42; }}", ("Microsoft.DotNet.Interactive.Formatting", "1.0.0-beta.1"));
        var cells = new Cells(_folder.Path);
        Assert.Contains("there is no package", (await cells.Fail($"#r \"nuget: {_name}\"")).Message);
        var log = await cells.Run($"#i \"nuget: ./feed\"\n#r \"nuget: {_name}\"\n#r \"nuget: Microsoft.DotNet.Interactive.Formatting, *-*\"\nConsole.Write(new {_name}.Answer().Value);");
        Assert.Equal(
            [$"update:Installed Packages\n- {_name}, 1.2.3\n- Microsoft.DotNet.Interactive.Formatting: not needed, this kernel has its own", "stdout:42"], log.TakeLast(2));
        Assert.Empty(await cells.Run("#r \"nuget: Microsoft.DotNet.Interactive.Formatting, *-*\""));
    }

    [Fact]
    public async Task The_configuration_beside_the_notebook_names_the_feeds()
    {
        PackLibrary("1.0.0", $"namespace {_name}; public class Answer {{ public int Value => 1; }}");
        PackLibrary("2.0.0-beta1", $"namespace {_name}; public class Answer {{ public int Value => 2; }}");
        _feed.WriteConfiguration(_folder.Path);
        var folder = Directory.CreateDirectory(_folder.File("deeper")).FullName;
        Assert.Equal("1", await new Cells(folder).Value($"#r \"nuget: {_name}, *\"\nnew {_name}.Answer().Value"));
        var log = await new Cells(folder).Run($"#r \"nuget: {_name}, *-*\"");
        Assert.Equal($"update:Installed Packages\n- {_name}, 2.0.0-beta1", log[^1]);
        Assert.True(Directory.Exists(_folder.File("unpacked")));
        var error = await new Cells(folder).Fail($"#r \"nuget: {_name}, 0.9.0\"");
        Assert.Contains($"package {_name} has no version 0.9.0; the next one is 1.0.0", error.Message);
    }

    [Fact]
    public async Task Code_is_compiled_against_reference_assemblies_and_runs_with_the_library()
    {
        _feed.Pack(_name, "1.0.0", new Dictionary<string, byte[]>
        {
            [$"ref/net8.0/{_name}.dll"] = PackageFeed.Compile(_name, $"namespace {_name}; public class Answer {{ public int Value => throw null; }}"),
            [$"lib/net8.0/{_name}.dll"] = PackageFeed.Compile(_name, $"namespace {_name}; public class Answer {{ public int Value => 42; public int Hidden => 1; }}"),
        });
        _feed.WriteConfiguration(_folder.Path);
        var cells = new Cells(_folder.Path);
        Assert.Equal("42", await cells.Value($"#r \"nuget: {_name}, 1.0.0\"\nnew {_name}.Answer().Value"));
        Assert.Contains("Hidden", (await cells.Fail($"new {_name}.Answer().Hidden")).Message);
    }

    [Fact]
    public async Task A_library_that_runs_is_not_exchanged_for_another_version()
    {
        PackLibrary("1.0.0", $"namespace {_name}; public class Answer {{ public int Value => 1; }}");
        PackLibrary("2.0.0", $"namespace {_name}; public class Answer {{ public int Value => 2; }}");
        foreach (var (user, version) in ((string, string)[])[("Old", "1.0.0"), ("New", "2.0.0")])
            _feed.Pack(user + _name, "1.0.0", new Dictionary<string, byte[]> { [$"lib/net8.0/{user}{_name}.dll"] = PackageFeed.Compile(user + _name, $"namespace {user}{_name};") }, (_name, version));
        _feed.WriteConfiguration(_folder.Path);
        var cells = new Cells(_folder.Path);
        Assert.Equal("1", await cells.Value($"#r \"nuget: Old{_name}, 1.0.0\"\nnew {_name}.Answer().Value"));
        var error = await cells.Fail($"#r \"nuget: New{_name}, 1.0.0\"");
        Assert.Contains($"New{_name}, 1.0.0 cannot be added: {_name} 2.0.0 is needed, and version 1.0.0 is loaded already.", error.Message);
        Assert.Equal("1", await cells.Value($"new {_name}.Answer().Value"));
    }

    [Fact]
    public async Task A_loaded_file_brings_packages_libraries_and_files_relative_to_itself()
    {
        PackLibrary("1.0.0", $"namespace {_name}; public class Answer {{ public int Value => 42; }}");
        _feed.WriteConfiguration(_folder.Path);
        Directory.CreateDirectory(_folder.File("scripts"));
        File.WriteAllBytes(_folder.File($"scripts/Beside{_name}.dll"), PackageFeed.Compile("Beside" + _name, $"namespace Beside{_name}; public class One {{ public int Value => 1; }}"));
        File.WriteAllText(_folder.File("scripts/inner.csx"), $"#r \"Beside{_name}.dll\"\nint One() => new Beside{_name}.One().Value;");
        File.WriteAllText(_folder.File("scripts/outer.csx"), $"#r \"nuget: {_name}, 1.0.0\"\n#load \"inner.csx\"\nint Sum() => new {_name}.Answer().Value + One();");
        var cells = new Cells(_folder.Path);
        Assert.Equal("43", await cells.Value("#load \"scripts/outer.csx\"\nSum()"));
        Assert.Equal("44", await cells.Value("Sum() + One()"));
    }

    [Fact]
    public async Task A_source_that_is_no_folder_and_no_address_is_refused()
    {
        Assert.Contains("there is no package folder", (await new Cells(_folder.Path).Fail("#i \"nuget: no/such/folder\"")).Message);
        Assert.Contains("#i needs a package source", (await new Cells(_folder.Path).Fail("#i \"somewhere\"")).Message);
    }
}
