namespace Workbench.Notebooks.Jupyter.Kernelspec;

/// <summary>Where Jupyter looks for kernels on this machine.</summary>
public static class KernelspecFolders
{
    /// <summary>The folder for the current user: <c>JUPYTER_DATA_DIR</c>, else the system's place for a user's data.</summary>
    public static string User => Kernels(Said("JUPYTER_DATA_DIR") ?? UserData());

    /// <summary>The folder for all users of this machine.</summary>
    public static string System => Kernels(OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")
        : "/usr/local/share/jupyter");

    /// <summary>The folder of a Python environment.</summary>
    public static string Of(string prefix) => Kernels(Path.Combine(Path.GetFullPath(prefix), "share", "jupyter"));

    /// <summary>All of them that Jupyter would search, in its order: <c>JUPYTER_PATH</c>, user, Python environment, system.</summary>
    public static IReadOnlyList<string> All()
    {
        var folders = (Said("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Kernels).ToList();
        folders.Add(User);
        folders.AddRange(new[] { "VIRTUAL_ENV", "CONDA_PREFIX" }.Select(Said).OfType<string>().Select(Of));
        folders.Add(System);
        if (!OperatingSystem.IsWindows())
            folders.Add("/usr/share/jupyter/kernels");
        return [.. folders.Distinct()];
    }

    private static string UserData()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        return OperatingSystem.IsMacOS()
            ? Path.Combine(home, "Library", "Jupyter")
            : Path.Combine(Said("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
    }

    private static string Kernels(string data) => Path.Combine(data, "kernels");

    private static string? Said(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
