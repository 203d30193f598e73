using System.Globalization;
using Workbench.Cli.Processes;
using Workbench.Notebooks.Jupyter.FrontEnd;
using Workbench.Notebooks.Jupyter.Kernelspec;

namespace Workbench.Cli.Diagnosis;

/// <summary>Looks for the kernel where Jupyter front ends do, tries it, and looks for front ends.</summary>
internal static class JupyterFindings
{
    private const string InstallVerb = "./workbench kernel install";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The kernel and the front ends of this machine.</summary>
    public static async Task<IReadOnlyList<Finding>> AllAsync() => [.. Kernels(), await ClientsAsync()];

    private static IEnumerable<Finding> Kernels()
    {
        var ours = KernelspecFolders.All().SelectMany(KernelspecInstaller.List).Where(kernel => kernel.IsOurs).ToList();
        if (ours.Count == 0)
            yield return new Finding("Jupyter kernel", Weight.Lacking, "not installed: VS Code, JupyterLab and nbconvert cannot run these notebooks", InstallVerb);
        foreach (var kernel in ours)
        {
            var name = $"'{kernel.Name}' in {Path.GetDirectoryName(kernel.Folder)}";
            var (answered, problem) = kernel.Problem is { } known ? (null, known) : KernelProbe.Run(kernel, Limit);
            if (answered is not { } time)
            {
                yield return new Finding("Jupyter kernel", Weight.Lacking, $"{name} cannot be used: {problem}", InstallVerb);
                continue;
            }

            var figures = FigureExtension.IsInstalled(Path.GetDirectoryName(Path.GetDirectoryName(kernel.Folder))!) ? "" : "; figures show as text in JupyterLab and Notebook until it is installed again";
            yield return Finding.Fine("Jupyter kernel", string.Create(CultureInfo.InvariantCulture, $"{name} starts and answers 1 + 1 in {time.TotalMilliseconds:0} ms{figures}"));
        }
    }

    private static async Task<Finding> ClientsAsync()
    {
        if (Surroundings.FindProgram("jupyter") is null)
            return Finding.Fine("Jupyter", "none on PATH; VS Code's Jupyter extension needs none");
        var run = await ChildProcess.RunAsync("jupyter", ["--version"], Limit);
        // One line each: "nbconvert        : 6.5.3", or "not installed".
        var versions = run.Output.Split('\n').Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2 && parts[1].Length > 0 && char.IsAsciiDigit(parts[1][0]) && parts[0] is "jupyterlab" or "notebook" or "nbconvert" or "jupyter_console" or "jupyter_client")
            .Select(parts => $"{parts[0]} {parts[1]}").ToList();
        return Finding.Fine("Jupyter", versions.Count > 0 ? string.Join(", ", versions) : "on PATH, but it does not say its versions");
    }
}
