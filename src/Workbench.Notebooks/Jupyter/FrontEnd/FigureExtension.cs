using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Notebooks.Format;

namespace Workbench.Notebooks.Jupyter.FrontEnd;

/// <summary>
/// Draws <c>application/vnd.plotly.v1+json</c> in the front ends that do not by themselves: an nbextension for Jupyter Notebook 6, a prebuilt extension for
/// JupyterLab 4 and Jupyter Notebook 7. Both carry plotly.js, so that figures need no network.
/// </summary>
public static class FigureExtension
{
    /// <summary>The extension's name in Jupyter's folders.</summary>
    public const string Name = "workbench-plotly";

    private const string PlotlyFile = "plotly.min.js";

    /// <summary>Whether it is in a data folder.</summary>
    /// <param name="dataFolder">A folder of Jupyter's data path.</param>
    public static bool IsInstalled(string dataFolder) => File.Exists(Path.Combine(Notebook(dataFolder), PlotlyFile)) && File.Exists(Path.Combine(Lab(dataFolder), "package.json"));

    /// <summary>Puts both extensions into a data folder and enables the one for Jupyter Notebook 6; what was there of them is replaced.</summary>
    /// <param name="dataFolder">The folder of Jupyter's data path that has <c>kernels/</c>.</param>
    /// <param name="plotlyScript">The plotly.js bundle, which is copied.</param>
    /// <exception cref="IOException">A folder cannot be written.</exception>
    /// <exception cref="FileNotFoundException">There is no such bundle.</exception>
    public static void Install(string dataFolder, string plotlyScript)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        if (!File.Exists(plotlyScript))
            throw new FileNotFoundException($"plotly.js is not at '{plotlyScript}'.", plotlyScript);
        var notebook = Notebook(dataFolder);
        var lab = Path.Combine(Lab(dataFolder), "static");
        foreach (var folder in new[] { notebook, lab })
        {
            Directory.CreateDirectory(folder);
            var beside = Path.Combine(folder, $"{PlotlyFile}.{Environment.ProcessId}.tmp");
            File.Copy(plotlyScript, beside, overwrite: true);
            File.Move(beside, Path.Combine(folder, PlotlyFile), overwrite: true);
        }

        AtomicFile.WriteAllText(Path.Combine(notebook, "main.js"), Resource("notebook.js"));
        AtomicFile.WriteAllText(Path.Combine(lab, "remoteEntry.js"), Resource("lab.js"));
        AtomicFile.WriteAllText(Path.Combine(Lab(dataFolder), "package.json"), LabPackage().ToJsonString(Indented));
        // A file of its own beside the user's notebook.json, which stays as it is.
        AtomicFile.WriteAllText(Switch(dataFolder), new JsonObject { ["load_extensions"] = new JsonObject { [$"{Name}/main"] = true } }.ToJsonString(Indented));
    }

    /// <summary>Removes both extensions from a data folder.</summary>
    /// <param name="dataFolder">The folder that they were installed in.</param>
    /// <returns>Whether anything was there.</returns>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    public static bool Uninstall(string dataFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        var found = false;
        foreach (var folder in new[] { Notebook(dataFolder), Lab(dataFolder) }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
            found = true;
        }

        if (File.Exists(Switch(dataFolder)))
        {
            File.Delete(Switch(dataFolder));
            found = true;
        }

        return found;
    }

    /// <summary>The configuration folder that Jupyter reads along with a data folder: <c>etc/jupyter</c> beside <c>share/jupyter</c>, the user's own else.</summary>
    /// <param name="dataFolder">A folder of Jupyter's data path.</param>
    internal static string ConfigurationFor(string dataFolder)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        var share = Path.GetDirectoryName(full);
        var isOfPrefix = Path.GetFileName(full) == "jupyter" && Path.GetFileName(share) == "share" && full != Path.Combine(home, ".local", "share", "jupyter")
            && full != Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR");
        if (isOfPrefix)
            return Path.Combine(Path.GetDirectoryName(share)!, "etc", "jupyter");
        return Environment.GetEnvironmentVariable("JUPYTER_CONFIG_DIR") is { Length: > 0 } named ? named : Path.Combine(home, ".jupyter");
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private static string Notebook(string dataFolder) => Path.Combine(dataFolder, "nbextensions", Name);

    private static string Lab(string dataFolder) => Path.Combine(dataFolder, "labextensions", Name);

    private static string Switch(string dataFolder) => Path.Combine(ConfigurationFor(dataFolder), "nbconfig", "notebook.d", $"{Name}.json");

    private static JsonObject LabPackage() => new()
    {
        ["name"] = Name,
        ["version"] = typeof(FigureExtension).Assembly.GetName().Version!.ToString(3),
        ["description"] = "Draws Plotly figures.",
        ["license"] = "MIT",
        ["jupyterlab"] = new JsonObject
        {
            ["mimeExtension"] = true,
            ["_build"] = new JsonObject { ["load"] = "static/remoteEntry.js", ["mimeExtension"] = "./mimeExtension" },
        },
    };

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(FigureExtension).Assembly.GetManifestResourceStream($"FrontEnd/{name}")!);
        return reader.ReadToEnd();
    }
}
