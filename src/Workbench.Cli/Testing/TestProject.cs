using System.Globalization;
using System.Xml;
using Workbench.Cli.Processes;
using Workbench.Training;

namespace Workbench.Cli.Testing;

/// <summary>A project of xunit tests, built.</summary>
/// <param name="Name">The project's name.</param>
/// <param name="Assembly">Its assembly.</param>
internal sealed record TestProject(string Name, string Assembly)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly string[] ThreadVariables = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];

    /// <summary>The projects below <c>tests/</c>, in order.</summary>
    public static IReadOnlyList<TestProject> All(Checkout checkout) =>
        [.. Directory.EnumerateFiles(Path.Combine(checkout.Root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Order(StringComparer.Ordinal)
            .Select(name => new TestProject(name, Path.Combine(checkout.Artifacts, "bin", name, "release", $"{name}.dll")))];

    /// <summary>
    /// Runs the tests in a process of their own. That process dying, hanging or finding no test counts as a failed test.
    /// </summary>
    /// <param name="checkout">The checkout.</param>
    /// <param name="filter">Runs the tests whose full name contains this; null runs all.</param>
    /// <param name="threads">Threads of torch's pools: threads of two processes that wait for one another by spinning take a hundred times as long on shared cores.</param>
    /// <param name="device">What tests that ask for a device get; null leaves it.</param>
    /// <param name="cancellation">Ends the tests.</param>
    public async Task<Tally> RunAsync(Checkout checkout, string? filter, int threads, string? device, CancellationToken cancellation)
    {
        if (!File.Exists(Assembly))
            return Tally.Fail(Name, $"The project is not built: there is no {Checkout.Show(Assembly)}.");
        var folder = Path.Combine(checkout.Artifacts, "test");
        var results = Path.Combine(folder, $"{Name}.trx");
        Directory.CreateDirectory(folder);
        File.Delete(results);
        List<string> arguments = ["test", Assembly, "--results-directory", folder, "--logger", $"trx;LogFileName={Name}.trx"];
        if (filter is not null)
            arguments.AddRange(["--filter", $"FullyQualifiedName~{filter}"]);
        var environment = ThreadVariables.ToDictionary(name => name, _ => (string?)threads.ToString(CultureInfo.InvariantCulture));
        if (device is not null)
            environment[Devices.Variable] = device;
        var run = await ChildProcess.RunAsync("dotnet", arguments, Limit, environment, cancellation);
        Tally tally;
        try
        {
            tally = File.Exists(results) ? TrxFile.Read(results) : Tally.None;
        }
        catch (XmlException)
        {
            tally = Tally.None;
        }

        if (run.TimedOut)
            return tally + Tally.Fail(Name, $"The tests did not end within {Limit.TotalMinutes:0} minutes.\n{Tail(run.Output)}");
        // Also a non-zero exit without a failed test is one: the process died, and what it had not run yet is not in the file.
        if (run.ExitCode != 0 && tally.Failures.Count == 0)
            return tally + Tally.Fail(Name, $"The test process ended with exit code {run.ExitCode}.\n{Tail(run.Output)}");
        if (tally.Total == 0 && filter is null)
            return Tally.Fail(Name, $"No test was found.\n{Tail(run.Output)}");
        return tally;
    }

    private static string Tail(string output) => string.Join('\n', output.TrimEnd().Split('\n').TakeLast(40));
}
