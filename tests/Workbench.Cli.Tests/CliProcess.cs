using System.Diagnostics;

namespace Workbench.Cli.Tests;

/// <summary>What a program left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts that it refused with one paragraph on standard error that holds all the given words.</summary>
    public void Refuses(params string[] words)
    {
        Assert.NotEqual(0, ExitCode);
        var message = Error.Trim();
        Assert.StartsWith("workbench: ", message);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("   at ", message);
        foreach (var word in words)
            Assert.Contains(word, message);
    }
}

/// <summary>Runs the real command line and the entry script, each as a process.</summary>
internal static class CliProcess
{
    private static readonly string Program = typeof(CommandLine).Assembly.Location;

    /// <summary>The entry script of this checkout.</summary>
    public static string Script { get; } = Path.Combine(Checkout.Find().Root, "workbench");

    /// <summary>Runs the command line.</summary>
    public static Task<Outcome> RunAsync(Sandbox sandbox, params string[] arguments) => RunAsync(sandbox, [], arguments);

    /// <summary>Runs the command line with environment variables of its own.</summary>
    public static Task<Outcome> RunAsync(Sandbox sandbox, Dictionary<string, string?> environment, params string[] arguments) =>
        StartAsync("dotnet", [Program, .. arguments], sandbox.Root, new(environment) { ["WORKBENCH_ROOT"] = environment.GetValueOrDefault("WORKBENCH_ROOT", sandbox.Root) });

    /// <summary>Runs bash commands with the entry script's functions at hand.</summary>
    public static Task<Outcome> BashAsync(Sandbox sandbox, string commands, Dictionary<string, string?>? environment = null) =>
        StartAsync("bash", ["-c", $"set -euo pipefail; source '{Script}'; ROOT='{sandbox.Root}'; PLOTLY=\"$ROOT/plotly.min.js\"; {commands}"], sandbox.Root, environment ?? []);

    /// <summary>Runs a program in an environment that has nothing but a PATH and a HOME.</summary>
    public static Task<Outcome> BareAsync(Sandbox sandbox, string path, string program, params string[] arguments) =>
        StartAsync("/usr/bin/env", ["-i", $"PATH={path}", $"HOME={sandbox.Root}", program, .. arguments], sandbox.Root, []);

    /// <summary>Starts the command line and leaves it to the caller.</summary>
    public static Process Start(Sandbox sandbox, params string[] arguments) => Start("dotnet", [Program, .. arguments], sandbox.Root, new() { ["WORKBENCH_ROOT"] = sandbox.Root });

    private static async Task<Outcome> StartAsync(string program, string[] arguments, string folder, Dictionary<string, string?> environment)
    {
        using var process = Start(program, arguments, folder, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    private static Process Start(string program, string[] arguments, string folder, Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the person who runs the tests has set for runs of their own must not decide them.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("WORKBENCH_", StringComparison.Ordinal) && name != "WORKBENCH_NATIVE").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
