namespace Workbench.Notebooks.Jupyter.Kernelspec;

/// <summary>The program that front ends start as the kernel.</summary>
public static class KernelExecutable
{
    private const string Name = "Workbench.Notebooks";

    /// <summary>
    /// The command of the kernel of a checkout, absolute and without arguments: the precompiled one in <c>artifacts/kernel</c> if it has been made
    /// and is not older, else the one that the build leaves.
    /// </summary>
    /// <param name="root">The top folder of the checkout.</param>
    /// <exception cref="FileNotFoundException">Neither is there.</exception>
    public static IReadOnlyList<string> Find(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        var artifacts = Path.Combine(Path.GetFullPath(root), "artifacts");
        string[] candidates = [Precompiled(Path.Combine(artifacts, "bin", Name, "release", Name + ".dll")), Path.Combine(artifacts, "kernel", Name + ".dll")];
        var library = candidates.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"There is no kernel in this checkout: looked for {string.Join(" and ", candidates)}. Build it: dotnet build -c Release.");
        return [DotnetHost(), library];
    }

    /// <summary>
    /// The kernel compiled ahead of time in place of one that the build left below <c>artifacts/bin</c>; that one itself where there is none or it
    /// is older.
    /// </summary>
    internal static string Precompiled(string built)
    {
        var bin = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(built)));
        if (Path.GetFileName(bin) != "bin")
            return built;
        var precompiled = Path.Combine(Path.GetDirectoryName(bin)!, "kernel", Name + ".dll");
        return File.Exists(precompiled) && (!File.Exists(built) || File.GetLastWriteTimeUtc(precompiled) >= File.GetLastWriteTimeUtc(built)) ? precompiled : built;
    }

    /// <summary>The full path of the dotnet command, which a front end's PATH may lack.</summary>
    private static string DotnetHost()
    {
        var file = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var folders = new[] { Path.GetDirectoryName(Environment.ProcessPath), Environment.GetEnvironmentVariable("DOTNET_ROOT") }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, file)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("The dotnet command is found neither in DOTNET_ROOT nor on PATH.");
    }
}
