using System.Diagnostics;

namespace Workbench.LibTorch.Tests.Files;

/// <summary>The files that tests/golden/files.py made, and Python to read those that our code writes.</summary>
internal static class Golden
{
    private const string Python = "/usr/bin/python3";
    private static readonly Lazy<string?> Missing = new(() => Run("-c", "import torch") is { code: 0 } ? null : "Debian's python3-torch is not here.");

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workbench.sln"))) folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("The repository's root is not above the tests."), "tests", "golden");
        }
    }

    public static string File_(string name) => Path.Combine(Root, "files", name);

    public static TheoryData<string> Optimizers =>
        ["SGD", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "ASGD", "Adadelta", "Adagrad", "RMSprop", "Rprop", "LBFGS"];

    /// <summary>Has Python read a file that we wrote; skips the test where there is no Python with torch.</summary>
    public static void Check(string kind, string path, string script = "files.py")
    {
        Skip.IfNot(File.Exists(Python), $"{Python} is not here.");
        Skip.If(Missing.Value is not null, Missing.Value);
        var (code, text) = Run(Path.Combine(Root, script), "check", kind, path);
        Assert.True(code == 0, text);
    }

    private static (int code, string text) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var text = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Result + text);
    }
}

/// <summary>A folder that goes with the test.</summary>
public abstract class FileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wb-files");

    public virtual void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string At(string name) => Path.Combine(folder.FullName, name);

    protected IEnumerable<string> Names => folder.GetFiles().Select(file => file.Name);
}
