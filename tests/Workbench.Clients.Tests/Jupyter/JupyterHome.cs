using System.Diagnostics;
using System.Text;

namespace Workbench.Clients.Tests.Jupyter;

/// <summary>
/// Jupyter's folders for data, configuration and connection files in a temporary place, with the kernel installed there. What runs with them is ended with them.
/// </summary>
internal sealed class JupyterHome : IAsyncDisposable
{
    /// <summary>The name under which clients know the kernel.</summary>
    public const string Kernel = ".net-csharp";

    private static readonly TimeSpan InstallLimit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbench-jupyter-");

    private JupyterHome() => Directory.CreateDirectory(Work);

    /// <summary>The folder for notebooks.</summary>
    public string Work => Path.Combine(_folder.FullName, "work");

    /// <summary>Jupyter's data folder.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Jupyter's configuration folder.</summary>
    public string Configuration => Path.Combine(_folder.FullName, "config");

    /// <summary>The folder of connection files.</summary>
    public string Runtime => Path.Combine(_folder.FullName, "runtime");

    /// <summary>Makes the folders and installs the kernel by the command a person uses.</summary>
    public static async Task<JupyterHome> CreateAsync()
    {
        var home = new JupyterHome();
        try
        {
            var install = await home.RunAsync("dotnet", InstallLimit, typeof(CommandLine).Assembly.Location, "kernel", "install");
            Assert.True(install.ExitCode == 0, $"kernel install: {install}");
            return home;
        }
        catch
        {
            await home.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a notebook into the folder for notebooks.</summary>
    /// <returns>Its path.</returns>
    public string Copy(string notebook)
    {
        var path = Path.Combine(Work, notebook);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Notebooks", notebook), path, overwrite: true);
        return path;
    }

    /// <summary>Starts a program with these folders as Jupyter's.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Work,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the person who runs the tests has set for work of their own must not decide them.
        foreach (var name in start.Environment.Keys.Where(IsSomebodys).ToList())
            start.Environment.Remove(name);
        start.Environment["JUPYTER_DATA_DIR"] = Data;
        start.Environment["JUPYTER_CONFIG_DIR"] = Configuration;
        start.Environment["JUPYTER_RUNTIME_DIR"] = Runtime;
        start.Environment["IPYTHONDIR"] = Path.Combine(_folder.FullName, "ipython");
        start.Environment["PYTHONUNBUFFERED"] = "1";
        start.Environment["PYTHONWARNINGS"] = "ignore";
        start.Environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1";
        start.Environment["WORKBENCH_ROOT"] = Checkout.Find().Root;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs a program to its end; one that takes too long fails the test.</summary>
    public async Task<Outcome> RunAsync(string program, TimeSpan limit, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timer = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            await EndProcessesAsync();
            Assert.Fail($"{Path.GetFileName(program)} {string.Join(' ', arguments)} did not end within {limit.TotalSeconds:0} s.\n{await output}\n{await error}");
        }

        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a script of this project in Debian's Python.</summary>
    public Task<Outcome> RunScriptAsync(string name, TimeSpan limit, params string[] arguments) =>
        RunAsync(Debian.Python, limit, [Path.Combine(AppContext.BaseDirectory, "Scripts", name), .. arguments]);

    /// <summary>The command lines of what still runs with these folders.</summary>
    public IReadOnlyList<string> Processes() => [.. Running().Select(process => process.Command)];

    public async ValueTask DisposeAsync()
    {
        await EndProcessesAsync();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A process that has just been ended may have written a last file.
        }
    }

    private static bool IsSomebodys(string name) =>
        name.StartsWith("JUPYTER", StringComparison.Ordinal) || name.StartsWith("PYTHON", StringComparison.Ordinal) || name.StartsWith("IPYTHON", StringComparison.Ordinal)
        || (name.StartsWith("WORKBENCH_", StringComparison.Ordinal) && name is not ("WORKBENCH_NATIVE" or "WORKBENCH_PLOTLY"));

    private async Task EndProcessesAsync()
    {
        foreach (var (id, _) in Running())
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token);
            }
            catch (Exception problem) when (problem is ArgumentException or InvalidOperationException or OperationCanceledException)
            {
                // It has ended by itself.
            }
        }
    }

    // Whatever a client starts inherits the folders' names in its environment, also what has left its process group.
    private IEnumerable<(int Id, string Command)> Running()
    {
        var mark = $"JUPYTER_DATA_DIR={Data}\0";
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string environment, command;
            try
            {
                environment = File.ReadAllText(Path.Combine(folder, "environ"), Encoding.Latin1);
                command = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (environment.Contains(mark, StringComparison.Ordinal))
                yield return (int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture), command.Replace('\0', ' ').Trim());
        }
    }
}
