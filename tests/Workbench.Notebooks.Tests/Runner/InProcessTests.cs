using Workbench.Notebooks.Format;
using Workbench.Notebooks.Runner;
using Workbench.Notebooks.Tests.Engine;

namespace Workbench.Notebooks.Tests.Runner;

[Collection(EngineCollection.Name)]
public sealed class InProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }

    [Fact]
    public async Task A_notebook_can_run_in_this_process()
    {
        var document = NotebookDocument.Create();
        document.Add(CellKind.Code, "Console.WriteLine(\"printed\");\ndisplay(Environment.GetEnvironmentVariable(\"WORKBENCH_TEST_VALUE\"));\nEnvironment.ProcessId");
        document.Add(CellKind.Code, "throw new Exception(\"no\");");
        document.Save(_folder.File("in.ipynb"));
        var result = await NotebookRunner.RunAsync(new RunRequest { Notebook = _folder.File("in.ipynb"), InProcess = true, Environment = new Dictionary<string, string?> { ["WORKBENCH_TEST_VALUE"] = "given" } });
        Assert.Equal(["printed\n", "", ""], result.Document.Cells[0].Outputs.Select(output => output.Text));
        Assert.Equal(["given", Environment.ProcessId.ToString()], result.Document.Cells[0].Outputs.Skip(1).Select(output => output.TextOf("text/plain")));
        Assert.Equal("no", result.Error!.Message);
    }
}
