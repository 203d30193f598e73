using System.ComponentModel;

namespace Workbench.Notebooks.Engine;

/// <summary>
/// Takes the variables that a cell declares with <c>using var</c> at its top level, where scripts know no such declaration;
/// they are disposed of when the cell has ended.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellUsings
{
    /// <summary>Disposes of a resource at the end of the cell.</summary>
    public static void Add(IDisposable? resource)
    {
        if (resource is not null)
            CellScope.Current?.AtEnd(() =>
            {
                resource.Dispose();
                return default;
            });
    }

    /// <summary>Disposes of a resource at the end of the cell, as <c>await using</c> does.</summary>
    public static void AddAsync(IAsyncDisposable? resource)
    {
        if (resource is not null)
            CellScope.Current?.AtEnd(resource.DisposeAsync);
    }
}
