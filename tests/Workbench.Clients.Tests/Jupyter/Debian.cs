namespace Workbench.Clients.Tests.Jupyter;

/// <summary>Where Debian's packages put Jupyter's clients.</summary>
internal static class Debian
{
    /// <summary>The Python that they run in.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly (string Package, string File)[] Packages =
    [
        ("python3-jupyter-kernel-test", "/usr/lib/python3/dist-packages/jupyter_kernel_test/__init__.py"),
        ("jupyter-nbconvert", "/usr/bin/jupyter-nbconvert"),
        ("jupyter-console", "/usr/bin/jupyter-console"),
        ("jupyter-notebook", "/usr/bin/jupyter-notebook"),
        ("python3-jupyterlab-server", "/usr/lib/python3/dist-packages/jupyterlab_server/__init__.py"),
        ("python3-pexpect", "/usr/lib/python3/dist-packages/pexpect/__init__.py"),
        ("python3-pyte", "/usr/lib/python3/dist-packages/pyte/__init__.py"),
    ];

    /// <summary>Skips the test, naming what is missing, unless all these packages are there.</summary>
    public static void Needs(params string[] packages)
    {
        var missing = packages.Where(package => !File.Exists(Packages.Single(known => known.Package == package).File)).ToList();
        Skip.If(missing.Count > 0, $"not installed (Debian's packages): {string.Join(", ", missing)}");
    }
}
