using System.Globalization;
using System.Runtime.InteropServices;
using Workbench.Cli.Processes;
using Workbench.Data;
using Workbench.Papers;
using Workbench.Plots;

namespace Workbench.Cli.Diagnosis;

/// <summary>Looks for what notebooks need beside libtorch.</summary>
internal static class Surroundings
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The .NET SDK and runtime; a bundle brings its own runtime and needs no SDK.</summary>
    public static async Task<Finding> DotnetAsync(Checkout checkout)
    {
        var runtime = RuntimeInformation.FrameworkDescription;
        if (File.Exists(Path.Combine(checkout.Root, GitCommit.BundleFile)))
            return Finding.Fine("bundle", $"of commit {GitCommit.Of(checkout.Root)}, with {runtime}");
        var sdk = await FirstLineAsync("dotnet", "--version");
        return sdk is null
            ? new Finding(".NET SDK", Weight.Fatal, $"dotnet does not answer; running on {runtime}", "install the .NET 10 SDK and put dotnet on PATH")
            : Finding.Fine(".NET SDK", $"{sdk}, runtime {runtime.Replace(".NET ", "", StringComparison.Ordinal)}");
    }

    /// <summary>Processor and memory.</summary>
    public static IEnumerable<Finding> Hardware()
    {
        var machine = Machine.Current;
        yield return Finding.Fine("processor", $"{machine.Cores} cores, {machine.Cpu}");
        var text = string.Create(CultureInfo.InvariantCulture, $"{machine.MemoryGb:0.0} GiB");
        yield return machine.MemoryGb < 3
            ? new Finding("memory", Weight.Lacking, $"{text}: the larger notebooks need about 3")
            : Finding.Fine("memory", text);
    }

    /// <summary>The compiler of the native shim.</summary>
    public static Finding Compiler() => FindProgram("g++") is { } program
        ? Finding.Fine("compiler", program)
        : new Finding("compiler", Weight.Lacking, "g++ is missing: the native shim cannot be built again", Install("g++"));

    /// <summary>The data sets that notebooks use.</summary>
    public static Finding FashionMnistFiles()
    {
        try
        {
            return Finding.Fine("Fashion-MNIST", FashionMnist.FindFolder());
        }
        catch (FileNotFoundException)
        {
            return new Finding("Fashion-MNIST", Weight.Lacking,
                $"not found: notebooks on images cannot run (a folder with its files can be named in {FashionMnist.Variable})",
                Install("dataset-fashion-mnist"));
        }
    }

    /// <summary>The 8x8 digits, one file out of a package.</summary>
    public static Finding DigitsFile()
    {
        try
        {
            return Finding.Fine("digits", Digits.FindFile());
        }
        catch (FileNotFoundException)
        {
            return new Finding("digits", Weight.Lacking,
                $"not found: notebooks on 8x8 digits cannot run (a folder with {Digits.FileName} can be named in {FashionMnist.Variable})",
                "./workbench run fetches it");
        }
    }

    /// <summary>The text of language models, one file out of a package.</summary>
    public static Finding BibleFile()
    {
        try
        {
            return Finding.Fine("King James", KingJamesBible.FindFile());
        }
        catch (FileNotFoundException)
        {
            return new Finding("King James", Weight.Lacking,
                $"not found: notebooks on language models cannot run (a folder with {KingJamesBible.FileName} can be named in {FashionMnist.Variable})",
                "./workbench run fetches it");
        }
    }

    /// <summary>The plotting script that pages carry.</summary>
    public static Finding Plotly(Checkout checkout) => checkout.PlotlyScript is { } script
        ? Finding.Fine("plotly.js", Checkout.Show(script))
        : new Finding("plotly.js", Weight.Lacking, "not installed yet: pages would show figures as text", "./workbench run installs it");

    /// <summary>The browser that renders PNGs.</summary>
    public static Finding Browser() => ChromiumPage.Find() is { } path
        ? Finding.Fine("Chromium", path)
        : new Finding("Chromium", Weight.Lacking, "not found: run --save keeps figures without pictures", Install("chromium"));

    /// <summary>What the driver says about GPUs; nothing when there is no driver.</summary>
    public static async Task<string?> GraphicsCardsAsync() => FindProgram("nvidia-smi") is null
        ? null
        : await FirstLineAsync("nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader");

    /// <summary>The command that installs Debian packages, for whoever is asking.</summary>
    public static string Install(params string[] packages) =>
        $"{(System.Environment.UserName == "root" ? "" : "sudo ")}apt-get install {string.Join(' ', packages)}";

    /// <summary>Where PATH has a program, or null.</summary>
    public static string? FindProgram(string name) =>
        (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    private static async Task<string?> FirstLineAsync(string program, params string[] arguments)
    {
        try
        {
            var run = await ChildProcess.RunAsync(program, arguments, Limit);
            return run.ExitCode == 0 ? run.Output.Split('\n')[0].Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
