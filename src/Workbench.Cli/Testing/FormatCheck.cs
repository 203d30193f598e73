using Workbench.Cli.Processes;

namespace Workbench.Cli.Testing;

/// <summary>The sources' white space as a test.</summary>
internal static class FormatCheck
{
    /// <summary>Looks through everything that is written by hand.</summary>
    public static async Task<Tally> RunAsync(Checkout checkout, CancellationToken cancellation)
    {
        // By folder: the projects need not be loaded for this, which makes it ten times faster.
        var folders = new[] { "src", "tests", "benchmarks" }.Where(folder => Directory.Exists(Path.Combine(checkout.Root, folder)));
        List<string> arguments = ["format", "whitespace", checkout.Root, "--folder", "--verify-no-changes", "--include"];
        arguments.AddRange(folders.Select(folder => Path.Combine(checkout.Root, folder) + "/"));
        var run = await ChildProcess.RunAsync("dotnet", arguments, TimeSpan.FromMinutes(5), cancellation: cancellation);
        return run.ExitCode == 0 ? Tally.Pass : Tally.Fail("format", $"{run.Output.TrimEnd()}\nThis mends it: dotnet format whitespace Workbench.sln");
    }
}
