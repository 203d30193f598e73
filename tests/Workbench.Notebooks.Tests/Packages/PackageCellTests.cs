using System.Net;
using System.Net.Sockets;
using Workbench.Notebooks.Kernels;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Packages;

/// <summary>Cells that ask for packages of the configured feed.</summary>
[Collection(EngineCollection.Name)]
public sealed class PackageCellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PackageCacheFolder _cache = new();

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Dispose();
    }

    private const string TwoPackages = """
        #r "nuget: Newtonsoft.Json, 13.0.3"
        using Newtonsoft.Json;
        #r "nuget:MathNet.Numerics,5.0.0"
        using MathNet.Numerics;
        Console.Write(JsonConvert.SerializeObject(new[] { SpecialFunctions.Factorial(5) }));
        """;

    [Fact]
    public async Task The_packages_of_a_cell_are_there_before_its_code_and_in_later_kernels_without_a_restore()
    {
        const string Installed = "Installed Packages\n- Newtonsoft.Json, 13.0.3\n- MathNet.Numerics, 5.0.0";
        var cells = new Cells(_folder.Path);
        var log = await cells.Run(TwoPackages);
        Assert.StartsWith("display:Installing Packages", log[0]);
        Assert.Equal(["update:" + Installed, "stdout:[120.0]"], log.TakeLast(2));
        Assert.Equal("3", await cells.Value("JsonConvert.DeserializeObject<int[]>(\"[1,2]\").Sum()"));
        Assert.Equal(["display:" + Installed, "stdout:[120.0]"], await new Cells(_folder.Path).Run(TwoPackages));
        Assert.Empty(Directory.GetDirectories(_cache.Path));
    }

    [Fact]
    public async Task The_same_package_again_says_nothing_and_another_version_is_refused()
    {
        var cells = new Cells(_folder.Path);
        await cells.Run("#r \"nuget: Newtonsoft.Json, 13.0.3\"");
        Assert.Empty(await cells.Run("#r \"nuget: newtonsoft.json, 13.0.3\"\n#r \"nuget: Newtonsoft.Json\"\n#r \"nuget: Newtonsoft.Json, 13.*\""));
        var error = await cells.Fail("Console.WriteLine(1);\n#r \"nuget: Newtonsoft.Json, 12.0.1\"");
        Assert.Contains("Newtonsoft.Json version 12.0.1 cannot be added because version 13.0.3 was added previously.", error.Message);
        Assert.Equal("[]", await cells.Value("Newtonsoft.Json.JsonConvert.SerializeObject(new int[0])"));
    }

    [Fact]
    public async Task What_cannot_be_had_is_said_in_plain_words_and_harms_nothing()
    {
        var cells = new Cells(_folder.Path);
        var error = await cells.Fail("int before = 1;\n#r \"nuget: Newtonsoft.Jsom.Of.Tests\"");
        Assert.Contains("line 2: there is no package 'Newtonsoft.Jsom.Of.Tests' in ", error.Message);
        error = await cells.Fail("#r \"nuget: MathNet.Numerics, 99.0.0\"");
        Assert.Contains("package MathNet.Numerics has no version 99.0.0; the nearest one in ", error.Message);
        error = await cells.Fail("#r \"nuget: Newtonsoft.Json, 13.0.3\"\n#r \"nuget: Newtonsoft.Jsom.Of.Tests, 1.0\"");
        Assert.Contains("Newtonsoft.Jsom.Of.Tests", error.Message);
        Assert.Empty(Directory.Exists(_cache.Path) ? Directory.GetFileSystemEntries(_cache.Path) : []);
        Assert.Equal("null", await cells.Value("#r \"nuget: Newtonsoft.Json, 13.0.3\"\nNewtonsoft.Json.JsonConvert.SerializeObject(null)"));
        Assert.Contains("before", (await cells.Fail("before")).Message);
    }

    [Fact]
    public async Task A_native_library_of_a_package_is_found()
    {
        var value = await new Cells(_folder.Path).Value("""
            #r "nuget: Gee.External.Capstone, 2.3.0"
            using Gee.External.Capstone.X86;
            using var disassembler = CapstoneDisassembler.CreateX86Disassembler(X86DisassembleMode.Bit64);
            string.Join(",", disassembler.Disassemble(new byte[] { 0x90, 0xc3 }).Select(i => i.Mnemonic))
            """.Replace("using var ", "var ", StringComparison.Ordinal).Replace("CapstoneDisassembler.", "Gee.External.Capstone.CapstoneDisassembler.", StringComparison.Ordinal));
        Assert.Equal("nop,ret", value);
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_has_brought_its_packages_all_the_same()
    {
        var cells = new Cells(_folder.Path);
        await cells.Fail("#r \"nuget: CsvHelper, 34.0.0\"\nint x = wrong;");
        Assert.Equal("CsvHelper", await cells.Value("typeof(CsvHelper.CsvReader).Namespace"));
    }

    [Fact]
    public async Task An_interrupted_restore_ends_at_once_and_the_kernel_goes_on()
    {
        // A feed that takes the connection and never answers.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var cancellation = new CancellationTokenSource();
        var kernel = new NotebookKernel(_folder.Path);
        File.WriteAllText(_folder.File("NuGet.config"), $"""
            <configuration><packageSources><clear />
              <add key="silent" value="http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/index.json" allowInsecureConnections="true" />
            </packageSources></configuration>
            """);
        var running = kernel.RunAsync(new CellRequest("#r \"nuget: Some.Package.Of.Tests, 1.0\"", 1), new RecordingFrontend(), cancellation.Token);
        using (await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMinutes(1)))
        {
            cancellation.Cancel();
            var outcome = await running.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal("OperationCanceledException", outcome.Error?.Name);
        }
        var frontend = new RecordingFrontend();
        await kernel.RunAsync(new CellRequest("1 + 1", 2), frontend, default);
        Assert.Equal(["result:2"], frontend.Log);
        Assert.Empty(Directory.GetDirectories(_cache.Path));
    }
}
