using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Workbench.Notebooks.Tests.Packages;

/// <summary>A folder with packages made by a test.</summary>
internal sealed class PackageFeed
{
    public PackageFeed(string folder) => Folder = Directory.CreateDirectory(folder).FullName;

    public string Folder { get; }

    /// <summary>Compiles a library in memory.</summary>
    public static byte[] Compile(string name, string code, string version = "1.0.0.0")
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(name,
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]")],
            platform.Select(file => MetadataReference.CreateFromFile(file)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }

    /// <summary>Packs files under their paths in the package.</summary>
    public void Pack(string id, string version, IReadOnlyDictionary<string, byte[]> files, params (string Id, string Version)[] dependencies)
    {
        using var archive = ZipFile.Open(Path.Combine(Folder, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        var needs = string.Concat(dependencies.Select(dependency => $"""<dependency id="{dependency.Id}" version="{dependency.Version}" />"""));
        Add($"{id}.nuspec", System.Text.Encoding.UTF8.GetBytes($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id><version>{version}</version><authors>tests</authors><description>A test.</description>
                <dependencies><group targetFramework="net8.0">{needs}</group></dependencies>
              </metadata>
            </package>
            """));
        foreach (var (path, bytes) in files)
            Add(path, bytes);

        void Add(string path, byte[] bytes)
        {
            using var entry = archive.CreateEntry(path).Open();
            entry.Write(bytes);
        }
    }

    /// <summary>Makes this the only feed of the notebooks in a folder, with a folder of its own for unpacked packages.</summary>
    public void WriteConfiguration(string folder) => File.WriteAllText(Path.Combine(folder, "NuGet.config"), $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{Path.Combine(folder, "unpacked")}" /></config>
          <packageSources><clear /><add key="test" value="{Folder}" /></packageSources>
        </configuration>
        """);
}
