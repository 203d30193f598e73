namespace Workbench.Plots;

/// <summary>Finds the one local copy of plotly.js.</summary>
public static class PlotlyScript
{
    /// <summary>
    /// <c>WORKBENCH_PLOTLY</c>, else the copy that npm puts under <c>artifacts/npm</c>; null if neither is there.
    /// </summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("WORKBENCH_PLOTLY") is { Length: > 0 } named)
            return File.Exists(named) ? Path.GetFullPath(named) : null;
        try
        {
            var path = Path.Combine(Papers.Repository.Root(), "artifacts", "npm", "node_modules", "plotly.js-dist-min", "plotly.min.js");
            return File.Exists(path) ? path : null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The text of plotly.js.</summary>
    /// <param name="path">Its path, or null for <see cref="Find"/>.</param>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    internal static string Read(string? path = null) => File.ReadAllText(Require(path));

    internal static string Require(string? path = null)
    {
        var found = path ?? Find();
        return found is not null && File.Exists(found) ? Path.GetFullPath(found) : throw new FileNotFoundException(
            $"plotly.js is not there{(found is null ? "" : $" at '{found}'")}: run ./workbench doctor, or npm install --prefix artifacts/npm plotly.js-dist-min, or set WORKBENCH_PLOTLY to a plotly.min.js");
    }
}
