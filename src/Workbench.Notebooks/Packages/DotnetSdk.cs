namespace Workbench.Notebooks.Packages;

/// <summary>The .NET SDK, which restores packages.</summary>
internal static class DotnetSdk
{
    /// <summary>The <c>dotnet</c> that has an SDK beside it; null when there is none.</summary>
    public static string? Find() => Find(Candidates());

    internal static string? Find(IEnumerable<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            // On PATH it is often a link into the folder that has the SDK.
            var program = File.Exists(candidate) ? File.ResolveLinkTarget(candidate, returnFinalTarget: true)?.FullName ?? candidate : null;
            if (program is not null && Path.Combine(Path.GetDirectoryName(program)!, "sdk") is var sdk && Directory.Exists(sdk) && Directory.EnumerateDirectories(sdk).Any())
                return program;
        }
        return null;
    }

    private static IEnumerable<string> Candidates()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host)
            yield return host;
        if (Environment.ProcessPath is { } self && Path.GetFileName(self) == name)
            yield return self;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            yield return Path.Combine(root, name);
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, name);
        // Where the runtime of this process lies, in shared/Microsoft.NETCore.App/version.
        if (Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } runtime)
            yield return Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", name));
        foreach (var folder in (string[])[Path.Combine(home, ".dotnet"), "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet"])
            yield return Path.Combine(folder, name);
    }
}
