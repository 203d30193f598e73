namespace Workbench.Notebooks.Runner;

/// <summary>What to run and where to put the results.</summary>
public sealed record RunRequest
{
    /// <summary>The notebook to run; cells see its folder as current directory. The file itself is not changed.</summary>
    public required string Notebook { get; init; }

    /// <summary>Where the executed notebook goes, written after every cell; null to keep it in memory only.</summary>
    public string? Output { get; init; }

    /// <summary>Where a self-contained HTML page of the executed notebook goes, written at the end; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>The plotly.js bundle to put into the page; without it figures show as their static image or text.</summary>
    public string? PlotlyScript { get; init; }

    /// <summary>Environment variables of the kernel process, added to those of this process; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Longest time one cell may take; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }
}
