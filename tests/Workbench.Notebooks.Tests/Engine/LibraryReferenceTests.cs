using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Tests.Engine;

[Collection(EngineCollection.Name)]
public sealed class LibraryReferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _unique = Guid.NewGuid().ToString("N");

    public void Dispose() => _folder.Dispose();

    /// <summary>Compiles a small library; its name is new so that no other test's assembly stands in for it.</summary>
    private string Library(string name, string code, params string[] references)
    {
        var path = _folder.File($"lib/{name}{_unique}.dll");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(path), [CSharpSyntaxTree.ParseText(code)],
            platform.Concat(references).Select(file => MetadataReference.CreateFromFile(file)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var result = compilation.Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }

    [Fact]
    public async Task A_library_and_what_lies_beside_it_can_be_used_by_a_path_relative_to_the_notebook()
    {
        var inner = Library("Inner", "namespace Inner { public class Core { public virtual int Value => 41; } }");
        var outer = Library("Outer", "namespace Outer { public class Shell : Inner.Core { public Inner.Core Make() => new Inner.Core(); } }", inner);
        var cells = new Cells(_folder.Path);
        await cells.Run($"#r \"lib/{Path.GetFileName(outer)}\"\nusing Outer;\nusing Inner;");
        Assert.Equal("42", await cells.Value("class Mine : Core { public override int Value => 42; }\nCore c = new Mine();\nc.Value"));
        Assert.Equal("41", await cells.Value("new Shell().Make().Value"));
        await cells.Run($"#r \"./lib/{Path.GetFileName(outer)}\"");
    }

    [Fact]
    public async Task A_library_s_types_stay_the_same_when_a_later_cell_needs_more_of_the_framework()
    {
        var inner = Library("Part", "namespace Part { public class Core { public System.Net.Http.HttpMethod Method => System.Net.Http.HttpMethod.Get; } }");
        var outer = Library("Whole", "namespace Whole { public class Shell { public Part.Core Core = new(); public System.Data.DataTable? Table; } }", inner);
        var cells = new Cells(_folder.Path);
        await cells.Run($"#r \"{outer}\"\nvar core = new Whole.Shell().Core;");
        Assert.Equal("GET a", await cells.Value(
            "Part.Core same = core;\nvar xml = new System.Xml.XmlDocument();\nxml.LoadXml(\"<a/>\");\n$\"{same.Method} {xml.DocumentElement!.Name}\""));
        Assert.Equal("GET", await cells.Value("same = core;\nsame.Method.ToString()"));
    }

    [Theory]
    [InlineData("#r \"no/such.dll\"", "line 1: there is no library 'no/such.dll'")]
    [InlineData("var x = 1;\n#r \"nuget: Some.Package, new\"", "line 2: 'new' is not a version of package Some.Package")]
    public async Task A_library_that_cannot_be_had_is_a_clear_error(string code, string message)
    {
        var error = await new Cells(_folder.Path).Fail(code);
        Assert.Equal("CompilationError", error.Name);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task A_library_can_bring_usings_by_an_attribute_of_its_own()
    {
        var name = "Usings" + _unique;
        var path = Library("Usings", $$"""
            [assembly: Inner.NotebookUsings("{{name}}", "static {{name}}.Outer.Nested", "No.Such.Namespace")]
            namespace Inner { internal sealed class NotebookUsingsAttribute(params string[] usings) : System.Attribute { public string[] Usings => usings; } }
            namespace {{name}} { public class Shown { } public class Outer { public static class Nested { public static int Seven() => 7; } } }
            """);
        var cells = new Cells(_folder.Path);
        Assert.Equal("Shown 7", await cells.Value($"#r \"{path}\"\n$\"{{typeof(Shown).Name}} {{Seven()}}\""));
        Assert.Equal("14", await cells.Value("Seven() * 2"));
    }

    [Fact]
    public async Task A_file_that_is_no_library_is_a_clear_error()
    {
        File.WriteAllText(_folder.File("text.dll"), "not a library");
        var error = await new Cells(_folder.Path).Fail("#r \"text.dll\"");
        Assert.Contains("'text.dll' cannot be used", error.Message);
    }

    [Fact]
    public async Task A_library_that_names_a_facade_of_the_framework_can_be_used()
    {
        // As libraries built years ago do: the type is said to be in an assembly that only forwards to another today.
        var core = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        var key = System.Reflection.AssemblyName.GetAssemblyName(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Numerics.dll")).GetPublicKey()!;
        var facade = CSharpCompilation.Create("System.Numerics", [CSharpSyntaxTree.ParseText("[assembly: System.Reflection.AssemblyVersion(\"4.0.0.0\")] namespace System.Numerics { public struct BigInteger { } }")], [core],
            options.WithCryptoPublicKey([.. key]).WithPublicSign(true));
        var path = _folder.File($"old{_unique}.dll");
        var old = CSharpCompilation.Create($"old{_unique}", [CSharpSyntaxTree.ParseText("public class Old { public System.Numerics.BigInteger Zero => default; }")], [core, facade.ToMetadataReference()], options);
        Assert.True(old.Emit(path).Success);
        Assert.Equal("7", await new Cells(_folder.Path).Value($"#r \"{Path.GetFileName(path)}\"\nnew Old().Zero + 7"));
    }
}
