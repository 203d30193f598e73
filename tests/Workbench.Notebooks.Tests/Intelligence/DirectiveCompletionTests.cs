using Workbench.Notebooks.Intelligence;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Intelligence;

[Collection(EngineCollection.Name)]
public sealed class DirectiveCompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DirectiveCompletionTests()
    {
        foreach (var file in (string[])["data/one.dll", "data/Other.dll", "data/note.txt", "data/part.csx", "part.ipynb", ".hidden.dll"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file))!);
            File.WriteAllText(_folder.File(file), "");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("#r \"|", new[] { "data/" })]
    [InlineData("#r \"./da|", new[] { "data/" })]
    [InlineData("#r \"data/|", new[] { "Other.dll", "one.dll" })]
    [InlineData("#r \"data/o|\"", new[] { "one.dll", "Other.dll" })]
    [InlineData("var x = 1;\n#load \"data/|", new[] { "part.csx" })]
    [InlineData("#!import pa|", new[] { "part.ipynb" })]
    [InlineData("#!import \"data/p|\"", new[] { "part.csx" })]
    [InlineData("#r \"no/such/folder/|", new string[0])]
    [InlineData("#r \"\0/|", new string[0])]
    public async Task Paths_are_relative_to_the_notebook(string marked, string[] expected)
    {
        var list = await new Questions(_folder.Path).Complete(marked);
        Assert.Equal(expected, list.Items.Select(item => item.Text));
        Assert.All(list.Items, item => Assert.Equal(CompletionKind.File, item.Kind));
    }

    [Fact]
    public async Task The_last_part_of_a_path_is_replaced()
    {
        var list = await new Questions(_folder.Path).Complete("#r \"data/on|");
        Assert.Equal((9, 11), (list.Start, list.End));
    }

    [Fact]
    public async Task Libraries_of_the_framework_are_offered() => Assert.Contains("System.Net.Http.dll", await new Questions(_folder.Path).Texts("#r \"System.Net.H|"));

    [Fact]
    public async Task Packages_of_the_local_cache_are_offered_with_their_versions()
    {
        var root = _folder.File("packages");
        foreach (var version in (string[])["1.2.0", "1.10.0", "2.0.0-rc.1", "2.0.0"])
        {
            Directory.CreateDirectory(Path.Combine(root, "some.package", version));
            File.WriteAllText(Path.Combine(root, "some.package", version, "some.package.nuspec"), "<package><metadata><id>Some.Package</id></metadata></package>");
        }
        Directory.CreateDirectory(Path.Combine(root, "another", "1.0.0"));
        var before = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", root);
        try
        {
            var questions = new Questions(_folder.Path);
            var item = Assert.Single((await questions.Complete("#r \"nuget: so|")).Items);
            Assert.Equal(new CompletionItem("Some.Package", "Some.Package", CompletionKind.Package, "2.0.0"), item);
            Assert.Equal(["Some.Package"], await questions.Texts("#r \"nuget:pack|\""));
            Assert.Equal(["another", "Some.Package"], await questions.Texts("#r \"nuget: |"));
            Assert.Equal(["2.0.0", "2.0.0-rc.1", "1.10.0", "1.2.0"], await questions.Texts("#r \"nuget: Some.Package, |\""));
            Assert.Equal(["1.10.0", "1.2.0"], await questions.Texts("#r \"nuget: Some.Package, 1.|\""));
            Assert.Empty(await questions.Texts("#r \"nuget: ../x, |\""));
            var list = await questions.Complete("#r \"nuget: so|");
            Assert.Equal((11, 13), (list.Start, list.End));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NUGET_PACKAGES", before);
        }
    }

    [Fact]
    public async Task Every_directive_of_the_kernel_is_offered()
    {
        var questions = new Questions(_folder.Path);
        var texts = await questions.Texts("var x = 1;\n#!|");
        Assert.All(questions.Kernel.Magics, magic => Assert.Contains("#!" + magic.Name, texts));
        Assert.Contains("#!csharp", texts);
        Assert.Empty(await questions.Texts("#!no-such|"));
    }
}
