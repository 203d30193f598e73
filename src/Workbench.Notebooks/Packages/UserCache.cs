namespace Workbench.Notebooks.Packages;

/// <summary>The folder for files that can be made again.</summary>
internal static class UserCache
{
    /// <summary>A folder of ours in the user's cache: <c>$XDG_CACHE_HOME</c>, else what the system has for it, else a temporary one.</summary>
    public static string Folder(string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathRooted(xdg) ? xdg
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : home.Length == 0 ? Path.Combine(Path.GetTempPath(), "cache-" + Environment.UserName)
            : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
        return Path.Combine(cache, "workbench", name);
    }
}
