using Workbench.Notebooks.Format;

namespace Workbench.Cli.Tests;

public sealed class NewTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    private Task<Outcome> New(params string[] arguments) => CliProcess.RunAsync(_sandbox, ["new", .. arguments]);

    private NotebookDocument Made(string name) => NotebookDocument.Load(_sandbox[$"notebooks/{name}.ipynb"]);

    [Fact]
    public async Task A_new_notebook_has_the_order_of_the_others()
    {
        Assert.Equal(0, (await New("12-my-idea")).ExitCode);
        var document = Made("12-my-idea");
        Assert.Equal("My idea", document.Title);
        Assert.Equal(["claim", "imports", "experiment", "setting", "setup", "training", "train", "measuring", "measure", "extend"], document.Cells.Select(cell => cell.Id));
        Assert.StartsWith("#r \"../artifacts/lib/Workbench.dll\"", document.Cells[1].Source);
        Assert.DoesNotContain("Verdicts", document.ToText());
        await New("titled", "--title", "Several words: \"quoted\"");
        Assert.Equal("Several words: \"quoted\"", Made("titled").Title);
    }

    [Fact]
    public async Task A_notebook_for_a_paper_names_it_and_ends_with_verdicts()
    {
        File.Copy(Path.Combine(Checkout.Find().Papers, "01-rectified-flow.md"), Directory.CreateDirectory(_sandbox["papers"]).FullName + "/01-rectified-flow.md");
        Assert.Equal(0, (await New("01-rectified-flow", "--paper", "01")).ExitCode);
        var document = Made("01-rectified-flow");
        Assert.Contains("arXiv:2209.03003", document.Cells[0].Source);
        Assert.Contains("Experiment.Open(\"01-rectified-flow\")", document.Cells[2].Source);
        Assert.Equal("experiment.Verdicts()", document.Cells.Single(cell => cell.Id == "verdicts").Source);
        (await New("x", "--paper", "1-rectifed")).Refuses("--paper", "1-rectifed");
    }

    [Fact]
    public async Task A_notebook_that_is_there_is_not_overwritten()
    {
        var path = _sandbox.WriteNotebook("mine.ipynb", "1");
        var before = File.ReadAllText(path);
        (await New("mine.ipynb")).Refuses("mine.ipynb", "not overwritten");
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("with blank")]
    [InlineData("end.")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        (await New(name)).Refuses("no name for a notebook");
        Assert.Empty(Directory.GetFiles(_sandbox["notebooks"]));
    }

    [SkippableTheory]
    [InlineData]
    [InlineData("--paper", "01")]
    public async Task A_new_notebook_runs_at_once(params string[] options)
    {
        var checkout = Checkout.Find();
        Skip.If(!File.Exists(Path.Combine(checkout.Artifacts, "lib", "Workbench.dll")) || Environment.GetEnvironmentVariable("WORKBENCH_NATIVE") is null, "needs the built library and libtorch");
        Directory.CreateSymbolicLink(Directory.CreateDirectory(_sandbox["artifacts"]).FullName + "/lib", Path.Combine(checkout.Artifacts, "lib"));
        Directory.CreateSymbolicLink(_sandbox["papers"], checkout.Papers);
        Assert.Equal(0, (await New(["fresh", .. options])).ExitCode);
        var run = await CliProcess.RunAsync(_sandbox, "run", "fresh", "--protocol", "smoke");
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
