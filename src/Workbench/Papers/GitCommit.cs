using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Workbench.Papers;

/// <summary>The commit a result belongs to.</summary>
internal static class GitCommit
{
    /// <summary>The file that marks a folder as a bundle and says what it was made from.</summary>
    public const string BundleFile = "bundle.json";

    /// <summary>
    /// The hash of HEAD, with "+dirty" when a file outside notebooks/ and the generated results, pictures and tables is changed or new; in a bundle
    /// the commit it was made from; "unknown" without git. Executed notebooks, results and pictures are what a saved run writes, so they do not count.
    /// </summary>
    public static string Of(string root)
    {
        if (Bundled(Path.Combine(root, BundleFile)) is { } bundled)
            return bundled;
        if (Run(root, "rev-parse", "HEAD") is not { } hash)
            return "unknown";
        var changed = Run(root, "status", "--porcelain", "--", ".", ":(exclude)notebooks", ":(exclude)papers/results", ":(exclude)papers/figures", ":(exclude)papers/README.md", ":(exclude)benchmarks/results", ":(exclude)benchmarks/README.md");
        return string.IsNullOrEmpty(changed) ? hash : hash + "+dirty";
    }

    private static string? Bundled(string file)
    {
        if (!File.Exists(file))
            return null;
        using var manifest = JsonDocument.Parse(File.ReadAllText(file));
        return manifest.RootElement.GetProperty("commit").GetString();
    }

    private static string? Run(string root, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", ["-C", root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
