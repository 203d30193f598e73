namespace Workbench.Cli;

/// <summary>Where things lie in a checkout.</summary>
/// <param name="Root">The folder with <c>Workbench.sln</c>.</param>
public sealed record Checkout(string Root)
{
    /// <summary>The notebooks.</summary>
    public string Notebooks => Path.Combine(Root, "notebooks");

    /// <summary>The paper cards, the ledger and <c>results/</c>.</summary>
    public string Papers => Path.Combine(Root, "papers");

    /// <summary>Everything that is built or written by a run; not under version control.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Executed notebooks and their pages.</summary>
    public string Executed => Path.Combine(Artifacts, "notebooks");

    /// <summary>The judged claims of saved runs.</summary>
    public string Results => Path.Combine(Papers, "results");

    /// <summary>The plotly.js bundle: <c>WORKBENCH_PLOTLY</c>, else the copy that the entry script installs; null when there is none.</summary>
    public string? PlotlyScript => Plots.PlotlyScript.Find();

    /// <summary>The checkout named by <c>WORKBENCH_ROOT</c>, else the one this program was built in, else the one around the current folder.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Checkout Find()
    {
        var named = Environment.GetEnvironmentVariable("WORKBENCH_ROOT");
        if (!string.IsNullOrEmpty(named))
        {
            return IsRoot(named)
                ? new Checkout(Path.GetFullPath(named))
                : throw new UsageException($"WORKBENCH_ROOT is '{named}', which has no Workbench.sln; expected the top folder of a checkout.");
        }

        foreach (var start in new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (IsRoot(folder.FullName))
                    return new Checkout(folder.FullName);
            }
        }

        throw new UsageException("No Workbench.sln in this folder or above it: run this inside a checkout, or set WORKBENCH_ROOT.");
    }

    /// <summary>A path as a reader of messages wants it: relative to the current folder when it is below it.</summary>
    public static string Show(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static bool IsRoot(string folder) => File.Exists(Path.Combine(folder, "Workbench.sln"));
}
