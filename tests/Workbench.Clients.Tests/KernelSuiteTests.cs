using System.Text.Json.Nodes;
using Workbench.Clients.Tests.Jupyter;

namespace Workbench.Clients.Tests;

/// <summary>Jupyter's own suite for kernels (jupyter_kernel_test), each of its tests as one of ours.</summary>
public sealed class KernelSuiteTests(KernelSuiteTests.Suite suite) : IClassFixture<KernelSuiteTests.Suite>
{
    [SkippableTheory]
    [InlineData("test_kernel_info")]
    [InlineData("test_execute_stdout")]
    [InlineData("test_execute_stderr")]
    [InlineData("test_execute_result")]
    [InlineData("test_display_data")]
    [InlineData("test_error")]
    [InlineData("test_clear_output")]
    [InlineData("test_completion")]
    [InlineData("test_is_complete")]
    [InlineData("test_inspect")]
    [InlineData("test_history")]
    [InlineData("test_pager")]
    public async Task Passes(string test)
    {
        Debian.Needs("python3-jupyter-kernel-test");
        var results = await suite.RunAsync();
        var result = Assert.Contains(test, results);
        Skip.If(test == "test_pager" && result.Outcome == "skipped", "the kernel never asks a front end to page text");
        Assert.True(result.Outcome == "passed", $"{result.Outcome}: {result.Details}");
    }

    [SkippableFact]
    public async Task None_of_the_suites_tests_is_left_out()
    {
        Debian.Needs("python3-jupyter-kernel-test");
        Assert.Equal(12, (await suite.RunAsync()).Count);
    }

    /// <summary>One run of the suite for all of its tests.</summary>
    public sealed class Suite
    {
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

        private IReadOnlyDictionary<string, (string Outcome, string Details)>? _results;

        internal async Task<IReadOnlyDictionary<string, (string Outcome, string Details)>> RunAsync()
        {
            if (_results is null)
            {
                await using var home = await JupyterHome.CreateAsync();
                var run = await home.RunScriptAsync("kernel_suite.py", Limit, JupyterHome.Kernel);
                Assert.True(run.ExitCode == 0, run.ToString());
                var report = Path.Combine(Checkout.Find().Artifacts, "test", "clients", "kernel_test.jsonl");
                Directory.CreateDirectory(Path.GetDirectoryName(report)!);
                await File.WriteAllTextAsync(report, run.Output);
                _results = run.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!)
                    .ToDictionary(line => (string)line["test"]!, line => ((string)line["outcome"]!, (string)line["details"]!));
                Assert.True(_results.Count > 0, run.ToString());
                Assert.Empty(home.Processes());
            }

            return _results;
        }
    }
}
