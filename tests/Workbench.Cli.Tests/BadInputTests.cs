namespace Workbench.Cli.Tests;

/// <summary>Bad input is refused before any work, in one paragraph that says what was given and what is expected.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task An_unknown_protocol_is_refused_with_the_three_that_exist()
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        var run = await CliProcess.RunAsync(_sandbox, "run", "01-flow.ipynb", "--protocol", "quik");
        run.Refuses("'quik'", "Did you mean 'quick'", "smoke", "full");
        Assert.False(Directory.Exists(_sandbox["artifacts"]));
    }

    [Fact]
    public async Task A_missing_notebook_is_refused_with_the_nearest()
    {
        _sandbox.WriteNotebook("01-rectified-flow.ipynb", "1 + 1");
        _sandbox.WriteNotebook("10-pruning.ipynb", "1 + 1");
        (await CliProcess.RunAsync(_sandbox, "run", "notebooks/01-rectifed-flow.ipynb")).Refuses("01-rectifed-flow", "Did you mean '01-rectified-flow.ipynb'");
        (await CliProcess.RunAsync(_sandbox, "run", "2")).Refuses("'2'");
    }

    [Fact]
    public async Task One_missing_notebook_keeps_the_others_from_running()
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "System.IO.File.WriteAllText(\"ran\", \"\")");
        (await CliProcess.RunAsync(_sandbox, "run", "01-flow.ipynb", "02-flow.ipynb")).Refuses("02-flow.ipynb");
        Assert.False(File.Exists(_sandbox["notebooks/ran"]));
    }

    [Fact]
    public async Task A_file_that_is_no_notebook_is_refused()
    {
        _sandbox.Write("notebooks/01-flow.ipynb", "{\"cells\": [");
        (await CliProcess.RunAsync(_sandbox, "run", "01-flow.ipynb")).Refuses("01-flow.ipynb", "JSON");
        _sandbox.Write("notes.txt", "");
        (await CliProcess.RunAsync(_sandbox, "run", "notes.txt")).Refuses("notes.txt", ".ipynb");
    }

    [SkippableFact]
    public async Task Cuda_without_cuda_is_refused()
    {
        Skip.If(File.Exists("/dev/nvidia0"), "there is a GPU here");
        _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        (await CliProcess.RunAsync(_sandbox, "run", "01-flow.ipynb", "--device", "cuda")).Refuses("'cuda'", "CUDA", "--device cpu");
        (await CliProcess.RunAsync(_sandbox, "bench", "operators", "--device", "cuda:1")).Refuses("'cuda:1'", "CUDA");
        (await CliProcess.RunAsync(_sandbox, new Dictionary<string, string?> { ["WORKBENCH_DEVICE"] = "cuda" }, "test", "Devices")).Refuses("'cuda'", "CUDA");
    }

    [Theory]
    [InlineData("--device", "gpu", "cuda")]
    [InlineData("--device", "cuda:x", "cuda:N")]
    [InlineData("--seeds", "0", "from 1 on")]
    [InlineData("--seeds", "many", "'many'")]
    [InlineData("--protcol", "quick", "Did you mean '--protocol'")]
    public async Task A_bad_option_is_refused(string option, string value, string expected)
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        (await CliProcess.RunAsync(_sandbox, "run", "01-flow.ipynb", option, value)).Refuses(expected);
    }

    [Fact]
    public async Task Saving_a_smoke_run_is_refused()
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        (await CliProcess.RunAsync(_sandbox, "run", "01", "--protocol", "smoke", "--save")).Refuses("--save", "smoke");
    }

    [Fact]
    public async Task The_same_notebook_twice_is_refused()
    {
        _sandbox.WriteNotebook("01-flow.ipynb", "1 + 1");
        (await CliProcess.RunAsync(_sandbox, "run", "01", "01-flow")).Refuses("01-flow.ipynb", "2 times");
    }

    [Fact]
    public async Task An_unknown_verb_is_refused_with_the_nearest() =>
        (await CliProcess.RunAsync(_sandbox, "rnu")).Refuses("'rnu'", "Did you mean 'run'");

    [Fact]
    public async Task A_root_without_a_solution_is_refused()
    {
        File.Delete(_sandbox["Workbench.sln"]);
        (await CliProcess.RunAsync(_sandbox, "strip", "x")).Refuses("WORKBENCH_ROOT");
    }
}
