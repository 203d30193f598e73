using System.Runtime.InteropServices;

namespace Workbench.Cli.Bundling;

/// <summary>The .NET that this program runs on, as files: the host and one runtime, without the SDK.</summary>
internal static class DotnetRuntime
{
    // For debuggers, tracing and other collectors: nothing runs them here.
    private static readonly string[] LeftOut = ["libmscordaccore.so", "libmscordbi.so", "libclrgc.so", "libclrgcexp.so", "libcoreclrtraceptprovider.so", "createdump"];

    /// <summary>Its files, below <c>dotnet/</c> and laid out as an installed .NET is.</summary>
    /// <exception cref="UsageException">This program was not started by an installed .NET.</exception>
    public static IEnumerable<BundleFile> Files() => Files(RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>The files of the runtime in a folder <c>…/shared/Microsoft.NETCore.App/VERSION</c>.</summary>
    /// <param name="runtime">The folder.</param>
    public static IEnumerable<BundleFile> Files(string runtime)
    {
        var version = new DirectoryInfo(runtime.TrimEnd('/'));
        var root = version.Parent?.Parent?.Parent?.FullName;
        var host = Path.Combine(root ?? "", "dotnet");
        // The host of the newest .NET runs the older ones too, and is what the program itself uses.
        var resolver = Newest(Path.Combine(root ?? "", "host", "fxr"));
        if (root is null || !File.Exists(host) || resolver is null)
            throw new UsageException($"The runtime in '{runtime}' is not part of an installed .NET (a folder with dotnet, host/fxr and shared): a bundle takes its files from there.");
        yield return new BundleFile("dotnet/dotnet", host) { Executable = true };
        foreach (var notice in new[] { "LICENSE.txt", "ThirdPartyNotices.txt" }.Where(name => File.Exists(Path.Combine(root, name))))
            yield return new BundleFile($"dotnet/{notice}", Path.Combine(root, notice));
        foreach (var folder in new[] { resolver, version.FullName })
        {
            foreach (var file in Directory.EnumerateFiles(folder).Where(file => !LeftOut.Contains(Path.GetFileName(file))))
                yield return new BundleFile("dotnet/" + Path.GetRelativePath(root, file), file);
        }
    }

    private static string? Newest(string folder) => !Directory.Exists(folder) ? null
        : Directory.GetDirectories(folder).OrderBy(version => Version.TryParse(Path.GetFileName(version).Split('-')[0], out var number) ? number : new Version()).LastOrDefault();
}
